#!/bin/sh
# Prepares a Jetson with a network for Owlish, as the guide docs/jetson.md has it step by step: looks at JetPack, installs what the system lacks,
# and ONNX Runtime where an index for it is named. The bundle is then installed by its own install.sh.
#
#   sh native.sh [--index ADDRESS] [--dry-run]
set -eu

usage() {
    cat <<'END'
sh native.sh                  look at JetPack and install what the system lacks (asks for root by sudo)
    --index ADDRESS           and ONNX Runtime from NVIDIA's index of wheels for this JetPack; see docs/jetson.md, step 3
    --dry-run                 print the commands only
END
}

say() { printf '%s\n' "$*"; }
fail() {
    printf '%s\n' "$*" >&2
    exit 2
}

index='' run=''
while [ $# -gt 0 ]; do
    case $1 in
        --index)
            [ $# -gt 1 ] || fail "--index wants the address of the index with NVIDIA's wheels for this JetPack; see docs/jetson.md, step 3."
            index=$2
            shift
            ;;
        --dry-run) run="echo" ;;
        -h | --help) usage && exit 0 ;;
        *) fail "native.sh does not know '$1'; see: sh native.sh --help" ;;
    esac
    shift
done

release=${OWLISH_TEGRA_RELEASE:-/etc/nv_tegra_release}
[ -r "$release" ] || fail "This is no Jetson, as $release does not exist; elsewhere, build a bundle with: owlish edge build --target cpu"
major=$(sed -n '1s/^# R\([0-9]*\) (release).*/\1/p' "$release")
case $major in
    36) jetpack=6 python=python3.10 ;;
    38 | 39) jetpack=7 python=python3.12 ;;
    *) fail "Jetson Linux R${major:-?} is not known here; Owlish is made for JetPack 6 (R36) and JetPack 7 (R38 and R39)." ;;
esac
say "Jetson Linux R$major, JetPack $jetpack: $python"

say "== packages of the system"
sudo=sudo
[ "$(id -u)" != 0 ] || sudo=''
# nvidia-opencv is JetPack's build with GStreamer; python3-opencv of Ubuntu would take its place, so it is not asked for.
$run $sudo apt-get update
$run $sudo apt-get install -y "$python" python3-pip libportaudio2 espeak-ng pulseaudio-utils nvidia-opencv nvidia-tensorrt

say "== OpenCV"
if [ -z "$run" ]; then
    for shadow in opencv-python opencv-python-headless opencv-contrib-python; do
        if "$python" -m pip show "$shadow" >/dev/null 2>&1; then
            say "$shadow from pip hides JetPack's OpenCV, and with it the CSI camera; take it away with: $python -m pip uninstall $shadow"
        fi
    done
    "$python" -c 'import cv2; print(cv2.__version__, cv2.__file__)' || say "OpenCV cannot be imported by $python, so there would be no eyes."
fi

say "== ONNX Runtime"
if [ -z "$run" ] && "$python" -c 'import onnxruntime, sys; sys.exit("CUDAExecutionProvider" not in onnxruntime.get_available_providers())' 2>/dev/null; then
    say "it is there, with CUDA"
elif [ -n "$index" ]; then
    # --no-deps: its numpy would hide the one that JetPack's OpenCV is compiled against.
    $run env PIP_BREAK_SYSTEM_PACKAGES=1 "$python" -m pip install --user --no-deps --index-url "$index" onnxruntime-gpu
else
    say "ONNX Runtime for this JetPack is missing; name NVIDIA's index with --index, or give install.sh a wheel with --onnxruntime (docs/jetson.md, step 3)."
fi

say "Now, in the unpacked bundle: sh install.sh"
