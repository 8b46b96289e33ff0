"""One Owlish a person: two would answer each other, and share one microphone and one record of timers."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import AlreadyRunning
from assistant.paths import data_dir, make_data_dir


@contextmanager
def only_one() -> Iterator[None]:
    """Raises AlreadyRunning. The lock ends with the process, however that ends; where nothing can be written, there is none."""
    try:
        file = (make_data_dir() / "run.lock").open("a+", encoding="ascii")
    except OSError:
        yield
        return
    with file:
        take(file, data_dir())
        yield


def take(file, folder: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        raise AlreadyRunning(
            f"Owlish is already running as process {file.read().strip() or 'unknown'}; stop it, or give this one a folder of its own "
            f"in place of {folder} with OWLISH_DATA."
        ) from None
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
