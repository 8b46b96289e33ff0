"""Whole conversations about what the camera sees: a sign is read aloud, a long page is stopped, and closed eyes read nothing."""

from __future__ import annotations

import random

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant.events import Looked, Replied, SpeakingEnded
from bench.ocr import Setting, rendered
from models.calibration import photos
from tests.assistant.conversation import Room, converse, pick, replies

CAT = 13
PAGE = """The harbour master counted the boats
every evening before the lamps were lit.
There were never fewer than thirty, and
in the summer there were often twice as
many. He wrote the number in a grey book
that nobody had ever asked him to show."""


@pytest.fixture(autouse=True)
def models(prepared):
    for name in (
        "ssd-mobilenet-v2-coco",
        "efficientnet-lite0",
        "efficientnet-lite3",
        "ppocr-v6-small",
        "silero-vad",
        "whisper-tiny.en",
        "piper-joe",
    ):
        prepared(name)


def test_a_sign_is_read_its_lines_one_by_one_and_spelled() -> None:
    sign = rendered(["EMERGENCY EXIT", "Push the button to cross"], Setting(), random.Random(4))
    typed = [(1, "what does it say"), (8, "read the second line"), (14, "spell the first word"), (24, "close your eyes"), (27, "read this")]
    events = converse(Room(typed=typed, picture=sign, length=34))
    assert replies(events)[:3] == ["EMERGENCY EXIT. Push the button to cross.", "Push the button to cross.", "E, M, E, R, G, E, N, C, Y."]
    assert replies(events)[4].startswith("My eyes are closed.")
    first = pick(events, Replied)[0]
    assert [region.label for region in first.regions] == ["EMERGENCY EXIT", "Push the button to cross"] and first.engine == "ppocr-v6-small"
    assert [look.engine for look in pick(events, Looked)] == ["ppocr-v6-small"] * 2


def test_a_page_is_read_in_sentences_and_can_be_stopped() -> None:
    page = Image.new("RGB", (640, 480), "white")
    ImageDraw.Draw(page).multiline_text((40, 60), PAGE, "black", ImageFont.load_default(28), spacing=12)
    events = converse(Room(typed=[(1, "read this to me"), (9, "stop")], picture=np.asarray(page), length=14))
    assert replies(events)[0] == " ".join(PAGE.split())
    spoken = pick(events, SpeakingEnded)[0]
    assert spoken.interrupted and spoken.heard.startswith("The harbour master counted") and not spoken.heard.endswith("show.")


def test_whether_something_is_written_is_read_and_not_guessed() -> None:
    sign = rendered(["EMERGENCY EXIT"], Setting(), random.Random(4))
    asked = "is something written on the board"
    written, bare = (converse(Room(typed=[(1, asked)], picture=picture, length=6)) for picture in (sign, photos()[13]))
    assert replies(written) == ["EMERGENCY EXIT."] and replies(bare) == ["I see no text that I can read."]


def test_what_is_talked_about_is_gone_on_with_in_few_words() -> None:
    said = [
        "what is this",
        "no, it's a dog",
        "that's wrong",
        "any cars",
        "where are they",
        "only two",
        "what else could it be",
        "is that all",
    ]
    room = Room(typed=[(1 + 5 * at, text) for at, text in enumerate(said)], picture=photos()[CAT], length=5 * len(said) + 4, deaf=True)
    events = converse(room)
    this, dog, wrong, cars, where, *_, last = answers = replies(events)
    assert len(answers) == len(said) and not any(answer.startswith("I can't do that") for answer in answers)
    assert "cat" in this and ("cat" in dog or "dog" in dog) and wrong.endswith("percent sure.")
    assert cars == "No." and where == "I see no cars." and "nothing else" in last.lower()


def test_what_was_set_is_cancelled_after_a_look() -> None:
    typed = [(1, "set a timer for five minutes"), (6, "what colour is the cat"), (11, "cancel it")]
    events = converse(Room(typed=typed, picture=photos()[CAT], length=16, deaf=True, aloud=False))
    assert replies(events)[-1] == "The timer for 5 minutes is cancelled."
