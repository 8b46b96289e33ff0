"""The picture in real pixels, where the terminal has them: kitty's graphics protocol, or sixel. Boxes are drawn into the picture.

kitty: https://sw.kovidgoyal.net/kitty/graphics-protocol/ (also WezTerm, Ghostty, Konsole); sixel: DEC's VT340, six rows of pixels a band.
"""

from __future__ import annotations

from base64 import standard_b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from assistant.events import Region

Way = Literal["blocks", "kitty", "sixel"]
WIDEST = {"kitty": 480, "sixel": 400}
"""Pixels across; kitty's terminals enlarge the picture themselves."""
CHUNK = 4096
"""Characters of base64 that kitty takes at once."""
LEVELS = 6
"""Of red, green and blue: 216 colours, which every terminal with sixel has."""
BAYER = (np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], np.float32) + 0.5) / 16
AMBER, PALE, INK = (240, 180, 84), (214, 219, 224), (20, 23, 28)


@dataclass(frozen=True)
class Graphics:
    """What the terminal can draw, and how large its cells are."""

    way: Way = "blocks"
    cell: tuple[int, int] = (9, 18)
    """(width, height) in pixels."""


def fitted(size: tuple[int, int], columns: int, rows: int, cell: tuple[int, int]) -> tuple[int, int]:
    """(columns, rows) of the largest picture of this (width, height) that fits."""
    across, down = columns * cell[0], rows * cell[1]
    scale = min(across / size[0], down / size[1])
    return max(1, int(size[0] * scale / cell[0])), max(1, int(size[1] * scale / cell[1]))


def painted(pixels: np.ndarray, size: tuple[int, int], regions: Iterable[Region], cited: Sequence[Region]) -> Image.Image:
    """
    pixels: (H, W, 3) uint8
    size:   (width, height) wanted
    What an answer rests on is framed twice as heavy, and over the others.
    """
    picture = Image.fromarray(pixels).resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    across, down = size[0] / pixels.shape[1], size[1] / pixels.shape[0]
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(max(10, size[1] // 22))
    boxes = {region.box for region in cited}
    for region in [*(region for region in regions if region.box not in boxes), *reversed(cited)]:
        ink = AMBER if region.box in boxes else PALE
        left, right = sorted(min(max(x * across, 0), size[0] - 1) for x in (region.box[0], region.box[2]))
        top, bottom = sorted(min(max(y * down, 0), size[1] - 1) for y in (region.box[1], region.box[3]))
        draw.rectangle((left, top, right, bottom), outline=ink, width=4 if region.box in boxes else 2)
        words = f" {region.label} {region.score:.2f} "
        draw.rectangle(draw.textbbox((left, top), words, font), fill=ink)
        draw.text((left, top), words, INK, font)
    return picture


def kitty(picture: Image.Image, columns: int, rows: int) -> str:
    """At the cursor, which stays; the picture before it is replaced without a flicker."""
    data = standard_b64encode(np.asarray(picture).tobytes()).decode("ascii")
    pieces = [data[at : at + CHUNK] for at in range(0, len(data), CHUNK)]
    first = f"a=T,i=1,p=1,q=2,C=1,z=-1,f=24,s={picture.width},v={picture.height},c={columns},r={rows},"
    last = len(pieces) - 1
    return "".join(f"\x1b_G{first if not number else ''}m={int(number < last)};{piece}\x1b\\" for number, piece in enumerate(pieces))


KITTY_CLEAR = "\x1b_Ga=d,d=I,i=1,q=2\x1b\\"


def sixel(picture: Image.Image) -> str:
    """At the cursor. Every colour of a band is one row of characters; the six bits of a character are the pixels that have it."""
    indexed, (width, height) = _indexed(np.asarray(picture)), picture.size
    bands = -(-height // 6)
    masks = np.zeros((bands, LEVELS**3, width), np.uint8)
    columns = np.arange(width)
    for row in range(height):
        masks[row // 6, indexed[row], columns] |= 1 << row % 6
    used: np.ndarray = np.any(masks, axis=2)
    body = "-".join(
        "$".join(f"#{colour}{_characters(masks[band, colour])}" for colour in np.flatnonzero(used[band])) for band in range(bands)
    )
    return f'\x1bP0;1q"1;1;{width};{height}{PALETTE}{body}\x1b\\'


def _indexed(pixels: np.ndarray) -> np.ndarray:
    """(H, W) index into the 216 colours; what lies between two levels is dithered in order, so that a still picture stands still."""
    height, width = pixels.shape[:2]
    threshold = np.tile(BAYER, (-(-height // 4), -(-width // 4)))[:height, :width, None]
    level = (pixels * np.float32((LEVELS - 1) / 255) + threshold).astype(np.uint8)
    return level[..., 0].astype(np.uint16) * LEVELS**2 + level[..., 1] * LEVELS + level[..., 2]


def _characters(mask: np.ndarray) -> str:
    """Without what is empty at the end; a long emptiness at the beginning is one number."""
    filled = np.flatnonzero(mask)
    first, last = int(filled[0]), int(filled[-1])
    return (f"!{first}?" if first else "") + (mask[first : last + 1] + 63).tobytes().decode("ascii")


def _palette() -> str:
    """In percent, as sixel wants it."""
    percent = [round(100 * level / (LEVELS - 1)) for level in range(LEVELS)]
    colours = [(r, g, b) for r in percent for g in percent for b in percent]
    return "".join(f"#{number};2;{r};{g};{b}" for number, (r, g, b) in enumerate(colours))


PALETTE = _palette()
