"""Files that are there whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def in_place_of(file: Path) -> Iterator[Path]:
    """
    Gives a path beside the file, in a folder that is made where it is missing; what is written there takes the file's place at the end of
    the block, so that nobody meets half of it. A block that raises leaves the file as it was. Raises OSError, also where a device or
    a folder is in that place.
    """
    check(file)
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def check(file: Path) -> None:
    """Raises OSError where something else than a file would be lost: who may do so renames over a device, too."""
    if file.exists() and not file.is_file():
        raise OSError(errno.EINVAL, "it is no regular file", str(file))
