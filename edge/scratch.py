"""Folders for what is half made."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil


def scratch(root: Path, kind: str) -> TemporaryDirectory[str]:
    """A folder of this process's own in `root`; those of its kind that processes left which were killed go. Raises OSError."""
    root.mkdir(parents=True, exist_ok=True)
    for left in root.glob(f"{kind}-*-*"):
        process = left.name.removeprefix(f"{kind}-").partition("-")[0]
        if process.isdecimal() and not psutil.pid_exists(int(process)):
            shutil.rmtree(left, ignore_errors=True)
    return TemporaryDirectory(prefix=f"{kind}-{os.getpid()}-", dir=root)
