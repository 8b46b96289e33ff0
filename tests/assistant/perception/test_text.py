"""Lines as a person would read them aloud, and what is said when nothing can be read."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from assistant.config import Vision
from assistant.errors import CameraError
from assistant.events import Frame, Region
from assistant.perception.text import TextReader, flowing
from assistant.phrases import Phrases
from bench.ocr import Setting, rendered
from models.store import Store

PHRASES = Phrases("assistant", "vision")


def lines(*texts: str) -> list[Region]:
    return [Region((0, 20 * row, 10 * len(text), 20 * row + 18), text, 0.99) for row, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["EXIT"], "EXIT."),
        (["OPEN", "9 to 17"], "OPEN. 9 to 17."),
        (["Please do not feed", "the animals"], "Please do not feed the animals."),
        (["Milk, eggs,", "Bread"], "Milk, eggs, Bread."),
        (["It was a remark-", "able day."], "It was a remarkable day."),
        (["We took the train to Prague and", "Vienna then.", "OK"], "We took the train to Prague and Vienna then. OK."),
        (["Wet paint!", "Do not touch."], "Wet paint! Do not touch."),
    ],
)  # fmt: skip
def test_lines_become_sentences(texts: list[str], said: str) -> None:
    assert flowing(lines(*texts)) == said


def test_a_sign_is_read_with_its_boxes(store, prepared) -> None:
    prepared("ppocr-v6-small")
    reader = TextReader(Vision(), store, PHRASES)
    answer = reader.read(Frame(rendered(["EMERGENCY EXIT", "Made in Portugal"], Setting(), random.Random(3))))
    assert answer.short == "EMERGENCY EXIT\nMade in Portugal" and answer.spoken == "EMERGENCY EXIT. Made in Portugal."
    assert [region.label for region in answer.regions] == ["EMERGENCY EXIT", "Made in Portugal"] and answer.confidence > 0.9
    blank = reader.read(Frame(np.full((480, 640, 3), 180, np.uint8)))
    assert blank.abstained and blank.spoken == "I see no text that I can read." and not blank.regions


def test_a_network_that_is_not_there_is_told_as_what_the_eyes_lack(tmp_path: Path) -> None:
    reader = TextReader(Vision(), Store(tmp_path), PHRASES)
    with pytest.raises(CameraError, match="'ppocr-v6-small' is not prepared on this machine; run: owlish models pull ppocr-v6-small"):
        reader.read(Frame(np.zeros((48, 64, 3), np.uint8)))
