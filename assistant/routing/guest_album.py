"""What a guest photographs or draws: it saves pictures in a folder of its process, and the house moves them to the person's."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import anyio.to_thread

from assistant.skill import Home

PICTURES = "pictures"
PLAIN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
"""How a file of a guest is opened: no link is followed, no pipe waited for."""


class Album:
    def __init__(self, folder: Path) -> None:
        """folder: the process's own."""
        self._lent = folder / PICTURES
        self._persons: Path | None = None

    async def lend(self, home: Home) -> Path:
        """A folder of the process's own: its files are moved to the person's when the turn is over. Raises as the home does."""
        self._persons = await home.pictures()
        self._lent.mkdir(exist_ok=True)
        return self._lent

    async def move(self) -> None:
        album, self._persons = self._persons, None
        if album is not None:
            await anyio.to_thread.run_sync(_move, self._lent, album)


def _move(source: Path, album: Path) -> None:
    """Only plain files: a link could lead to a file that the guest may not read, and one in place of the folder to many."""
    album.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(OSError), _folder(source) as place:
        for name in sorted(os.listdir(place)):
            with contextlib.suppress(OSError), os.fdopen(os.open(name, PLAIN, dir_fd=place), "rb") as file:
                if stat.S_ISREG(os.fstat(file.fileno()).st_mode) and not name.startswith("."):
                    _free(album / name).write_bytes(file.read())
    shutil.rmtree(source, ignore_errors=True)


@contextlib.contextmanager
def _folder(path: Path) -> Iterator[int]:
    """Its descriptor, which stays that folder's whatever is put in its place. Raises OSError for a link."""
    place = os.open(path, PLAIN | os.O_DIRECTORY)
    try:
        yield place
    finally:
        os.close(place)


def _free(path: Path) -> Path:
    """A name that no other picture has."""
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in itertools.count(2))
    return path if not path.exists() else next(other for other in numbered if not other.exists())
