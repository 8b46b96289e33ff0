"""`owlish ask --explain out.png` where a look at the people from near answered: the picture with their faces, and what each tells."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.commands import sheet
from assistant.understanding.people import Settled, does, is_a
from models.people.runtime import Person

SIDE_PX, PANEL_PX, EDGE_PX, LINE_PX = 640, 360, 16, 18
FONT_PX = 12
INK, PAPER, FAINT, MEANT, OTHER = (20, 20, 20), (255, 255, 255), (120, 120, 120), (214, 69, 27), (66, 110, 180)
DEEDS = {"smiling": "smiles", "left": "looks left", "right": "looks right", "down": "looks down"}
LIKELY, WORTH_SAYING = 0.5, 0.1


def write(pixels: np.ndarray, people: Sequence[Person], near: Settled, file: Path) -> None:
    """pixels: (H, W, 3) uint8 RGB. Raises BadInput when the file cannot be written."""
    sheet.save(drawn(pixels, people, near), file)


def drawn(pixels: np.ndarray, people: Sequence[Person], near: Settled):
    """A PIL picture: on the left the photo with a number for each of the people, on the right what was seen of them."""
    from PIL import Image, ImageDraw, ImageFont, ImageOps

    photo = ImageOps.contain(Image.fromarray(pixels), (SIDE_PX, SIDE_PX))
    lines = [line for number, person in enumerate(people, 1) for line in told(number, person)]
    height = max(photo.height, (len(lines) + 4) * LINE_PX) + 2 * EDGE_PX
    page = Image.new("RGB", (photo.width + PANEL_PX + 3 * EDGE_PX, height), PAPER)
    page.paste(photo, (EDGE_PX, EDGE_PX))
    draw = ImageDraw.Draw(page)
    draw.font = ImageFont.load_default(FONT_PX)
    scale = photo.width / pixels.shape[1]
    for number, person in enumerate(people, 1):
        colour = MEANT if any(person is one for one in near.people) else OTHER
        for box in (person.box, person.face):
            if box is not None:
                draw.rectangle([EDGE_PX + float(edge) * scale for edge in box], outline=colour, width=2)
        x, y = (EDGE_PX + float(edge) * scale for edge in person.box[:2])
        draw.rectangle((x, y, x + 16, y + 16), fill=colour)
        draw.text((x + 4, y + 1), str(number), PAPER)
    left = photo.width + 2 * EDGE_PX
    draw.text((left, EDGE_PX), f"answer: {near.answer}, {100 * near.chance:.0f} %", INK)
    draw.text((left, EDGE_PX + LINE_PX), "seen from near; red: of whom that is said", FAINT)
    for row, line in enumerate(lines, 3):
        draw.text((left, EDGE_PX + row * LINE_PX), line, INK)
    return page


def told(number: int, person: Person) -> list[str]:
    """Two lines of what was seen of somebody."""
    if person.face is None:
        first = "no face is seen"
    else:
        sort = "man" if person.man >= LIKELY else "woman"
        first = f"{sort} {100 * (is_a(sort, person) or 0.0):.0f} %, about {person.age:.0f} years old"
    seen = [f"{said} {100 * chance:.0f} %" for deed, said in DEEDS.items() if (chance := does(deed, person) or 0.0) >= WORTH_SAYING]
    seen += [f"{posture} {100 * chance:.0f} %" for posture, chance in person.posture.items() if chance >= LIKELY]
    return [f"{number}  {first}", f"    {', '.join(seen) or 'nothing else'}"]
