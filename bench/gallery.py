"""A search among many pictures, for real: made, indexed, asked again, and asked after a few more have come.

    python -m bench.gallery --photos DIR [--pictures 10000] [--added 10]

The pictures are all different: three in four are crops of the photos (mirrored, resized, brighter or darker), one in four is a rendered
scene of shapes, over a photo now and then. Each search is `owlish search` in a process of its own, with an index of its own; seconds are
by the clock and of the processor, the start of the program included.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image
from rich.progress import track

from assistant.commands.search import INDEX
from models import door
from models.drawings.data import load_photos
from models.drawings.render import render
from models.drawings.scenes import arrange

WANTED = "a dog on a beach"
RENDERED_EVERY = 4
SIDES_PX = (160, 480)
"""Least and largest of the shorter side."""


@door.sentences({})
def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.gallery", description="Time and size of an index of many pictures.")
    parser.add_argument("--photos", type=Path, required=True, help="folder of photos to cut pictures from")
    parser.add_argument("--pictures", type=door.count, default=10_000, help="how many are made (default: %(default)s)")
    parser.add_argument("--added", type=door.count, default=10, help="how many come later (default: %(default)s)")
    options = parser.parse_args()
    photos = load_photos(options.photos)
    with tempfile.TemporaryDirectory() as scratch:
        folder, data = Path(scratch, "pictures"), Path(scratch, "data")
        folder.mkdir()
        make(folder, range(options.pictures), photos)
        report("the first search, which looks at all", searched(folder, data))
        report("the second", searched(folder, data))
        report("the second, --quick", searched(folder, data, "--quick"))
        make(folder, range(options.pictures, options.pictures + options.added), photos)
        report(f"after {options.added} more", searched(folder, data))
        size = sum(path.stat().st_size for path in data.glob(f"{INDEX}*"))
        print(f"index: {size / 1e6:.1f} MB, {size / (options.pictures + options.added):.0f} bytes a picture")


def make(folder: Path, numbers: Sequence[int], photos: Sequence[np.ndarray]) -> None:
    for number in track(numbers, "Making pictures", disable=not sys.stderr.isatty()):
        chance = np.random.default_rng((20, number))
        pixels = scene(chance, photos) if number % RENDERED_EVERY == 0 else crop(chance, photos)
        Image.fromarray(pixels).save(folder / f"{number:05d}.jpg", quality=88)


def scene(chance: np.random.Generator, photos: Sequence[np.ndarray]) -> np.ndarray:
    return render(chance, arrange(chance, shaped=1.0), photos)


def crop(chance: np.random.Generator, photos: Sequence[np.ndarray]) -> np.ndarray:
    """A half to all of a photo's width and of its height, at any size."""
    photo = photos[int(chance.integers(len(photos)))]
    high, wide = (int(side * chance.uniform(0.5, 1.0)) for side in photo.shape[:2])
    top, left = chance.integers(photo.shape[0] - high + 1), chance.integers(photo.shape[1] - wide + 1)
    part = photo[top : top + high, left : left + wide, :: 1 if chance.random() < 0.5 else -1]
    scale = chance.uniform(*SIDES_PX) / min(high, wide)
    sized = Image.fromarray(np.ascontiguousarray(part)).resize((max(1, round(wide * scale)), max(1, round(high * scale))))
    return (np.asarray(sized, np.float32) * chance.uniform(0.7, 1.2)).clip(0, 255).astype(np.uint8)


def searched(folder: Path, data: Path, *options: str) -> dict[str, float]:
    command = [sys.executable, "-m", "assistant", "search", WANTED, "--dir", str(folder), "--json", *options]
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, env={**os.environ, "OWLISH_DATA": str(data)}, check=True, capture_output=True, text=True)
    after, seconds = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - begin
    *_, state = (json.loads(line) for line in done.stdout.splitlines())
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {**state, "clock": seconds, "cpu": cpu}


def report(what: str, found: dict) -> None:
    print(
        f"{what}: {found['pictures']} pictures, {found['looked_at']} looked at, {len(found['skipped'])} skipped; "
        f"{found['clock']:.1f} s by the clock, {found['cpu']:.1f} s of the processor",
        flush=True,
    )


if __name__ == "__main__":
    main()
