"""Times of works that take turns, and the rows that show them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

import numpy as np

Work = Callable[[], object]


def timed(works: Mapping[str, Work], rounds: int) -> dict[str, np.ndarray]:
    """(2, rounds) milliseconds of each, in turns, after two rounds to warm up: by the clock, and of the processor."""
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    for _ in range(rounds + 2):
        for name, work in works.items():
            begin = time.perf_counter(), time.process_time()
            work()
            spent[name].append((time.perf_counter() - begin[0], time.process_time() - begin[1]))
    return {name: 1000 * np.array(values[2:]).T for name, values in spent.items()}


def middle_and_least(milliseconds: np.ndarray) -> tuple[float, float]:
    return float(np.median(milliseconds)), float(milliseconds.min())


def shown(pair: tuple[float, float], digits: int = 2) -> str:
    return f"{pair[0]:.{digits}f} ({pair[1]:.{digits}f})"


def cells(name: str, values: Sequence[object]) -> str:
    return f"{name:<28}" + "".join(f"{value!s:>20}" for value in values)
