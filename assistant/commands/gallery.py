"""A folder of pictures that can be searched: the index kept up to date, asked, and its best answers looked at again."""

from __future__ import annotations

import math
import os
import stat
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np

from assistant.errors import BadInput
from assistant.memory.pictures import Entry, Hit, PictureIndex
from assistant.senses.files import PICTURE_SUFFIXES, load_frame
from models.clip.runtime import DualEncoder
from models.errors import UnfitInput
from models.store import Store
from models.vilbert.frontend import FrontEnd
from models.vilbert.runtime import Fusion, Picture

AT_ONCE = 64
"""Pictures that are written together; after an interruption no more than these are looked at again."""
SIDE_PX = 300
"""What the networks look at; large photographs are decoded no finer than they need."""
LEAST_CHANCE = 1e-6
JUDGED = 20
"""Pictures that the matcher looks at again."""
MOST_ODDS = math.log((1 - LEAST_CHANCE) / LEAST_CHANCE)
"""Logarithm of the odds of what the matcher is surest of."""

Progress = Callable[[int, int], None]
"""How many of how many new pictures have been looked at."""


class Matcher:
    """Judges a text and a picture together, with the fusion: more slowly and better than two vectors can."""

    def __init__(self, store: Store) -> None:
        """Raises ModelError."""
        self._look, self._fusion = FrontEnd(store), Fusion()

    def match(self, text: str, pixels: np.ndarray) -> float:
        """pixels: (H, W, 3) uint8 RGB. Returns the logarithm of the odds that the text is true of the picture. Raises UnfitInput."""
        return self.odds(text, self.see(pixels))

    def see(self, pixels: np.ndarray) -> Picture:
        """Once a picture, where several texts are judged."""
        return self._fusion.see(self._look(pixels))

    def odds(self, text: str, picture: Picture) -> float:
        chance = min(max(self._fusion.read(picture, text).true, LEAST_CHANCE), 1 - LEAST_CHANCE)
        return math.log(chance / (1 - chance))


@dataclass(frozen=True)
class State:
    """What the index holds of a folder."""

    pictures: int
    """Readable ones."""
    looked_at: int
    """New or changed since the last time."""
    skipped: dict[Path, str]
    """What could not be read, and why."""


class Gallery:
    """Blocking; the encoder runs in a few threads, the index in the caller's."""

    def __init__(self, folder: Path, index: PictureIndex, encoder: DualEncoder) -> None:
        """Raises BadInput when there is no such folder."""
        if not folder.is_dir():
            raise BadInput(f"{folder} is not a folder; give one with pictures as --dir.")
        self._folder, self._index, self._encoder = folder.resolve(), index, encoder
        self._reading = threading.Lock()
        """Reading turns warnings of broken files into errors, which Python can do for one thread at a time."""

    def update(self, progress: Progress) -> State:
        """Looks at what is new or has changed, forgets what is gone. Raises StoreError."""
        known = self._index.known(self._folder)
        files = dict(picture_files(self._folder))
        new = [(path, state) for path, state in files.items() if known.get(path) != state]
        self._index.forget(path for path in known if path not in files)
        for done, entries in in_batches(self._look(new)):
            self._index.put(entries)
            progress(done, len(new))
        skipped = self._index.faults(self._folder)
        return State(len(files) - len(skipped), len(new), skipped)

    def _look(self, new: Sequence[tuple[Path, tuple[int, int]]]) -> Iterator[Entry]:
        pool = ThreadPoolExecutor(max_workers=os.cpu_count() or 1, thread_name_prefix="gallery")
        try:
            yield from pool.map(self._entry, new)
        finally:
            pool.shutdown(cancel_futures=True)

    def _entry(self, file: tuple[Path, tuple[int, int]]) -> Entry:
        path, (changed, size) = file
        try:
            with self._reading:
                frame = load_frame(path, least_px=SIDE_PX)
            return Entry(path, changed, size, self._encoder.image(frame.pixels))
        except (BadInput, UnfitInput) as error:
            return Entry(path, changed, size, None, shown(str(error)))

    def find(self, vector: np.ndarray, count: int) -> list[Hit]:
        """Best first."""
        return self._index.nearest(vector, self._folder, count)


def picture_files(folder: Path) -> Iterator[tuple[Path, tuple[int, int]]]:
    """Every file with the ending of a picture, in all folders below: (path, (time of change, size)); hidden ones are left out."""
    for home, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(home, name)
            if path.suffix.lower() in PICTURE_SUFFIXES and not name.startswith(".") and (state := state_of(path)):
                yield path, state


def shown(text: str | Path) -> str:
    """What can be printed and stored, whatever bytes a file's name is made of."""
    return os.fsencode(text).decode("utf-8", "replace")


def state_of(path: Path) -> tuple[int, int] | None:
    """None for what is no file, or is gone since its folder was read."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size) if stat.S_ISREG(found.st_mode) else None


def in_batches(entries: Iterable[Entry]) -> Iterator[tuple[int, list[Entry]]]:
    """(how many in all so far, the next few)."""
    entries, done = iter(entries), 0
    while batch := list(islice(entries, AT_ONCE)):
        done += len(batch)
        yield done, batch


def reranked(hits: Sequence[Hit], text: str, matcher: Matcher, scale: float, most: int = JUDGED) -> list[Hit]:
    """
    scale: what makes log odds of the hits' cosines (DualEncoder.scale)
    The hits in the order of both, their cosine and what the matcher says of the first `most`; the others count as if it had said no.
    Their score is a share of what both could say at most: 1 is certain of both, 0 of neither, or unreadable meanwhile.
    """
    odds = [matched(hit, text, matcher) if place < most else -MOST_ODDS for place, hit in enumerate(hits)]
    judged = (replace(hit, score=shared(hit.score, odd, scale)) for hit, odd in zip(hits, odds, strict=True))
    return sorted(judged, key=lambda hit: -hit.score)


def matched(hit: Hit, text: str, matcher: Matcher) -> float | None:
    """Log odds that the text is true of the picture; None where it cannot be read any more."""
    try:
        return matcher.match(text, load_frame(hit.path, least_px=SIDE_PX).pixels)
    except (BadInput, UnfitInput):
        return None


def shared(cosine: float, odds: float | None, scale: float) -> float:
    return 0.0 if odds is None else (1 + (scale * cosine + odds) / (scale + MOST_ODDS)) / 2
