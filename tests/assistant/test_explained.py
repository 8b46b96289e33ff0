"""The explanation as a picture: readable however small and close together what it shows."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.commands import explained, seen
from assistant.config import Vision
from assistant.events import Answer, Frame, Region
from assistant.perception.scene import SceneBuilder
from assistant.phrases import Phrases
from assistant.senses.files import load_frame
from assistant.understanding.vilbert import Vilbert
from models.calibration import photos
from models.vilbert.explain import PLACED


def crossing(places: list[explained.Place]) -> list[tuple[explained.Place, explained.Place]]:
    return [(one, other) for at, one in enumerate(places) for other in places[:at] if explained.overlap(one, other)]


@pytest.mark.parametrize("x", [16.0, 300.0, 640.0])
@pytest.mark.parametrize("y", [16.0, 200.0, 420.0])
def test_no_label_lies_over_another_or_outside_of_the_photo(x, y):
    boxes = [(x, y, x + 16, y + 22), (x + 4, y, x + 20, y + 22), (x, y + 2, x + 20, y + 20), (x - 10, y - 4, x + 30, y + 30)]
    places = explained.label_places(boxes, [60.0, 60.0, 40.0, 40.0], (640, 427))
    assert len(places) == 4 and not crossing(places)
    assert all(16 <= x0 < x1 <= 656 and 16 <= y0 < y1 <= 443 for x0, y0, x1, y1 in places)


def test_a_label_lies_beside_a_thing_that_it_would_cover_and_inside_of_a_large_one():
    small, large = (100.0, 100.0, 120.0, 140.0), (300.0, 100.0, 500.0, 400.0)
    beside, inside = explained.label_places([small, large], [60.0, 60.0], (640, 427))
    assert not explained.overlap(beside, small) and inside[1] > large[1] and inside[3] < large[3]


def test_what_was_read_is_drawn_with_its_lines(tmp_path):
    pixels, lines = (
        np.full((200, 300, 3), 255, np.uint8),
        [Region((20, 50 + 40 * row, 120, 70 + 40 * row), "Grüße", 0.9) for row in range(3)],
    )
    seen.write(pixels, (), Answer("Grüße", "Grüße.", 0.9, "ocr", tuple(lines)), tmp_path / "why.png")
    page = load_frame(tmp_path / "why.png").pixels
    scale = seen.SIDE_PX / 300
    across, downs = round(seen.EDGE_PX + 70 * scale), [round(seen.EDGE_PX + line.box[3] * scale) for line in lines]
    assert all((page[down - 2 : down + 3, across] == seen.MEANT).all(-1).any() for down in downs), "each line has its box"
    assert (page[:, seen.SIDE_PX + 2 * seen.EDGE_PX :] < 128).any(), "and is told beside it"
    many = Answer("x", "x.", 0.9, "ocr", tuple(Region((0, 0, 10, 10), f"line {row}", 0.9) for row in range(500)))
    seen.write(pixels, (), many, tmp_path / "many.png")
    assert load_frame(tmp_path / "many.png").size[1] < 2000


def test_where_the_words_looked_most_is_outlined(store, prepared):
    for name in ("ssd-mobilenet-v2-coco", "efficientnet-lite0", "efficientnet-lite3"):
        prepared(name)
    cat = SceneBuilder(Vision(), store).build(Frame(photos()[13]))
    explanation, tokens = Vilbert(Phrases("assistant", "vision")).explain("what animal is this", cat), cat.tokens
    row = explained.looked_at(tokens, explanation)
    placed = [place for place, kind in enumerate(tokens.kinds) if kind in PLACED]
    assert explanation.looked[row] == max(explanation.looked[place] for place in placed)
    page = np.asarray(explained.drawn(cat.frame.pixels, tokens, explanation))
    assert (page[:, : seen.SIDE_PX] == explained.BAR).all(-1).sum() > 100
