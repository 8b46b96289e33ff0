"""`owlish ask --explain out.png`: the picture with what carried the answer, the words, and the five likeliest answers."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from assistant.commands import sheet
from models.vilbert.explain import PLACED, Explanation
from models.vilbert.tokens import TAG, Tokens
from models.vilbert.vocabulary import vocabulary

SIDE_PX, PANEL_PX, EDGE_PX, LINE_PX = 640, 360, 16, 26
BOXES = 4
"""Regions that are outlined, the weightiest first."""
INK, PAPER, FAINT, HOT, BAR = (20, 20, 20), (255, 255, 255), (120, 120, 120), (214, 69, 27), (66, 110, 180)
LEAST = 0.01
"""Chance whose loss is worth showing."""


def write(pixels: np.ndarray, tokens: Tokens, explained: Explanation, file: Path) -> None:
    """pixels: (H, W, 3) uint8 RGB. Raises BadInput when the file cannot be written."""
    sheet.save(drawn(pixels, tokens, explained), file)


def drawn(pixels: np.ndarray, tokens: Tokens, explained: Explanation):
    """A PIL picture: the photo on the left, words and answers on the right."""
    from PIL import Image, ImageDraw

    photo = Image.fromarray(pixels)
    photo.thumbnail((SIDE_PX, SIDE_PX))
    page = Image.new("RGB", (photo.width + PANEL_PX + 3 * EDGE_PX, max(photo.height, 420) + 2 * EDGE_PX), PAPER)
    page.paste(photo, (EDGE_PX, EDGE_PX))
    draw = ImageDraw.Draw(page, "RGBA")
    for row in reversed(weighty(tokens, explained)):
        outline(draw, tokens.boxes[row], photo.size, explained, row)
    panel(draw, photo.width + 2 * EDGE_PX, tokens, explained)
    return page


def weighty(tokens: Tokens, explained: Explanation) -> list[int]:
    """Placed tokens whose loss costs the answer something, most first."""
    rows = [int(row) for row in np.argsort(-explained.tokens) if tokens.kinds[row] in PLACED and explained.tokens[row] > LEAST]
    return rows[:BOXES]


def outline(draw, box: np.ndarray, size: tuple[int, int], explained: Explanation, row: int) -> None:
    share = min(1.0, float(explained.tokens[row]) / max(float(explained.tokens.max()), 1e-6))
    x0, y0, x1, y1 = (EDGE_PX + float(edge) * side for edge, side in zip(box, size * 2, strict=True))
    draw.rectangle((x0, y0, x1, y1), fill=(*HOT, int(70 * share)), outline=(*HOT, int(90 + 165 * share)), width=2 + round(2 * share))
    label = f"-{100 * explained.tokens[row]:.0f} %" + (f": {explained.without[row]}" if row in explained.without else "")
    high = y0 + 3 if y0 + 18 < y1 else y1 + 1
    draw.rectangle((x0 + 2, high, x0 + 8 + draw.textlength(label), high + 13), fill=(*HOT, 220))
    draw.text((x0 + 5, high + 1), label, PAPER)


def panel(draw, left: int, tokens: Tokens, explained: Explanation) -> None:
    top = words_strip(draw, left, EDGE_PX, explained)
    top = answers(draw, left, top + LINE_PX // 2, explained)
    top = told(draw, left, top + LINE_PX // 2, tokens, explained)
    lines = ("red: what the answer loses where this is hidden,", "and what would be said instead")
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
    """What was said of the whole picture and carried the answer: names and tags."""
    rows = [int(row) for row in np.argsort(-explained.tokens) if tokens.kinds[row] not in PLACED and explained.tokens[row] > LEAST][:3]
    if not rows:
        return top
    draw.text((left, top), "of the whole picture", FAINT)
    for number, row in enumerate(rows):
        said = ", ".join(vocabulary().names[name] for name in tokens.names[row][: 3 if tokens.kinds[row] == TAG else 1] if name)
        draw.text((left, top + 18 + 18 * number), sheet.shortened(said or "colours", 40), INK)
        draw.text((left + PANEL_PX - 50, top + 18 + 18 * number), f"-{100 * explained.tokens[row]:.0f} %", HOT)
    return top + 18 + 18 * len(rows)
