"""What this machine computes with. A choice that was measured on other hardware, or with another driver or runtime, is none."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

TELLING = frozenset("avx2 avx_vnni avx512f avx512_vnni avx512vnni avx512_bf16 amx_int8 amx_tile asimddp asimdhp i8mm sve fphp bf16".split())
"""Processor flags that decide which kernels run."""


@dataclass(frozen=True)
class Device:
    cpu: str
    cores: int
    flags: tuple[str, ...]
    gpu: str
    """Empty where no driver tells of one."""
    driver: str
    tensorrt: str
    onnxruntime: str
    providers: tuple[str, ...]
    """Those that this build of ONNX Runtime has."""

    @property
    def key(self) -> str:
        """Twelve digits of a sha256 over all of it."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:12]


def this_device(version: str, providers: Sequence[str], root: Path = Path("/")) -> Device:
    """version, providers: of the runtime; root: of the files that the kernel writes about the machine"""
    return _read(version, tuple(providers), root)


@lru_cache(maxsize=8)
def _read(version: str, providers: tuple[str, ...], root: Path) -> Device:
    about = _processor(root)
    return Device(
        cpu=about.get("model name") or _board(root) or about.get("CPU part") or platform.processor() or platform.machine(),
        cores=os.cpu_count() or 1,
        flags=tuple(sorted(TELLING & set((about.get("flags") or about.get("Features") or "").split()))),
        gpu=_gpu(root),
        driver=_driver(root),
        tensorrt=_tensorrt(root),
        onnxruntime=version,
        providers=tuple(sorted(providers)),
    )


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace").replace("\0", "").strip()
    except OSError:
        return ""


def _processor(root: Path) -> Mapping[str, str]:
    """The first processor of /proc/cpuinfo."""
    first = _text(root / "proc/cpuinfo").split("\n\n")[0]
    return {name.strip(): value.strip() for name, colon, value in (line.partition(":") for line in first.splitlines()) if colon}


def _board(root: Path) -> str:
    return _text(root / "proc/device-tree/model")


def _gpu(root: Path) -> str:
    """As NVIDIA's driver names it; a Jetson's is part of the board."""
    for file in sorted((root / "proc/driver/nvidia/gpus").glob("*/information")):
        if named := re.search(r"^Model:\s*(.+)$", _text(file), re.MULTILINE):
            return named[1].strip()
    board = _board(root)
    return board if "jetson" in board.lower() or "orin" in board.lower() else ""


def _driver(root: Path) -> str:
    """NVIDIA's kernel module, or the release of Jetson Linux."""
    found = re.search(r"Kernel Module.*?\s(\d+\.[\d.]+)\s", _text(root / "proc/driver/nvidia/version"))
    return found[1] if found else _text(root / "etc/nv_tegra_release").split(", GCID")[0].strip("# ")


def _tensorrt(root: Path) -> str:
    """The version in the name of its library."""
    folders = (root / "usr/lib").glob("*-linux-gnu"), (root / "usr/local/tensorrt/lib",)
    names = [file.name for group in folders for folder in group for file in folder.glob("libnvinfer.so.*.*")]
    return max((name.removeprefix("libnvinfer.so.") for name in names), default="")
