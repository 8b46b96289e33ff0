"""Memory of a process: what it holds, what it held at most, what can be given back, and whether an error says that there is no more."""

from __future__ import annotations

import ctypes
import gc
import sys
from functools import lru_cache
from pathlib import Path

LACKING = (
    "bad_alloc",
    "failed to allocate memory",
    "out of memory",
    "cudaerrormemoryallocation",
    "cannot allocate memory",
    "bad allocation",
)
"""In what ONNX Runtime, CUDA and the C++ library say of it."""
MB = 1e6
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
"""Of malloc.h."""
OUTSIDE, SLACK = 1 << 20, 8 << 20
"""Bytes from which a piece lies outside of the heap, and bytes that the heap's end may keep."""


def is_lacking(error: BaseException) -> bool:
    return isinstance(error, MemoryError) or any(words in str(error).lower() for words in LACKING)


def resident(process: int | None = None) -> int:
    """Bytes that it holds in memory now, this process where no other is named; 0 where the system does not tell."""
    return _status(process, "VmRSS")


def peak(process: int | None = None) -> int:
    """Bytes that it held at most."""
    return _status(process, "VmHWM")


def _status(process: int | None, name: str) -> int:
    try:
        lines = Path(f"/proc/{process or 'self'}/status").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:")), 0)


def give_back() -> None:
    """
    What was freed goes back to the system, and not only to the allocator. A graph that has been loaded leaves as much behind as its file
    is long, in pieces that glibc would keep.
    """
    if (trim := _of_glibc("malloc_trim")) is not None:
        trim(0)


def collect() -> None:
    """After something large was let go."""
    gc.collect()
    give_back()


def tune_heap() -> None:
    """
    From now on no thread begins a heap of its own: what one thread frees, another can use. Twenty megabytes less where models come and go;
    the threads here compute more than they allocate. And weights always lie outside of the heap: glibc would take them into it once the
    first of them were freed, in pieces into which the next model does not fit (12 MB more at its peak). What is less than `SLACK` at the
    heap's end stays for the next run, or each look would take a quarter longer. To be called before threads begin.
    """
    if (tune := _of_glibc("mallopt")) is not None:
        for setting, value in ((M_ARENA_MAX, 1), (M_MMAP_THRESHOLD, OUTSIDE), (M_TRIM_THRESHOLD, SLACK)):
            tune(setting, value)


@lru_cache(maxsize=4)
def _of_glibc(name: str):
    """musl has neither of the two."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform.startswith("linux") else None


def parsed(text: str) -> int:
    """Bytes of "350MB", "4GB", "1.5 GiB". Raises ValueError."""
    units = {"": 1, "b": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "m": 1e6, "g": 1e9}
    trimmed = text.strip().lower()
    number = trimmed.rstrip("abcdefghijklmnopqrstuvwxyz ")
    size = float(number) * units[trimmed[len(number) :].strip()] if trimmed[len(number) :].strip() in units else -1.0
    if not 0 < size < float("inf"):
        raise ValueError("it must be a size, as 450MB or 4GB")
    return round(size)
