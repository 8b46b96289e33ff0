"""`owlish ask --explain out.png`: the picture with what carried the answer, the words, and the five likeliest answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.commands import sheet
from models.vilbert.explain import PLACED, Explanation
from models.vilbert.tokens import BAND, TAG, Tokens
from models.vilbert.vocabulary import vocabulary

SIDE_PX, PANEL_PX, EDGE_PX, LINE_PX = 640, 360, 16, 26
FONT_PX, LABEL_PX = 12, 17
ROOMY = 3
"""Labels that a box must be high to have its own inside."""
LOOKED_PX = 2
"""Width of the line around what was looked at most, which lies outside of a red one."""
BOXES = 4
"""Regions that are outlined, the weightiest first."""
INK, PAPER, FAINT, HOT, BAR = (20, 20, 20), (255, 255, 255), (120, 120, 120), (214, 69, 27), (66, 110, 180)
LEAST = 0.01
"""Chance whose loss is worth showing."""
Place = tuple[float, ...]
"""Left, upper, right and lower edge in pixels of the page."""


def write(pixels: np.ndarray, tokens: Tokens, explained: Explanation, file: Path) -> None:
    """pixels: (H, W, 3) uint8 RGB. Raises BadInput when the file cannot be written."""
    sheet.save(drawn(pixels, tokens, explained), file)


def drawn(pixels: np.ndarray, tokens: Tokens, explained: Explanation):
    """A PIL picture: the photo on the left, words and answers on the right."""
    from PIL import Image, ImageDraw, ImageFont, ImageOps

    photo = ImageOps.contain(Image.fromarray(pixels), (SIDE_PX, SIDE_PX))
    page = Image.new("RGB", (photo.width + PANEL_PX + 3 * EDGE_PX, max(photo.height, 420) + 2 * EDGE_PX), PAPER)
    page.paste(photo, (EDGE_PX, EDGE_PX))
    draw = ImageDraw.Draw(page, "RGBA")
    draw.font = ImageFont.load_default(FONT_PX)
    rows = weighty(tokens, explained)
    boxes = [on_page(tokens.boxes[row], photo.size) for row in rows]
    for row, box in reversed(list(zip(rows, boxes, strict=True))):
        outline(draw, box, explained, row)
    if (most := looked_at(tokens, explained)) is not None:
        x0, y0, x1, y1 = on_page(tokens.boxes[most], photo.size)
        draw.rectangle((x0 - LOOKED_PX, y0 - LOOKED_PX, x1 + LOOKED_PX, y1 + LOOKED_PX), outline=BAR, width=LOOKED_PX)
    texts = [label(explained, row) for row in rows]
    wides = [draw.textlength(text) + 6 for text in texts]
    for text, place in zip(texts, label_places(boxes, wides, photo.size), strict=True):
        draw.rectangle(place, fill=(*HOT, 220))
        draw.text((place[0] + 3, place[1] + 1), text, PAPER)
    panel(draw, photo.width + 2 * EDGE_PX, tokens, explained)
    return page


def weighty(tokens: Tokens, explained: Explanation) -> list[int]:
    """Placed tokens whose loss costs the answer something, most first."""
    rows = [int(row) for row in np.argsort(-explained.tokens) if tokens.kinds[row] in PLACED and explained.tokens[row] > LEAST]
    return rows[:BOXES]


def looked_at(tokens: Tokens, explained: Explanation) -> int | None:
    """The placed token on which the words spent most of their attention; None where there is none."""
    rows = np.flatnonzero(np.isin(tokens.kinds, PLACED))
    return int(rows[explained.looked[rows].argmax()]) if len(rows) else None


def on_page(box: np.ndarray, size: tuple[int, int]) -> Place:
    """box: (4,) fractions of the photo; size: its width and height"""
    return tuple(EDGE_PX + float(edge) * side for edge, side in zip(box, size * 2, strict=True))


def outline(draw, box: Place, explained: Explanation, row: int) -> None:
    share = min(1.0, float(explained.tokens[row]) / max(float(explained.tokens.max()), 1e-6))
    draw.rectangle(box, fill=(*HOT, int(70 * share)), outline=(*HOT, int(90 + 165 * share)), width=2 + round(2 * share))


def label(explained: Explanation, row: int) -> str:
    return f"-{100 * explained.tokens[row]:.0f} %" + (f": {explained.without[row]}" if row in explained.without else "")


def label_places(boxes: Sequence[Place], wides: Sequence[float], size: tuple[int, int]) -> list[Place]:
    """
    boxes: the weightiest first, which chooses first
    wides: of their labels
    size:  width and height of the photo
    Returns where the labels lie: inside of large boxes, else below or above, and over no other while there is room.
    """
    places: list[Place] = []
    last = EDGE_PX + size[1] - LABEL_PX
    for (x0, y0, _, y1), wide in zip(boxes, wides, strict=True):
        left = max(EDGE_PX, min(x0 + 2, EDGE_PX + size[0] - wide))
        inside = [y0 + 3] if y1 - y0 > ROOMY * LABEL_PX else []
        beside = [high for step in range(BOXES) for high in (y1 + 1 + LABEL_PX * step, y0 - LABEL_PX * (step + 1))]
        tried = [(left, high, left + wide, high + LABEL_PX - 1) for high in (max(EDGE_PX, min(high, last)) for high in inside + beside)]
        places.append(next((place for place in tried if not any(overlap(place, other) for other in places)), tried[0]))
    return places


def overlap(one: Place, other: Place) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def panel(draw, left: int, tokens: Tokens, explained: Explanation) -> None:
    top = words_strip(draw, left, EDGE_PX, explained)
    top = answers(draw, left, top + LINE_PX // 2, explained)
    top = told(draw, left, top + LINE_PX // 2, tokens, explained)
    lines = (
        "red: what the answer loses where this is hidden,",
        "and what would be said instead",
        "blue: where the words looked most (co-attention rollout)",
    )
    for number, line in enumerate(lines):
        draw.text((left, top + 8 + 14 * number), line, FAINT)


def words_strip(draw, left: int, top: int, explained: Explanation) -> int:
    """The question's pieces, each shaded by what the answer loses without it. Returns where it ends."""
    draw.text((left, top), "words", FAINT)
    top, x = top + 18, left
    most = max(float(explained.words.max()), LEAST)
    for word, weight in zip(explained.reading.words[1:], explained.words[1:], strict=True):
        wide = draw.textlength(word) + 8
        if x + wide > left + PANEL_PX:
            x, top = left, top + LINE_PX
        draw.rectangle((x, top, x + wide, top + 18), fill=(*HOT, int(200 * max(0.0, float(weight)) / most)))
        draw.text((x + 4, top + 3), word, INK)
        x += wide + 2
    return top + LINE_PX


