"""What a choice depends on is read from the files that the kernel and the driver write; whatever changes there changes the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.device import Device, this_device

DRIVER = "NVRM version: NVIDIA UNIX x86_64 Kernel Module  {0}  Tue Jan 1 00:00:00 UTC 2030\nGCC version: gcc 12\n"


def machine(root: Path, driver: str = "570.86.15", tensorrt: str = "10.3.0") -> Path:
    files = {
        "proc/cpuinfo": "processor : 0\nmodel name : Some Xeon\nflags : fpu avx2 avx512_vnni sse\n\nprocessor : 1\nmodel name : Other\n",
        "proc/driver/nvidia/gpus/0000:01/information": "Model: \t\t NVIDIA RTX 4000\nIRQ: 5\n",
        "proc/driver/nvidia/version": DRIVER.format(driver),
        f"usr/lib/x86_64-linux-gnu/libnvinfer.so.{tensorrt}": "",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def test_a_desktop_with_a_gpu_is_read(tmp_path: Path) -> None:
    device = this_device("1.23", ["CUDAExecutionProvider", "CPUExecutionProvider"], machine(tmp_path))
    assert (device.cpu, device.flags, device.gpu) == ("Some Xeon", ("avx2", "avx512_vnni"), "NVIDIA RTX 4000")
    assert (device.driver, device.tensorrt) == ("570.86.15", "10.3.0")
    assert device.providers == ("CPUExecutionProvider", "CUDAExecutionProvider")


def test_a_jetson_is_known_by_its_board(tmp_path: Path) -> None:
    (tmp_path / "proc/device-tree").mkdir(parents=True)
    (tmp_path / "proc/device-tree/model").write_bytes(b"NVIDIA Jetson Orin Nano Developer Kit\0")
    (tmp_path / "proc/cpuinfo").write_text("processor : 0\nFeatures : fp asimd asimddp asimdhp\nCPU part : 0xd42\n")
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/nv_tegra_release").write_text("# R36 (release), REVISION: 4.3, GCID: 38968081, BOARD: generic\n")
    device = this_device("1.23", [], tmp_path)
    assert device.gpu == device.cpu == "NVIDIA Jetson Orin Nano Developer Kit"
    assert device.flags == ("asimddp", "asimdhp") and device.driver == "R36 (release), REVISION: 4.3"


def test_a_machine_that_tells_nothing_is_a_device_too(tmp_path: Path) -> None:
    assert this_device("1.23", ["CPUExecutionProvider"], tmp_path).gpu == ""


@pytest.mark.parametrize("change", [{"driver": "575.1"}, {"tensorrt": "10.4.0"}])
def test_another_driver_or_tensorrt_is_another_device(tmp_path: Path, change: dict[str, str]) -> None:
    before = this_device("1.23", [], machine(tmp_path / "a"))
    assert before.key == this_device("1.23", [], machine(tmp_path / "b")).key
    assert before.key != this_device("1.23", [], machine(tmp_path / "c", **change)).key
    assert before.key != this_device("1.24", [], machine(tmp_path / "d")).key


def test_the_key_is_short_and_of_everything() -> None:
    device = Device("cpu", 4, (), "", "", "", "1.23", ())
    assert len(device.key) == 12 and device.key != Device("cpu", 2, (), "", "", "", "1.23", ()).key
