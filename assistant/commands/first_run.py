"""The first run on a device: once the assistant has settled, a process of lowest priority measures what runs fastest here.

It is a process of its own, so that nothing waits for it and its memory is gone with it; what it keeps holds from the next start on. It
ends with the assistant, and goes on where it was at the next run, as each network is kept once it is measured.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from assistant.config import Config
from assistant.log import logger
from models.choice import read
from models.runtime import device_of

AFTER = 60.0
"""Seconds after the start."""
COMMAND = (sys.executable, "-m", "assistant", "edge", "tune", "--missing", "--quiet", "--json")
PATIENCE = 5.0


@contextmanager
def choosing(config: Config, after: float = AFTER, command: Sequence[str] = COMMAND) -> Iterator[None]:
    """While the body runs."""
    if not is_wanted(config):
        yield
        return
    worker = Measuring(command)
    timer = threading.Timer(after, worker.begin)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        worker.end()


def is_wanted(config: Config) -> bool:
    """Not where memory is limited: float graphs are made in it. Nor where everything has been measured with this driver and runtime."""
    return config.models.choose == "first-run" and not config.models.memory and not read(device_of()).whole


class Measuring:
    def __init__(self, command: Sequence[str]) -> None:
        self._command, self._lock = command, threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._over = False

    def begin(self) -> None:
        with self._lock:
            if not self._over:
                nothing = subprocess.DEVNULL
                self._process = subprocess.Popen(self._command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)
                logger.info("this device is being measured")

    def end(self) -> None:
        with self._lock:
            self._over = True
            if self._process is None or self._process.poll() is not None:
                return
            self._process.terminate()
            try:
                self._process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
