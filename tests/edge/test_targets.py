"""What a bundle can be made for."""

from __future__ import annotations

import platform

import pytest

from edge import targets
from edge.targets import UnfitTarget, choose


def test_what_is_left_out_is_this_machine_where_the_target_runs_on_it():
    assert targets.choose("cpu", None, None).arch == platform.machine()
    assert targets.choose("jetson-orin", None, None).arch == "aarch64"


def test_a_jetson_keeps_its_own_runtime_and_opencv_and_gets_a_numpy_that_both_can_be_imported_beside():
    declared = ["numpy>=1.26", "onnxruntime>=1.19", "opencv-python-headless>=4.9", "typer"]
    device = targets.choose("jetson-orin", "3.10", None)
    assert device.requirements(declared) == ["numpy>=1.26", "typer", "numpy<2"]


def test_cuda_gets_the_runtime_with_the_provider_in_place_of_the_plain_one():
    assert targets.choose("cuda", "3.12", None).requirements(["onnxruntime>=1.19"]) == ["onnxruntime-gpu>=1.20"]


@pytest.mark.parametrize(("python", "kept"), [("3.10", True), ("3.11", False)])
def test_markers_are_held_against_the_python_of_the_device(python, kept):
    device = targets.choose("cpu", python, "aarch64")
    assert bool(device.requirements(["tomli>=2; python_version < '3.11'"])) is kept
    assert device.requirements(["winsome; sys_platform == 'win32'", "extra; extra == 'train'"]) == []


def test_platforms_go_from_the_newest_glibc_to_the_oldest_and_hold_only_one_architecture():
    platforms = targets.choose("cpu", "3.12", "aarch64").platforms
    assert platforms[0] == "manylinux_2_35_aarch64" and "manylinux2014_aarch64" in platforms
    assert all(tag.endswith("_aarch64") for tag in platforms)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (("toaster", None, None), "There is no target 'toaster'; choose one of: cpu, cuda, jetson-orin."),
        (("jetson-orin", "3.11", None), "A bundle for jetson-orin cannot be for Python 3.11; choose one of: 3.10, 3.12."),
        (("cuda", None, "aarch64"), "A bundle for cuda cannot be for architecture aarch64; choose one of: x86_64."),
    ],
)
def test_what_does_not_go_together_is_refused_in_one_sentence(asked, sentence):
    with pytest.raises(UnfitTarget) as refused:
        targets.choose(*asked)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("requirement", ["???", "onnx runtime", "--index-url=nowhere", ""])
def test_what_is_no_requirement_is_refused_in_one_sentence(requirement):
    with pytest.raises(UnfitTarget, match=r"is no requirement; write it as onnxruntime==1\.23\.2\.$"):
        choose("cpu", "3.11", "x86_64").requirements([requirement])
