"""A contact sheet: the pictures that were found, small, with their rank, score and name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.errors import BadInput
from assistant.memory.pictures import Hit
from assistant.senses.files import PICTURE_SUFFIXES, load_frame

CELL_PX, CAPTION_PX, GAP_PX = 240, 34, 8
COLUMNS = 5
INK, PAPER, FAINT = (20, 20, 20), (255, 255, 255), (120, 120, 120)


def write(hits: Sequence[Hit], file: Path) -> None:
    """Raises BadInput when the file cannot be written, or its ending is no picture's."""
    check(file)
    try:
        drawn(hits).save(file)
    except (OSError, ValueError, KeyError) as error:
        raise BadInput(f"{file} cannot be written ({getattr(error, 'strerror', '') or error}); choose another place.") from None


def check(file: Path) -> None:
    """Before the work is done. Raises BadInput."""
    if file.suffix.lower() not in PICTURE_SUFFIXES:
        raise BadInput(f"{file} has no ending of a picture; name one that ends in .png or .jpg.")
    if not file.absolute().parent.is_dir():
        raise BadInput(f"The folder of {file} does not exist; make it, or choose another place.")


def drawn(hits: Sequence[Hit]):
    """A PIL picture."""
    from PIL import Image, ImageDraw

    columns = max(1, min(COLUMNS, len(hits)))
    rows = max(1, -(-len(hits) // columns))
    wide, tall = CELL_PX + GAP_PX, CELL_PX + CAPTION_PX + GAP_PX
    sheet = Image.new("RGB", (columns * wide + GAP_PX, rows * tall + GAP_PX), PAPER)
    draw = ImageDraw.Draw(sheet)
    for place, hit in enumerate(hits):
        left, top = GAP_PX + place % columns * wide, GAP_PX + place // columns * tall
        small = thumbnail(hit.path)
        sheet.paste(small, (left + (CELL_PX - small.width) // 2, top + (CELL_PX - small.height) // 2))
        draw.text((left, top + CELL_PX + 4), f"{place + 1}.  {hit.score:.2f}", INK)
        draw.text((left, top + CELL_PX + 18), shortened(hit.path.name), FAINT)
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


def shortened(name: str, most: int = 38) -> str:
    """In letters that the built-in font has."""
    plain = name.encode("latin-1", "replace").decode("latin-1")
    return plain if len(plain) <= most else plain[: most - 12] + "..." + plain[-9:]
