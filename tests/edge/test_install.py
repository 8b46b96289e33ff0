"""install.sh refuses what cannot work before it writes anything, in one sentence; that it installs is what `make test-bundle` proves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from edge.bundle_manifest import SETTINGS, SUMS, parse_sums
from models.store import sha256

OWN = f"{sys.version_info.major}.{sys.version_info.minor}"
SCRIPTS = [*Path(__file__).parents[2].glob("edge/**/*.sh"), *(path for path in Path(__file__).parents[2].glob(".ci/*") if path.is_file())]


@pytest.fixture
def install(folder, tmp_path, monkeypatch):
    """`install(...)`: the bundle's own installer, by dash where it is, with an empty home; settings of bundle.env can be given others."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.delenv("OWLISH_MODELS", raising=False)

    def run(*arguments: object, **settings: object) -> subprocess.CompletedProcess[str]:
        set_again(folder, settings)
        environment = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": "", "XDG_CONFIG_HOME": ""}
        shell = shutil.which("dash") or "sh"
        command = [shell, folder / "install.sh", "--python", sys.executable, "--no-service", *map(str, arguments)]
        return subprocess.run(command, env=environment, capture_output=True, text=True)

    yield run
    assert list(home.iterdir()) == [], "nothing was written"


def set_again(folder: Path, settings: dict[str, object]) -> None:
    """With sums that agree: what a bundle for another machine would have."""
    if settings:
        kept = dict(line.split("=", 1) for line in (folder / SETTINGS).read_text().splitlines())
        (folder / SETTINGS).write_text("".join(f"{name}={value}\n" for name, value in {**kept, **settings}.items()))
        sums = {**parse_sums((folder / SUMS).read_text()), SETTINGS: sha256(folder / SETTINGS)}
        (folder / SUMS).write_text("".join(f"{digest}  {path}\n" for path, digest in sums.items()))


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"ARCH": "riscv64"}, "This bundle is for riscv64 and this machine is "),
        ({"GLIBC": "2.99"}, "This bundle needs glibc 2.99 and this system has 2."),
        (
            {"PYTHON": "3.99"},
            f"This bundle is for Python 3.99 and {sys.executable} is {OWN}; name another with --python",
        ),
        ({"ROOM_KB": 10**12}, "The program and its packages need 976562500 MB in "),
        ({"MODELS_KB": 10**12}, "The models need 976562500 MB in "),
    ],
)
def test_what_does_not_fit_the_machine_is_refused(install, settings, sentence):
    done = install(**settings)
    assert done.returncode == 2 and done.stderr.startswith(sentence) and done.stderr.count("\n") == 1, done.stderr


def test_what_fits_alone_but_not_together_on_one_disk_is_refused(install, tmp_path):
    share = int(0.6 * shutil.disk_usage(tmp_path).free / 1024)
    done = install(ROOM_KB=share, MODELS_KB=share)
    assert done.returncode == 2 and done.stderr.startswith("The program and the models need "), done.stderr


