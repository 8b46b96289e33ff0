"""Which Jetson this is, from the files that real ones have."""

from __future__ import annotations

import pytest

from edge.jetson import board

ORIN = "# R36 (release), REVISION: 4.3, GCID: 38968081, BOARD: generic, EABI: aarch64\n# KERNEL_VARIANT: oot\n"
XAVIER = "# R35 (release), REVISION: 4.1, GCID: 33958178, BOARD: t186ref, EABI: aarch64\n"


@pytest.fixture
def root(tmp_path):
    """`root(model=..., release=...)`: a file system with these files."""

    def write(model: str = "", release: str = ""):
        for path, text in ((board.MODEL, model), (board.RELEASE, release)):
            if text:
                (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / path).write_text(text)
        return tmp_path

    return write


def test_an_orin_nano_with_jetpack_6(root):
    found = board.find(root("NVIDIA Jetson Orin Nano Developer Kit\0", ORIN))
    assert found is not None
    assert (found.model, found.l4t, found.jetpack, found.python) == ("NVIDIA Jetson Orin Nano Developer Kit", "36.4.3", 6, "3.10")


@pytest.mark.parametrize(("release", "jetpack", "python"), [(XAVIER, 5, None), ("# R38 (release), REVISION: 2.1, GCID: 1", 7, "3.12")])
def test_other_releases(root, release, jetpack, python):
    found = board.find(root("NVIDIA Jetson AGX\0", release))
    assert found is not None and (found.jetpack, found.python) == (jetpack, python)


def test_a_release_that_nobody_knew_is_a_jetson_all_the_same(root):
    found = board.find(root(release="# R77 (release), REVISION: 1.0, GCID: 1"))
    assert found is not None and found.jetpack is None and found.model == "an unnamed Jetson"


def test_a_container_has_the_model_and_no_release(root):
    found = board.find(root("NVIDIA Jetson Orin NX\0"))
    assert found is not None and (found.l4t, found.jetpack) == ("", None)


def test_another_board_is_none(root):
    assert board.find(root("Raspberry Pi 5 Model B Rev 1.0\0")) is None


def test_this_machine_tells_without_an_error():
    found = board.find()
    assert found is None or found.model
