"""Endless real inputs made of little: the calibration photos, cut and lit anew, sentences, and pages on which those are written.

Even seeds take other photos and sentences than odd ones, so that what calibrates never measures; the same seed gives the same.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np

from models.calibration import photos as calibration_photos

Item = TypeVar("Item")
SENTENCES = """what is on the table
set a timer for five and a half minutes
how many people are in the room
where is my red cup
what colour is the chair on the left
stop the tea timer
is anyone standing at the door
what time is it in Lisbon
describe what you see
find the laptop next to the window
cancel all timers
how much time is left on the pasta timer
what is the dog doing on the sofa
open your eyes and look around
say that again please
add two bottles of milk to the shopping list
remind me to call Martha at half past six
is the kettle to the right of the toaster
what did I ask you to remember yesterday
read me the sign above the platform
turn the volume down a little
which of the two boxes is larger
is it raining in the picture
what does the label on the jar say
wake me at seven on Wednesday
are there more apples than oranges
who is sitting between the plants
what is the capital of Portugal
how far is it from here to the station
tell me when the door opens
what was on the desk this morning
start a stopwatch and tell me each minute""".splitlines()


def half(items: Sequence[Item], seed: int) -> Sequence[Item]:
    return items[seed % 2 :: 2]


def photos(seed: int) -> Iterator[np.ndarray]:
    """(H, W, 3) uint8. From the second time round each is cut, mirrored and lit otherwise."""
    rng, chosen = np.random.default_rng(seed), half(calibration_photos(), seed)
    yield from chosen
    while True:
        for photo in chosen:
            yield varied(rng, photo)


def varied(rng: np.random.Generator, photo: np.ndarray) -> np.ndarray:
    height, width = photo.shape[:2]
    share = rng.uniform(0.6, 1.0)
    rows, columns = round(height * share), round(width * share)
    top, left = rng.integers(height - rows + 1), rng.integers(width - columns + 1)
    piece = photo[top : top + rows, left : left + columns, :][:, :: int(rng.choice((1, -1)))]
    return np.ascontiguousarray((piece * rng.uniform(0.7, 1.2)).clip(0, 255).astype(np.uint8))


def sentences(seed: int) -> Iterator[str]:
    chosen = half(SENTENCES, seed)
    while True:
        yield from chosen


def written(seed: int) -> Iterator[tuple[np.ndarray, tuple[str, ...], bool]]:
    """(480, 640, 3) uint8, its lines of text, and whether they stand on a photo and not on a plain ground."""
    from PIL import Image, ImageDraw, ImageFont

    chance, said = random.Random(seed), sentences(seed)
    for number, photo in enumerate(photos(seed)):
        on_photo = number % 3 == 2
        dark, light = ((chance.randint(low, low + 60),) * 3 for low in (0, 195))
        lines = (f"Room {chance.randint(1, 999)}, {chance.randint(1, 99)}.{chance.randint(10, 99)}", next(said).capitalize(), next(said))
        image = Image.fromarray(photo).resize((640, 480)) if on_photo else Image.new("RGB", (640, 480), light)
        draw = ImageDraw.Draw(image)
        for row, text in enumerate(lines):
            font = ImageFont.load_default(chance.choice((16, 20, 26)))
            draw.text((20, 80 + 130 * row), text, dark, font, stroke_width=2 if on_photo else 0, stroke_fill=light)
        yield np.asarray(image.rotate(chance.choice((0, 0, 3, -4)), Image.Resampling.BICUBIC, fillcolor=light)), lines, on_photo
