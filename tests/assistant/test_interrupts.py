"""Ctrl-C at an awkward moment."""

from __future__ import annotations

import signal

import anyio
import pytest

from assistant.interrupts import uninterrupted


def test_ctrl_c_comes_when_the_block_is_over():
    done = False
    with pytest.raises(KeyboardInterrupt), uninterrupted():
        signal.raise_signal(signal.SIGINT)
        done = True
    assert done and signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_without_ctrl_c_and_in_other_threads_nothing_happens():
    def work() -> str:
        with uninterrupted():
            return "done"

    async def live() -> str:
        return await anyio.to_thread.run_sync(work)

    assert work() == anyio.run(live) == "done"
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_who_has_taken_ctrl_c_on_hears_it_at_once_and_once():
    heard: list[str] = []
    before = signal.signal(signal.SIGINT, lambda *_: heard.append("within" if inside else "after"))
    try:
        inside = True
        with uninterrupted():
            signal.raise_signal(signal.SIGINT)
        inside = False
    finally:
        signal.signal(signal.SIGINT, before)
    assert heard == ["within"]


def test_what_goes_wrong_meanwhile_is_told():
    with pytest.raises(ValueError, match="no such"), uninterrupted():
        raise ValueError("no such")
