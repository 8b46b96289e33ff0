#!/bin/sh
# Installs Owlish out of this bundle, without a network and without root. Run again, it mends or brings up to date.
#
#   sh install.sh [--prefix DIR] [--python PROGRAM] [--onnxruntime WHEEL] [--no-venv] [--no-service] [--offline]
#   sh install.sh --uninstall [--prefix DIR]

set -eu

usage() {
    cat <<'END'
sh install.sh                 install Owlish of this bundle into ~/.local/lib/owlish, its models, and its systemd user service
    --prefix DIR              another folder for the program
    --python PROGRAM          the Python to use, of the version that the bundle is for
    --onnxruntime WHEEL       ONNX Runtime as a wheel file, where the device's own build is not installed (Jetson)
    --no-venv                 install into that Python itself, as in a container
    --no-service              install no service
    --offline                 the service may open no internet socket
sh install.sh --uninstall     take the program and the service away; settings, models and data stay
The models go where OWLISH_MODELS says, else into ~/.cache/owlish/models.
END
}

say() { printf '%s\n' "$*"; }
fail() {
    printf '%s\n' "$*" >&2
    exit 2
}

[ -n "${HOME:-}" ] || fail "HOME is not set, so there is no place for the program; set it to a folder of yours."
prefix=${OWLISH_PREFIX:-$HOME/.local/lib/owlish}
python='' runtime='' venv=yes service=yes offline='' uninstall=no
while [ $# -gt 0 ]; do
    case $1 in
        --prefix | --python | --onnxruntime)
            [ $# -gt 1 ] || fail "$1 wants a value; see: sh install.sh --help"
            case $1 in
                --prefix) prefix=$2 ;;
                --python) python=$2 ;;
                --onnxruntime) runtime=$2 ;;
            esac
            shift
            ;;
        --no-venv) venv=no ;;
        --no-service) service=no ;;
        --offline) offline=--offline ;;
        --uninstall) uninstall=yes ;;
        -h | --help) usage && exit 0 ;;
        *) fail "install.sh does not know '$1'; see: sh install.sh --help" ;;
    esac
    shift
done
absolute() {
    # The steps run in the bundle's own folder.
    case $1 in '' | /*) printf '%s\n' "$1" ;; *) printf '%s\n' "$PWD/$1" ;; esac
}
prefix=$(absolute "$prefix")
runtime=$(absolute "$runtime")
case $python in */*) python=$(absolute "$python") ;; esac
models=$(absolute "${OWLISH_MODELS:-${XDG_CACHE_HOME:-$HOME/.cache}/owlish/models}")
if [ -n "${OWLISH_MODELS:-}" ]; then export OWLISH_MODELS="$models"; fi
mark=$prefix/.owlish-bundle
before=$prefix/.before
parts='bin include lib lib64 share pyvenv.cfg .owlish-bundle'
# What is found by these is not what the service will find.
if [ "$venv" = yes ]; then unset PYTHONPATH PYTHONHOME; fi
link=$HOME/.local/bin/owlish

remove() {
    [ -f "$mark" ] || fail "There is no Owlish of a bundle in $prefix; name its folder with --prefix."
    unit=${XDG_CONFIG_HOME:-$HOME/.config}/systemd/user/owlish.service
    if [ -f "$unit" ]; then
        "$prefix/bin/owlish" service uninstall || say "The service could not be taken away; once systemd runs again: rm $unit"
    fi
    if [ "$(readlink "$link" 2>/dev/null)" = "$prefix/bin/owlish" ]; then rm -f "$link"; fi
    rm -rf "$prefix"
    say "Owlish is gone from $prefix; settings and data stay, and so do the models in $models."
}

# ---- what must hold before anything is written

check_files() {
    command -v sha256sum >/dev/null || fail "sha256sum is missing, so the bundle cannot be checked; install coreutils."
    [ -s SHA256SUMS ] || fail "SHA256SUMS is missing beside install.sh; copy the bundle again."
    bad=$(sha256sum -c --quiet SHA256SUMS 2>/dev/null) || fail "${bad%%:*} is not the file that was built; copy the bundle again."
}

