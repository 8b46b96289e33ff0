"""How well text in pictures is read: rendered words in several fonts and sizes, turned and made noisy, by character accuracy.

    python -m bench.ocr [--most 40] [--fonts DIR] [--threads 2]

Accuracy is 1 minus the edit distance over the length of the text, spaces and case included, 0 at least; "whole" is the share of lines
without a mistake. DIR has .ttf files; Pillow's own font is always there.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from assistant.paths import model_dir
from models import door
from models.ocr.runtime import Ocr
from models.store import Store

SIZES, ANGLES, NOISES = (12, 16, 24, 40), (0, 3, 6, 10), (0, 10, 25, 50)
TEXTS = (
    "EMERGENCY EXIT", "Please do not feed the animals", "Open daily from 9 to 17", "Best before 24 March 2027", "Caution: hot surface",
    "Take one tablet twice a day", "Platform 4, trains to the north", "Room 212, second floor", "Shake well before use",
    "Sparkling water 0.5 l", "Total to pay 48.20", "The quick brown fox jumps over", "Wednesday, 18 June", "No parking any time",
    "Call +44 20 7946 0018", "Wi-Fi password: plum-river-92", "Contains milk, soya and nuts", "Chapter 7: The Long Road",
    "Made in Portugal", "Push the button to cross",
)  # fmt: skip


@dataclass(frozen=True)
class Setting:
    font: str = ""
    """A file; empty for Pillow's own."""
    size: int = 24
    """Pixels."""
    degrees: float = 0.0
    noise: float = 0.0
    """Standard deviation of every value."""


def rendered(lines: Sequence[str], setting: Setting, chance: random.Random) -> np.ndarray:
    """(480, 640, 3) uint8: the lines on a plain ground of any colour that they can be told from."""
    dark, light = (tuple(chance.randint(low, low + 70) for _ in range(3)) for low in (0, 185))
    ink, ground = (dark, light) if chance.random() < 0.7 else (light, dark)
    font = ImageFont.truetype(setting.font, setting.size) if setting.font else ImageFont.load_default(setting.size)
    image = Image.new("RGB", (640, 480), ground)
    draw = ImageDraw.Draw(image)
    for row, text in enumerate(lines):
        draw.text((320, 240 + (row - (len(lines) - 1) / 2) * 2 * setting.size), text, ink, font, "mm")
    pixels = np.asarray(image.rotate(setting.degrees, Image.Resampling.BICUBIC, fillcolor=ground), np.float32)
    noisy = pixels + np.random.default_rng(chance.randrange(1 << 32)).normal(0, setting.noise, pixels.shape)
    return noisy.clip(0, 255).astype(np.uint8)


def accuracy(wanted: str, read: str) -> float:
    return max(0.0, 1 - distance(wanted, read) / len(wanted))


def distance(left: str, right: str) -> int:
    """Levenshtein's."""
    row = list(range(len(right) + 1))
    for count, one in enumerate(left, 1):
        before, row[0] = row[0], count
        for place, other in enumerate(right, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (one != other))
    return row[-1]


def measured(ocr: Ocr, setting: Setting, most: int) -> tuple[float, float, float]:
    """Character accuracy, share of whole lines, and mean seconds a picture; three lines each."""
    chance = random.Random(str(setting))
    scores, seconds = [], []
    for _ in range(most):
        texts = chance.sample([text for text in TEXTS if len(text) * setting.size < 1100], 3)
        pixels = rendered(texts, setting, chance)
        begin = time.perf_counter()
        read = "\n".join(line.text for line in ocr(pixels))
        seconds.append(time.perf_counter() - begin)
        found = read.split("\n")
        aligned = zip(texts, found, strict=True) if len(found) == len(texts) else [("\n".join(texts), read)]
        scores += [accuracy(*pair) for pair in aligned]
    return float(np.mean(scores)), float(np.mean([score == 1 for score in scores])), float(np.mean(seconds))


def fonts_in(folder: str) -> list[str]:
    """The type of an option that names their folder; for argparse."""
    if not (found := sorted(map(str, Path(folder).glob("*.ttf")))):
        raise argparse.ArgumentTypeError(f"'{folder}' holds no .ttf file")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.ocr", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=door.count, default=40, help="pictures for each row")
    parser.add_argument("--fonts", type=fonts_in, default=[], help="a folder of .ttf files")
    parser.add_argument("--threads", type=door.count, default=2)
    options = parser.parse_args()
    ocr = Ocr(Store(model_dir()).get("ppocr-v6-small"), threads=options.threads)
    settings = [
        *(Setting(font) for font in ["", *options.fonts]),
        *(Setting(size=size) for size in SIZES),
        *(Setting(degrees=degrees) for degrees in ANGLES),
        *(Setting(noise=noise) for noise in NOISES),
    ]
    print("| font | size (px) | turned (degrees) | noise | characters | whole lines | seconds |\n|---|---|---|---|---|---|---|")
    for setting in settings:
        characters, whole, seconds = measured(ocr, setting, options.most)
        name = Path(setting.font).stem if setting.font else "Pillow's"
        print(
            f"| {name} | {setting.size} | {setting.degrees:g} | {setting.noise:g} | {characters:.1%} | {whole:.1%} | {seconds:.2f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
