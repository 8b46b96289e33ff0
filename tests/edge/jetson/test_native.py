"""The native install looks at JetPack before it does anything, and says what it would do."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "edge" / "jetson" / "native.sh"


@pytest.fixture
def native(tmp_path):
    def run(release: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        file = tmp_path / "nv_tegra_release"
        if release:
            file.write_text(release)
        environment = {**os.environ, "OWLISH_TEGRA_RELEASE": str(file)}
        return subprocess.run(["sh", SCRIPT, "--dry-run", *arguments], env=environment, capture_output=True, text=True)

    return run


@pytest.mark.parametrize(
    ("release", "jetpack", "python"),
    [("# R36 (release), REVISION: 4.3, GCID: 38968081", 6, "3.10"), ("# R38 (release), REVISION: 2.1, GCID: 1", 7, "3.12")],
)
def test_the_jetpack_decides_the_python(native, release, jetpack, python):
    said = native(release).stdout
    assert f"JetPack {jetpack}: python{python}" in said and "nvidia-opencv" in said
    assert "opencv-python" not in said and "ONNX Runtime for this JetPack is missing" in said


def test_a_named_index_is_used_without_its_numpy(native):
    said = native("# R36 (release), REVISION: 4.3", "--index", "ADDRESS/jp6/cu126").stdout
    assert "pip install --user --no-deps --index-url ADDRESS/jp6/cu126 onnxruntime-gpu" in said and "numpy" not in said


@pytest.mark.parametrize(
    ("release", "sentence"),
    [
        ("", "This is no Jetson, as "),
        ("# R32 (release), REVISION: 7.1", "Jetson Linux R32 is not known here; Owlish is made for JetPack 6 (R36) and JetPack 7"),
    ],
)
def test_elsewhere_it_refuses(native, release, sentence):
    done = native(release)
    assert done.returncode == 2 and done.stderr.startswith(sentence)


def test_options_are_explained_and_unknown_ones_refused(native):
    done = native("", "--help")
    assert done.returncode == 0 and "--index ADDRESS" in done.stdout and "--dry-run" in done.stdout
    assert native("", "--fast").stderr == "native.sh does not know '--fast'; see: sh native.sh --help\n"
