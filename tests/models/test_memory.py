"""Sizes are read as people write them, and what the process holds as the kernel counts it."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from models.memory import MB, collect, is_lacking, parsed, peak, resident


@pytest.mark.parametrize(
    ("text", "size"),
    [("350MB", 350e6), ("4GB", 4e9), (" 1.5 GiB ", 1.5 * 2**30), ("512m", 512e6), ("2g", 2e9), ("1000000", 1e6), ("300 kb", 3e5)],
)
def test_sizes_are_read(text: str, size: float) -> None:
    assert parsed(text) == size


@pytest.mark.parametrize("text", ["", "much", "-1GB", "0", "4XB", "GB", "nan", "inf", "1e99GBGB"])
def test_what_is_no_size_is_said(text: str) -> None:
    with pytest.raises(ValueError, match=r"it must be a size, as 450MB or 4GB|could not convert"):
        parsed(text)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_memory_that_is_taken_and_given_back_shows() -> None:
    collect()
    before = resident()
    taken = np.ones(8_000_000)
    assert resident() - before > 50 * MB and peak() >= resident()
    del taken
    collect()
    assert resident() - before < 10 * MB


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_memory_of_another_process_is_that_of_the_one_that_is_named() -> None:
    holding = "kept = bytearray(200_000_000); print(flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        other.stdout.readline()
        assert 200 * MB < resident(other.pid) < 300 * MB and resident(other.pid) <= peak(other.pid)
        other.communicate("\n")
    assert resident(other.pid) == 0


@pytest.mark.parametrize(
    ("error", "lacking"),
    [
        (MemoryError(), True),
        (RuntimeError("[ONNXRuntimeError] : 6 : RUNTIME_EXCEPTION : Exception during initialization: std::bad_alloc"), True),
        (RuntimeError("Failed to allocate memory for requested buffer of size 1024"), True),
        (RuntimeError("CUDA failure 2: out of memory ; GPU=0"), True),
        (RuntimeError("Got invalid dimensions for input: x"), False),
    ],
)
def test_an_error_that_says_that_memory_is_lacking_is_known(error: Exception, lacking: bool) -> None:
    assert is_lacking(error) is lacking


OUTSIDE = """
import sys
import numpy as np
from models.memory import tune_heap

if "tuned" in sys.argv:
    tune_heap()
first = np.ones(20 << 20, np.uint8)
del first
again = np.ones(10 << 20, np.uint8)
heaps = [line.split()[0] for line in open("/proc/self/maps") if line.rstrip().endswith("[heap]")]
sides = [[int(side, 16) for side in heap.split("-")] for heap in heaps]
print(any(begin <= again.ctypes.data < end for begin, end in sides))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize(("how", "inside"), [("as it is", "True"), ("tuned", "False")])
def test_large_pieces_stay_outside_of_the_heap_after_others_were_freed(how: str, inside: str) -> None:
    done = subprocess.run([sys.executable, "-c", OUTSIDE, how], capture_output=True, text=True)
    assert done.stdout.strip() == inside, done.stderr
