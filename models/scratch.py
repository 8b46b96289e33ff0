"""Folders for what is half made, or only lent."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil


def scratch(root: Path, kind: str) -> TemporaryDirectory[str]:
    """A folder of this process's own in `root`, until it is left. Raises OSError."""
    root.mkdir(parents=True, exist_ok=True)
    return TemporaryDirectory(prefix=own_prefix(root, kind), dir=root)


def own_prefix(root: Path, kind: str) -> str:
    """How the names of this process's own folders in `root` begin; those of their kind that processes left which were killed go."""
    for left in root.glob(f"{kind}-*-*"):
        process = left.name.removeprefix(f"{kind}-").partition("-")[0]
        if process.isdecimal() and not is_running(int(process)):
            shutil.rmtree(left, ignore_errors=True)
    return f"{kind}-{os.getpid()}-"


def is_running(process: int) -> bool:
    try:
        return psutil.pid_exists(process)
    except OverflowError:  # no system has a number so high
        return False