def answers(draw, left: int, top: int, explained: Explanation) -> int:
    draw.text((left, top), "answers", FAINT)
    for number, (answer, chance) in enumerate(explained.reading.best):
        y = top + 18 + number * LINE_PX
        draw.rectangle((left + 130, y, left + 130 + (PANEL_PX - 190) * chance, y + 14), fill=BAR)
        draw.text((left, y + 1), sheet.shortened(answer, 20), INK)
        draw.text((left + PANEL_PX - 50, y + 1), f"{100 * chance:.1f} %", INK)
    return top + 18 + len(explained.reading.best) * LINE_PX


def told(draw, left: int, top: int, tokens: Tokens, explained: Explanation) -> int:
    """What was said of the whole picture and carried the answer: names, tags, and the bands of it."""
    rows = [int(row) for row in np.argsort(-explained.tokens) if tokens.kinds[row] not in PLACED and explained.tokens[row] > LEAST][:3]
    if not rows:
        return top
    draw.text((left, top), "of the whole picture", FAINT)
    for number, row in enumerate(rows):
        said = ", ".join(vocabulary().names[name] for name in tokens.names[row][: 3 if tokens.kinds[row] == TAG else 1] if name)
        said = f"the {said} of it" if tokens.kinds[row] == BAND else said or "colours"
        draw.text((left, top + 18 + 18 * number), sheet.shortened(said, 40), INK)
        draw.text((left + PANEL_PX - 50, top + 18 + 18 * number), f"-{100 * explained.tokens[row]:.0f} %", HOT)
    return top + 18 + 18 * len(rows)
