"""bfloat16 where it is faster, and nowhere else."""

import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
from models.halves import autocast, fast  # noqa: E402


@pytest.mark.skipif(sys.platform != "linux", reason="reads the processor's flags as Linux tells them")
def test_it_is_fast_where_the_processor_says_that_it_multiplies_so():
    flags = next(line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.lower().startswith(("flags", "features")))
    assert fast() == ("bf16" in flags)


def product(wanted: bool) -> torch.dtype:
    with autocast(wanted=wanted):
        return (torch.ones(2, 2) @ torch.ones(2, 2)).dtype


def test_who_does_not_want_it_computes_as_before():
    assert product(False) == torch.float32


@pytest.mark.parametrize(("has", "dtype"), [(True, torch.bfloat16), (False, torch.float32)])
def test_who_wants_it_has_it_where_it_is_fast(monkeypatch, has, dtype):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx2": True, "avx512_bf16": has})
    assert product(True) == dtype