check_machine() {
    own=$(uname -m)
    [ "$own" = "$ARCH" ] || fail "This bundle is for $ARCH and this machine is $own; build one with: owlish edge build --target cpu --arch $own"
    libc=$(getconf GNU_LIBC_VERSION 2>/dev/null) || fail "This system has no glibc, which the wheels need (2.${GLIBC#2.} or later)."
    libc=${libc##* }
    [ "${libc#2.}" -ge "${GLIBC#2.}" ] || fail "This bundle needs glibc $GLIBC and this system has $libc; Ubuntu 22.04 and Debian 12 have it."
}

find_python() {
    python=${python:-python$PYTHON}
    command -v "$python" >/dev/null || fail "This bundle needs Python $PYTHON, and there is no $python; install it, or name one with --python."
    found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])') || fail "$python does not run; name another with --python."
    [ "$found" = "$PYTHON" ] || fail "This bundle is for Python $PYTHON and $python is $found; name another with --python, or build for it: owlish edge build --python $found"
}

existing() {
    folder=$1
    while [ ! -e "$folder" ]; do folder=$(dirname "$folder"); done
    printf '%s\n' "$folder"
}

disk() {
    # $1: folder; $2: 4 for the KB that are free on its disk, 6 for where that disk begins
    df -Pk "$(existing "$1")" | awk -v field="$2" 'NR == 2 { print $field }'
}

check_room() {
    # $1: folder; $2: KB; $3: what for; $4: what names another folder
    where=$(existing "$1")
    if [ ! -d "$where" ] || [ ! -w "$where" ]; then fail "$1 for $3 cannot be written; choose another with $4."; fi
    free=$(disk "$1" 4)
    [ "$free" -ge "$2" ] || fail "$3 need $(($2 / 1024)) MB in $1 and $((free / 1024)) MB are free; make room, or choose another folder with $4."
}

check_rooms() {
    check_room "$prefix" "$ROOM_KB" "The program and its packages" --prefix
    check_room "$models" "$MODELS_KB" "The models" OWLISH_MODELS
    if [ "$(disk "$prefix" 6)" = "$(disk "$models" 6)" ]; then
        check_room "$prefix" $((ROOM_KB + MODELS_KB)) "The program and the models" "--prefix or OWLISH_MODELS"
    fi
}

check_runtime() {
    if [ -n "$runtime" ] && [ ! -f "$runtime" ]; then fail "$runtime does not exist; --onnxruntime wants a wheel file."; fi
}

# ---- the steps

check_prefix() {
    # What is removed later must be ours.
    if [ "$venv" = no ] || [ -f "$mark" ] || [ -z "$(ls -A "$prefix" 2>/dev/null)" ]; then return; fi
    fail "$prefix holds other things than an Owlish of a bundle; choose another folder with --prefix."
}

drop_parts() {
    # shellcheck disable=SC2086 # words
    ( cd "$prefix" && rm -rf $parts )
}

move_parts() {
    # $1: from; $2: to
    for part in $parts; do
        if [ -e "$1/$part" ] || [ -L "$1/$part" ]; then mv "$1/$part" "$2"; fi
    done
}

set_aside() {
    # An environment of another bundle stays until this one is whole; one half made is made anew; the same one is mended.
    case $(cat "$mark" 2>/dev/null) in
        "$bundle") ;;
        '' | unfinished) drop_parts ;;
        *) rm -rf "$before" && mkdir "$before" && move_parts "$prefix" "$before" ;;
    esac
}

put_back() {
    [ -d "$before" ] || return 0
    drop_parts
    move_parts "$before" "$prefix"
    rmdir "$before"
    say "The Owlish that was in $prefix is there again." >&2
}

make_environment() {
    if [ "$venv" = no ]; then return; fi
    mkdir -p "$prefix"
    trap put_back EXIT
    trap 'exit 2' HUP INT TERM
    set_aside
    echo unfinished >"$mark"
    set --
    # pip comes out of the bundle, so Debian's python3-venv is not needed.
    if [ "$WHEELS" = 1 ]; then set -- --without-pip; fi
    if [ "$SYSTEM_PACKAGES" = 1 ]; then set -- "$@" --system-site-packages; fi
    "$python" -m venv "$@" "$prefix" || fail "Python $PYTHON could not make an environment in $prefix; is its module venv installed (python3-venv)?"
    python=$prefix/bin/python
}

