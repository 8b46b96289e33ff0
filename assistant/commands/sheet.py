"""A contact sheet: the pictures that were found, small, with their rank, score and name."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from assistant.commands.output import replacing, unwritable
from assistant.errors import BadInput
from assistant.memory.pictures import Hit
from assistant.senses.files import PICTURE_SUFFIXES, load_frame

CELL_PX, CAPTION_PX, GAP_PX = 240, 34, 8
WIDE_PX, TALL_PX = CELL_PX + GAP_PX, CELL_PX + CAPTION_PX + GAP_PX
COLUMNS = 5
INK, PAPER, FAINT, MOUNT = (20, 20, 20), (255, 255, 255), (120, 120, 120), (242, 242, 242)
"""MOUNT is seen around each picture, so that white ones and small ones have an edge."""
FONTS = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "NotoSansCJK-Regular.ttc", "wqy-zenhei.ttc", "DroidSansFallbackFull.ttf")
"""Looked for on this machine, in this order: Pillow's own has no letters beyond ASCII."""
MOST_LETTERS = 38
"""Of Pillow's own font, below a picture."""
FONT_PX, NO_LETTER = 11, "\U0010ffff"
MOST_PX = {"WEBP": 16_383, "JPEG": 65_500, "GIF": 65_535}
"""The longest side that a format can have."""


def write(hits: Sequence[Hit], file: Path) -> None:
    """Raises BadInput when the file cannot be written."""
    save(drawn(hits), file)


def check(file: Path, kept: Iterable[Path] = (), many: int = 0) -> None:
    """
    Before the work is done.
    kept: pictures that must not be written over
    many: at most so many are drawn
    Raises BadInput.
    """
    if file.suffix.lower() not in PICTURE_SUFFIXES:
        raise BadInput(f"{file} has no ending of a picture; name one that ends in .png or .jpg.")
    most = MOST_PX.get(format_of(file))
    if most and max(size_of(many)) > most:
        fit = (most - GAP_PX) // TALL_PX * COLUMNS
        raise BadInput(f"A sheet of {many} pictures is too high for {file}; choose --top {fit} or less, or a name that ends in .png.")
    try:
        home, found = stated(file.parent), stated(file)
    except OSError as error:
        raise unwritable(file, error) from None
    if home is None:
        raise BadInput(f"The folder of {file} does not exist; make it, or choose another place.")
    if found and not (stat.S_ISREG(found.st_mode) and os.access(file, os.W_OK)):
        raise BadInput(f"{file} is no file that can be written; choose another place.")
    if found and any(is_same(found, picture) for picture in kept):
        raise BadInput(f"{file} is one of the pictures that are looked at, and would be written over; choose another place.")


def stated(path: Path) -> os.stat_result | None:
    """None where there is none. Raises OSError."""
    try:
        return os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def is_same(found: os.stat_result, picture: Path) -> bool:
    try:
        return (other := stated(picture)) is not None and os.path.samestat(found, other)
    except OSError:
        return False


def save(picture, file: Path) -> None:
    """picture: of PIL. Raises BadInput when it cannot be written."""
    with replacing(file) as out:
        picture.save(out, format_of(file))


def format_of(file: Path) -> str:
    """Pillow's name for what the file's ending means."""
    from PIL import Image

    return Image.registered_extensions()[file.suffix.lower()]


def size_of(many: int) -> tuple[int, int]:
    columns, rows = max(1, min(COLUMNS, many)), max(1, -(-many // COLUMNS))
    return columns * WIDE_PX + GAP_PX, rows * TALL_PX + GAP_PX


def drawn(hits: Sequence[Hit]):
    """A PIL picture."""
    from PIL import Image, ImageDraw

    sheet = Image.new("RGB", size_of(len(hits)), PAPER)
    draw = ImageDraw.Draw(sheet)
    for place, hit in enumerate(hits):
        left, top = GAP_PX + place % COLUMNS * WIDE_PX, GAP_PX + place // COLUMNS * TALL_PX
        draw.rectangle((left, top, left + CELL_PX - 1, top + CELL_PX - 1), MOUNT)
        small = thumbnail(hit.path)
        sheet.paste(small, (left + (CELL_PX - small.width) // 2, top + (CELL_PX - small.height) // 2))
        draw.text((left, top + CELL_PX + 4), f"{place + 1}.  {hit.score:.2f}", INK)
        caption, font = captioned(hit.path.name)
        draw.text((left, top + CELL_PX + 18), caption, FAINT, font)
    return sheet


def thumbnail(path: Path):
    """Grey where the picture has become unreadable meanwhile."""
    from PIL import Image

    try:
        small = Image.fromarray(load_frame(path, least_px=CELL_PX).pixels)
    except BadInput:
        return Image.new("RGB", (CELL_PX, CELL_PX), (220, 220, 220))
    small.thumbnail((CELL_PX, CELL_PX))
    return small


def captioned(text: str, wide: int = CELL_PX):
    """What is written in so many pixels, with the font of PIL: one of this machine's that has all the letters, else Pillow's own."""
    for font in () if text.isascii() or not text.isprintable() else fonts():
        if has(font, text):
            return cut(text, font, wide), font
    return shortened(text, MOST_LETTERS * wide // CELL_PX), None


def lacks_letters(name: str) -> bool:
    """Whether no font of this machine has all letters of it, so that its caption has ? in their place."""
    return name.isprintable() and captioned(name)[1] is None and shortened(name).count("?") > name.count("?")


@lru_cache(maxsize=1)
def fonts() -> tuple:
    from PIL import ImageFont

    found = []
    for file in FONTS:
        with suppress(OSError):
            found.append(ImageFont.truetype(file, FONT_PX))
    return tuple(found)


def has(font, text: str) -> bool:
    missing = bytes(font.getmask(NO_LETTER))
    return all(bytes(font.getmask(letter)) != missing for letter in text)


def cut(text: str, font, wide: int) -> str:
    """As wide as that at most, with its ending."""
    room = len(text)
    while font.getlength(short := text if room >= len(text) else f"{text[:room]}...{text[-9:]}") > wide:
        room -= 1
    return short


def shortened(name: str, most: int = MOST_LETTERS) -> str:
    """In letters that Pillow's own font has, which are those of ASCII: others without their accents."""
    bare = (letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    plain = "".join(letter if letter.isascii() and letter.isprintable() else "?" for letter in bare)
    return plain if len(plain) <= most else plain[: most - 12] + "..." + plain[-9:]
