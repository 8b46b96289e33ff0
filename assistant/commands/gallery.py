"""A folder of pictures that can be searched: the index kept up to date, asked, and its best answers looked at again."""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np

from assistant.errors import BadInput, OutOfReach
from assistant.memory.pictures import Entry, Hit, PictureIndex
from assistant.senses.files import OTHER_SUFFIXES, PICTURE_SUFFIXES, Version, load_frame, version_of
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

    def __init__(self, store: Store, threshold: float) -> None:
        """threshold: score from which a find becomes a region. Raises ModelError."""
        self._look, self._fusion = FrontEnd(store, threshold=threshold), Fusion()

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
    """What could not be read, or was left out, and why."""


@dataclass(frozen=True)
class Found:
    """What a folder holds."""

    folder: Path
    """Absolute, without links."""
    pictures: dict[Path, Version]
    left_out: dict[Path, str]
    """What was not gone into or is not read, and why."""


class Gallery:
    """Blocking; the encoder runs in a few threads, the index in the caller's."""

    def __init__(self, found: Found, index: PictureIndex, encoder: DualEncoder) -> None:
        self._found, self._index, self._encoder = found, index, encoder
        self._reading = threading.Lock()
        """Reading turns warnings of broken files into errors, which Python can do for one thread at a time."""

    def update(self, progress: Progress) -> State:
        """Looks at what is new or has changed, forgets what is gone. Raises StoreError."""
        known, files = self._index.known(self._found.folder), self._found.pictures
        new = [(path, state) for path, state in files.items() if known.get(path) != state]
        self._index.forget(path for path in known if path not in files)
        for done, entries in in_batches(self._look(new)):
            self._index.put(entries)
            progress(done, len(new))
        faults = self._index.faults(self._found.folder)
        return State(len(files) - len(faults), len(new), faults | self._found.left_out)

    def _look(self, new: Sequence[tuple[Path, Version]]) -> Iterator[Entry]:
        pool = ThreadPoolExecutor(max_workers=os.cpu_count() or 1, thread_name_prefix="gallery")
        try:
            yield from pool.map(self._entry, new)
        finally:
            pool.shutdown(cancel_futures=True)

    def _entry(self, file: tuple[Path, Version]) -> Entry:
        path, version = file
        try:
            with self._reading:
                frame = load_frame(path, least_px=SIDE_PX)
            return Entry(path, version, self._encoder.image(frame.pixels))
        except OutOfReach as error:
            return Entry(path, None, None, str(error))
        except (BadInput, UnfitInput) as error:
            return Entry(path, version, None, str(error))

    def find(self, vector: np.ndarray, count: int) -> list[Hit]:
        """Best first."""
        return self._index.nearest(vector, self._found.folder, count)


def pictures_in(folder: Path) -> Found:
    """
    Every file with the ending of a picture, in all folders below; hidden ones are left out, and linked folders are not gone into.
    Raises BadInput when there is no such folder, or it cannot be read.
    """
    try:
        home = folder.resolve(strict=True)
        os.listdir(home)
    except (FileNotFoundError, NotADirectoryError):
        raise BadInput(f"{folder} is not a folder; give one with pictures as --dir.") from None
    except (OSError, RuntimeError) as error:  # the latter for links that lead to each other
        raise BadInput(f"{folder} cannot be read ({getattr(error, 'strerror', '') or error}); give another folder as --dir.") from None
    pictures: dict[Path, Version] = {}
    left_out: dict[Path, str] = {}

    def refused(error: OSError) -> None:
        left_out[Path(error.filename)] = f"{error.filename} cannot be read ({error.strerror})."

    for place, folders, names in os.walk(home, onerror=refused):
        folders[:] = visible(folders)
        for path in (Path(place, name) for name in folders):
            if os.path.islink(path):
                left_out[path] = f"{path} is a link to a folder, which is not gone into; search that one with --dir."
        for path in (Path(place, name) for name in visible(names)):
            try:
                if path.suffix.lower() in PICTURE_SUFFIXES:
                    pictures[path] = version_of(path)
                elif path.suffix.lower() in OTHER_SUFFIXES:
                    left_out[path] = f"{path} is of a kind of pictures that cannot be read; make a .jpg of it."
            except BadInput as error:
                left_out[path] = str(error)
    return Found(home, pictures, left_out)


def visible(names: Iterable[str]) -> list[str]:
    return sorted(name for name in names if not name.startswith("."))


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
