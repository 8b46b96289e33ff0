"""One Owlish a person: two would answer each other, and share one microphone and one record of timers."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path

from assistant.errors import AlreadyRunning
from assistant.paths import data_dir, keep_private


@contextmanager
def only_one() -> Iterator[None]:
    """Raises AlreadyRunning. The lock ends with the process, however that ends; where nothing can be written, there is none."""
    try:
        keep_private(data_dir() / "run.lock")
        file = (data_dir() / "run.lock").open("a+b", buffering=0)
    except OSError:
        yield
        return
    with file:
        take(file, data_dir())
        yield


def take(file: FileIO, folder: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        raise AlreadyRunning(
            f"Owlish is already running as process {file.read().decode().strip() or 'unknown'}; stop it, or give this one a folder of its "
            f"own in place of {folder} with OWLISH_DATA."
        ) from None
    with suppress(OSError):  # on a full disk the lock holds, and only its holder's number is unknown
        file.truncate(0)
        file.write(str(os.getpid()).encode())