pip() {
    if [ "$WHEELS" = 1 ]; then set -- "$@" --no-index; fi
    own=''
    for file in wheels/pip-*.whl; do
        if [ -f "$file" ]; then own=$PWD/$file; fi
    done
    PYTHONPATH=$own "$python" -m pip install --disable-pip-version-check --no-input --quiet --no-deps --find-links wheels "$@"
}

install_wheels() {
    pip --require-hashes --requirement lock.txt || fail "The wheels could not be installed into $prefix; look above for why."
    if [ -n "$runtime" ]; then
        pip "$runtime" || fail "$runtime could not be installed; is it for Python $PYTHON and $ARCH?"
    fi
}

check_brought() {
    if [ "$TARGET" = cuda ] && ! "$python" -c 'import ctypes; ctypes.CDLL("libcuda.so.1")' 2>/dev/null; then
        say "There is no NVIDIA driver here (libcuda.so.1), so everything runs on the CPU; install the driver, CUDA and cuDNN."
    fi
    [ "$SYSTEM_PACKAGES" = 1 ] || return 0
    "$python" -c 'import onnxruntime' 2>/dev/null ||
        fail "ONNX Runtime for this JetPack is not installed; install NVIDIA's build (docs/jetson.md, step 3), or give its wheel with --onnxruntime, and run this again."
    "$python" - <<'END'
import onnxruntime
have = onnxruntime.get_available_providers()
if "CUDAExecutionProvider" not in have:
    print("ONNX Runtime", onnxruntime.__version__, "has no CUDA provider, so everything runs on the CPU; see docs/jetson.md, step 3.")
try:
    import cv2
except ImportError as error:
    print(f"OpenCV cannot be imported ({error}), so there are no eyes; run: sudo apt-get install nvidia-opencv (or python3-opencv)")
else:
    lines = [line.split(":", 1)[1].strip() for line in cv2.getBuildInformation().splitlines() if line.strip().startswith("GStreamer:")]
    if not lines or not lines[0].startswith("YES"):
        print(f"{cv2.__file__} has no GStreamer, so a CSI camera cannot be used; take it away (pip uninstall opencv-python) for JetPack's own.")
END
}

place_models() {
    OWLISH_MODELS=$models "$python" -m assistant models adopt models/*/ || fail "The models could not be placed in $models; look above for why."
}

link_program() {
    if [ "$venv" = no ]; then return; fi
    mkdir -p "${link%/*}"
    ln -sf "$prefix/bin/owlish" "$link"
    case :$PATH: in *:"${link%/*}":*) ;; *) say "To have the command 'owlish', add ${link%/*} to PATH." ;; esac
}

look_around() {
    command -v espeak-ng >/dev/null || say "espeak-ng is missing, so there will be no voice; run: sudo apt-get install espeak-ng"
    "$python" -c 'import sounddevice' 2>/dev/null || say "libportaudio2 is missing, so there will be no sound; run: sudo apt-get install libportaudio2"
}

install_service() {
    if [ "$service" = no ]; then return; fi
    # It writes the unit with watchdog, refuses without models, and starts nothing that downloads.
    # shellcheck disable=SC2086 # empty or one word
    "$python" -m assistant $offline service install || say "Owlish runs without a service; later: $python -m assistant service install"
}

cd "$(dirname "$0")"
if [ "$uninstall" = yes ]; then
    remove
    exit 0
fi
[ -f bundle.env ] || fail "bundle.env is missing beside install.sh; copy the bundle again."
say "1/6 checking the bundle"
check_files
# shellcheck source=/dev/null
. ./bundle.env
bundle=$(sha256sum SHA256SUMS | cut -c 1-12)
check_machine
find_python
check_prefix
check_runtime
check_rooms
say "2/6 making the environment in $prefix"
make_environment
say "3/6 installing the wheels"
install_wheels
check_brought
say "4/6 placing the models in $models"
place_models
say "5/6 looking around"
link_program
look_around
if [ "$venv" = yes ]; then
    printf '%s\n' "$bundle" >"$mark"
    rm -rf "$before"
fi
say "6/6 the service"
install_service
say "Owlish $OWLISH is installed. Try: $python -m assistant doctor"
