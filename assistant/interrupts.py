"""Ctrl-C that has to wait: in the middle of what is not Python's own, it would end the process with a crash in place of a quiet exit."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from typing import Any


@contextmanager
def uninterrupted() -> Iterator[None]:
    """
    Ctrl-C comes at the end of the block. For imports of modules that abort when one of theirs raises (nanobind's do). It raises in the main
    thread alone, and only while nobody else has taken it on, as an event loop does.
    """
    if current_thread() is not main_thread() or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    came: list[Any] = []
    before = signal.signal(signal.SIGINT, lambda *told: came.append(told))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            signal.raise_signal(signal.SIGINT)
