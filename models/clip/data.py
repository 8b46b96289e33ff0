"""Pictures with what is true of them, ready for training: features of the frozen networks, computed once and kept.

    photos  real ones with the facts that a person wrote down; each in several views (whole, then pieces, mirrored, lighter or darker)
    scenes  rendered ones, whose truth is what was drawn

Dimension key: N pictures, V views, S sentence width.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from models.clip.features import Features, FrontEnd, stacked
from models.clip.names import Encode
from models.clip.texts import UNKNOWN, Fact, said_of, true_texts
from models.drawings.render import render
from models.drawings.scenes import arrange
from models.errors import UnfitInput
from models.whole import in_place_of

VIEWS = 9
SHARD = 64
"""Pictures whose features are written together; an interrupted run goes on after the last of them."""
MANY = (1, 4)
"""Things of a scene, least and most."""
Progress = Callable[[str, int, int], None]
"""What is being done, how many are done, of how many."""
Picture = np.ndarray
"""(H, W, 3) uint8 RGB."""


@dataclass(frozen=True)
class Means:
    """What data is made with."""

    front: FrontEnd
    encode: Encode
    work: Path
    """Folder of what is kept between runs."""
    progress: Progress


@dataclass(frozen=True, eq=False)
class Pairs:
    features: Features
    """(N, V, ...)"""
    texts: list[list[str]]
    """Of each picture; the first `captions` of them are whole captions."""
    captions: int
    sentences: list[np.ndarray]
    """Of each picture: (texts, S)."""

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, rows: np.ndarray) -> Pairs:
        kept = [int(row) for row in rows]
        return Pairs(self.features[rows], [self.texts[row] for row in kept], self.captions, [self.sentences[row] for row in kept])


def facts_of(file: Path, apart: Sequence[Path]) -> list[Fact]:
    """
    file:  one fact a line
    apart: files of questions or captions whose pictures must never be trained on
    Raises UnfitInput where a fact is about one of those, or is none.
    """
    facts: list[Fact] = [{**UNKNOWN, **row} for row in read_lines(file)]
    if not facts or not all(fact["image"] and fact["captions"] for fact in facts):
        raise UnfitInput(f'{file} must hold lines as {{"image": "a.jpg", "captions": ["a cup on a table"]}}, each with a caption or more.')
    held = {row["image"] for other in apart for row in read_lines(other)}
    if both := sorted({fact["image"] for fact in facts} & held):
        raise UnfitInput(f"{file.name} describes {len(both)} pictures that stay apart, {both[0]} among them; take them out.")
    return facts


def read_lines(file: Path) -> list[dict]:
    """Raises UnfitInput."""
    try:
        return [dict(json.loads(line)) for line in file.read_text("utf-8").splitlines() if line.strip()]
    except (ValueError, TypeError) as error:
        raise UnfitInput(f"{file} is no list of JSON objects, one a line ({error}).") from None


def photo_pairs(folder: Path, facts: Sequence[Fact], means: Means, seed: int = 0) -> Pairs:
    """Raises UnfitInput when a photo is missing or is none."""
    draw = lambda number: views(read_picture(folder / facts[number]["image"]), np.random.default_rng((seed, number)))  # noqa: E731
    features = kept_features("photos", [seed, str(folder.resolve()), *(fact["image"] for fact in facts)], len(facts), draw, means)
    return paired(features, [true_texts(fact) for fact in facts], min(len(fact["captions"]) for fact in facts), means)


def scene_pairs(count: int, split: str, photos: Sequence[Picture], means: Means, seed: int = 0) -> Pairs:
    """
    split:  as models.drawings.scenes has them
    photos: backgrounds of some scenes
    Raises ModelMissing while the drawn things are not on this machine.
    """
    arranged = [arrange(np.random.default_rng((seed, number)), split, MANY) for number in range(count)]
    draw = lambda number: [render(np.random.default_rng((seed, number, 1)), arranged[number], photos)]  # noqa: E731
    features = kept_features(f"scenes-{split}", [seed, len(photos), *MANY], count, draw, means)
    return paired(features, [said_of(things) for things in arranged], 1, means)


def read_picture(path: Path) -> Picture:
    from PIL import Image, ImageOps

    try:
        with Image.open(path) as image:
            return np.asarray(ImageOps.exif_transpose(image).convert("RGB"))
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:  # the second of a PNG that is none
        raise UnfitInput(f"{path} cannot be read as a picture ({type(error).__name__}).") from None


def views(pixels: Picture, rng: np.random.Generator) -> list[Picture]:
    """The picture, then pieces of it that still show most."""
    return [pixels, *(piece(pixels, rng) for _ in range(VIEWS - 1))]


def piece(pixels: Picture, rng: np.random.Generator) -> Picture:
    height, width = pixels.shape[:2]
    side, slant = rng.uniform(0.6, 1.0), rng.uniform(0.85, 1.15)
    tall, wide = max(1, int(height * min(1.0, side * slant))), max(1, int(width * min(1.0, side / slant)))
    top, left = rng.integers(height - tall + 1), rng.integers(width - wide + 1)
    cut = pixels[top : top + tall, left : left + wide, :]
    cut = cut[:, ::-1] if rng.random() < 0.5 else cut
    return np.ascontiguousarray(np.clip(cut * rng.uniform(0.75, 1.25), 0, 255).astype(np.uint8))


def kept_features(name: str, key: Sequence, count: int, draw: Callable[[int], list[Picture]], means: Means) -> Features:
    """
    key:  what else the pictures depend on
    draw: the views of picture `number`
    Returns (N, V, ...), from disk where an earlier run has left them.
    """
    home = means.work / f"{name}-{digest([means.front.version, *key])}"
    shards = []
    for start in range(0, count, SHARD):
        end = min(count, start + SHARD)
        file = home / f"{start}-{end}.npz"
        if not file.is_file():
            write(file, **stacked([stacked([means.front(view) for view in draw(number)]) for number in range(start, end)]).arrays())
        with np.load(file) as saved:
            shards.append(Features(**saved))
        means.progress(f"Looking at {name}", end, count)
    return Features(**{part: np.concatenate([shard.arrays()[part] for shard in shards]) for part in shards[0].arrays()})


def paired(features: Features, texts: list[list[str]], captions: int, means: Means) -> Pairs:
    rows = kept_sentences(sorted({text for some in texts for text in some}), means)
    return Pairs(features, texts, captions, [np.stack([rows[text] for text in some]) for some in texts])


def kept_sentences(texts: Sequence[str], means: Means) -> dict[str, np.ndarray]:
    file = means.work / f"sentences-{digest(texts)}.npz"
    if not file.is_file():
        parts = []
        for start in range(0, len(texts), SHARD):
            parts.append(means.encode(texts[start : start + SHARD]))
            means.progress("Reading texts", min(len(texts), start + SHARD), len(texts))
        write(file, vectors=np.concatenate(parts))
    with np.load(file) as saved:
        return dict(zip(texts, saved["vectors"], strict=True))


def write(file: Path, **arrays: np.ndarray) -> None:
    """Whole or not at all."""
    by_name: dict[str, Any] = {**arrays}  # savez takes an option, too, which is none of them
    with in_place_of(file) as part, part.open("wb") as out:
        np.savez(out, **by_name)


def digest(key: Sequence) -> str:
    return hashlib.sha256(json.dumps(list(key)).encode()).hexdigest()[:12]
