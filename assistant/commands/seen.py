"""`owlish ask --explain out.png` where not the fusion answered: the picture with the people who were looked at from near, the lines that
were read, or where a colour is, a number for each, and what each tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.commands import sheet
from assistant.events import Answer
from assistant.understanding.answering.from_near import Settled, does, is_a
from models.people.runtime import Person

SIDE_PX, PANEL_PX, EDGE_PX, LINE_PX = 640, 360, 16, 18
FONT_PX = 12
INK, PAPER, FAINT, MEANT, OTHER = (20, 20, 20), (255, 255, 255), (120, 120, 120), (214, 69, 27), (66, 110, 180)
DEEDS = {"smiling": "smiles", "left": "looks left", "right": "looks right", "down": "looks down"}
LIKELY, WORTH_SAYING = 0.5, 0.1
MOST_LINES = 60
"""Of text that are listed; more would make a page of thousands of pixels."""


@dataclass(frozen=True)
class Shown:
    boxes: Sequence[Sequence[float] | np.ndarray]
    """In pixels of the picture, the outer one first."""
    told: Sequence[str]
    is_meant: bool
    """It is what the answer says it of."""


def write(pixels: np.ndarray, people: Sequence[Person], seen: Settled | Answer, file: Path) -> None:
    """pixels: (H, W, 3) uint8 RGB. Raises BadInput when the file cannot be written."""
    if isinstance(seen, Settled):
        shown = [of_person(person, number, any(person is one for one in seen.people)) for number, person in enumerate(people, 1)]
        page = drawn(pixels, seen.answer, seen.chance, "seen from near; red: of whom that is said", shown)
    else:
        lines = [Shown([line.box], [f"{number}  {line.label}"], True) for number, line in enumerate(seen.regions[:MOST_LINES], 1)]
        how = "told" if any(line.label for line in seen.regions) else "measured on the pixels"
        page = drawn(pixels, seen.short, seen.confidence, how, lines)
    sheet.save(page, file)


def drawn(pixels: np.ndarray, answer: str, chance: float, how: str, shown: Sequence[Shown]):
    """A PIL picture: on the left the photo with a number for each, on the right what it tells."""
    from PIL import Image, ImageDraw, ImageFont, ImageOps

    photo = ImageOps.contain(Image.fromarray(pixels), (SIDE_PX, SIDE_PX))
    lines = [line for one in shown for line in one.told]
    height = max(photo.height, (len(lines) + 3) * LINE_PX) + 2 * EDGE_PX
    page = Image.new("RGB", (photo.width + PANEL_PX + 3 * EDGE_PX, height), PAPER)
    page.paste(photo, (EDGE_PX, EDGE_PX))
    draw = ImageDraw.Draw(page)
    draw.font = ImageFont.load_default(FONT_PX)
    scale = photo.width / pixels.shape[1]
    for number, one in enumerate(shown, 1):
        colour = MEANT if one.is_meant else OTHER
        for box in one.boxes:
            draw.rectangle([EDGE_PX + float(edge) * scale for edge in box], outline=colour, width=2)
        x, y = (EDGE_PX + float(edge) * scale for edge in one.boxes[0][:2])
        y = max(EDGE_PX, y - 16)
        draw.rectangle((x, y, x + 8 + draw.textlength(str(number)), y + 16), fill=colour)
        draw.text((x + 4, y + 1), str(number), PAPER)
    left = photo.width + 2 * EDGE_PX
    lines = [f"answer: {sheet.shortened(answer)}, {100 * chance:.0f} %", how, "", *lines]
    for row, line in enumerate(lines):
        text, font = sheet.captioned(line, PANEL_PX)
        draw.text((left, EDGE_PX + row * LINE_PX), text, FAINT if row == 1 else INK, font)
    return page


def of_person(person: Person, number: int, is_meant: bool) -> Shown:
    """Two lines of what was seen of somebody."""
    if person.face is None:
        first = "no face is seen"
    else:
        sort = "man" if person.man >= LIKELY else "woman"
        first = f"{sort} {100 * (is_a(sort, person) or 0.0):.0f} %, about {person.age:.0f} years old"
    seen = [f"{said} {100 * chance:.0f} %" for deed, said in DEEDS.items() if (chance := does(deed, person) or 0.0) >= WORTH_SAYING]
    seen += [f"{posture} {100 * chance:.0f} %" for posture, chance in person.posture.items() if chance >= LIKELY]
    boxes = [person.box] if person.face is None else [person.box, person.face]
    return Shown(boxes, [f"{number}  {first}", f"    {', '.join(seen) or 'nothing else'}"], is_meant)