def test_paths_are_those_of_the_folder_in_which_it_is_called(install, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OWLISH_MODELS", "kept/models")
    (tmp_path / "python").symlink_to(sys.executable)
    assert install("--python", "./python", PYTHON="3.99").stderr.startswith(f"This bundle is for Python 3.99 and {tmp_path}/./python is ")
    assert f"MB in {tmp_path}/kept/models and" in install(PYTHON=OWN, MODELS_KB=10**12).stderr


def test_a_runtime_that_does_not_exist_is_refused(install):
    done = install("--onnxruntime", "/nowhere.whl")
    assert done.returncode == 2 and done.stderr == "/nowhere.whl does not exist; --onnxruntime wants a wheel file.\n"


def test_a_place_that_is_a_file_is_refused(install, tmp_path):
    (tmp_path / "file").touch()
    done = install("--prefix", tmp_path / "file" / "owlish")
    assert done.returncode == 2 and "cannot be written; choose another with --prefix" in done.stderr and done.stderr.count("\n") == 1


def test_without_a_home_it_is_one_sentence(folder):
    environment = {name: value for name, value in os.environ.items() if name != "HOME"}
    done = subprocess.run(["sh", folder / "install.sh"], env=environment, capture_output=True, text=True)
    assert done.returncode == 2 and done.stderr.startswith("HOME is not set") and done.stderr.count("\n") == 1


@pytest.mark.parametrize("path", ["lock.txt", "bundle.env", "models/silero-vad/manifest.json"])
def test_a_file_that_was_changed_is_refused(install, folder, path):
    (folder / path).write_text((folder / path).read_text() + "\n")
    done = install()
    assert done.returncode == 2 and done.stderr == f"{path} is not the file that was built; copy the bundle again.\n"


def test_a_file_that_is_missing_is_refused(install, folder):
    (folder / SUMS).unlink()
    assert install().stderr == "SHA256SUMS is missing beside install.sh; copy the bundle again.\n"


def test_a_folder_that_holds_other_things_is_never_made_an_environment(install, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "diary.txt").touch()
    done = install("--prefix", tmp_path / "mine")
    assert done.returncode == 2 and "mine holds other things than an Owlish of a bundle; choose another folder with --prefix" in done.stderr
    assert (tmp_path / "mine" / "diary.txt").exists()


def test_only_an_owlish_of_a_bundle_is_taken_away(install, tmp_path):
    (tmp_path / "mine").mkdir()
    done = install("--uninstall", "--prefix", tmp_path / "mine")
    assert done.returncode == 2 and "There is no Owlish of a bundle in" in done.stderr and (tmp_path / "mine").exists()


def test_options_are_explained_and_unknown_ones_refused(install):
    assert "--onnxruntime WHEEL" in install("--help").stdout
    assert install("--fast").stderr == "install.sh does not know '--fast'; see: sh install.sh --help\n"
    assert install("--prefix").stderr == "--prefix wants a value; see: sh install.sh --help\n"


@pytest.fixture
def unfetched(made, tmp_path):
    """`unfetched(prefix)`: the installer of a bundle without wheels, where none can be fetched."""
    small = made(wheels=False)
    environment = {**os.environ, "HOME": str(tmp_path), "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": "/dev/null"}
    command = ["sh", small / "install.sh", "--python", sys.executable, "--no-service", "--prefix"]
    return lambda prefix: subprocess.run([*command, prefix], env=environment, capture_output=True, text=True)


@pytest.mark.slow
def test_wheels_that_cannot_be_fetched_stop_it_and_the_next_run_begins_anew(unfetched, tmp_path):
    for _ in range(2):
        done = unfetched(tmp_path / "there")
        assert done.returncode == 2 and done.stderr.endswith("there; look above for why.\n"), done.stderr
        assert (tmp_path / "there" / ".owlish-bundle").read_text() == "unfinished\n"


@pytest.mark.slow
def test_an_older_owlish_is_there_again_where_the_new_one_cannot_be_installed(unfetched, tmp_path):
    older = {"bin/owlish": "older", "lib/python/owlish.py": "older", ".owlish-bundle": "0123456789ab\n"}
    for name, text in older.items():
        (tmp_path / "there" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "there" / name).write_text(text)
    (tmp_path / "there" / "lib64").symlink_to("lib")
    done = unfetched(tmp_path / "there")
    assert done.returncode == 2 and done.stderr.endswith("there is there again.\n"), done.stderr
    left = {str(path.relative_to(tmp_path / "there")): path.read_text() for path in (tmp_path / "there").rglob("*") if path.is_file()}
    assert left == older and (tmp_path / "there" / "lib64").readlink() == Path("lib")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_shell_script_is_right_for_the_smallest_shell(script):
    if script.read_text("utf-8").startswith("#!/bin/sh"):
        assert subprocess.run([shutil.which("dash") or "sh", "-n", script]).returncode == 0
    if shutil.which("shellcheck"):
        done = subprocess.run(["shellcheck", "--severity=warning", script], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout
