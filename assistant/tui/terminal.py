"""The UI in a real terminal: what C libraries print goes to the log, signals leave in order, and the terminal is given back as it was."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import anyio

from assistant.log import logger
from assistant.network import SECRET
from assistant.tui.app import OwlishApp
from assistant.tui.contract import Assistant
from assistant.tui.output import Output
from assistant.tui.preview.ask import graphics


def show(assistant: Assistant, file: Path | None = None, flags: Mapping[str, Any] | None = None) -> None:
    """
    file:  the settings that the settings page changes, in place of the person's own
    flags: {"section.field": value} of the command line
    Runs the UI until the person leaves. Raises what the assistant raised, unless it was a sentence for the screen.
    """
    app = OwlishApp(assistant, file, flags, graphics=graphics(assistant.config.screen.preview))
    with stderr_in_log() as output:
        output.when_back = partial(app.call_later, app.refresh)
        output.when_gone = partial(app.call_later, app.run_action, "quit")
        anyio.run(_until_left, app)
    if app.failure:
        raise app.failure


async def _until_left(app: OwlishApp) -> None:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_leave_on_signal, app, name="signals")
        await app.run_async()
        tasks.cancel_scope.cancel()


async def _leave_on_signal(app: OwlishApp) -> None:
    with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM, signal.SIGHUP) as signals:
        async for _ in signals:
            await app.run_action("quit")


@contextmanager
def stderr_in_log() -> Iterator[Output]:
    """ALSA, PortAudio and OpenCV print to descriptor 2, which is the screen; Textual is handed what writes to a copy of the descriptor."""
    screen = os.dup(2)
    reading, writing = os.pipe()
    reader = threading.Thread(target=_log_lines, args=(reading,), name="stderr to log", daemon=True)
    python_stderr = sys.__stderr__
    output = Output(screen)
    sys.__stderr__ = output  # type: ignore[misc, assignment]  # Textual writes to it, and asks for no more than Output has
    os.dup2(writing, 2)
    os.close(writing)
    reader.start()
    try:
        yield output
    finally:
        output.close()
        sys.__stderr__ = python_stderr  # type: ignore[misc]  # final in the types, a variable in Python
        os.dup2(screen, 2)
        os.close(screen)
        reader.join(0.5)  # a program that was started meanwhile may hold the pipe open


def _log_lines(reading: int) -> None:
    with open(reading, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            logger.warning("stderr: %s", SECRET.sub("", line.rstrip()))
