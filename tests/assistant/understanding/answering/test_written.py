"""Questions about what is written, on pictures that are really read."""

from __future__ import annotations

import random

import pytest

from assistant.config import Vision
from assistant.events import Answer, Frame, Region, Scene
from assistant.perception.scene import SceneBuilder
from assistant.perception.text import TextReader
from assistant.phrases import Phrases
from assistant.understanding.answering.written import Wanted, told, wanted
from assistant.understanding.vilbert import Vilbert
from bench.ocr import Setting, rendered
from models.calibration import photos
from models.store import Store

LINES = ("No parking any time", "Room 212, second floor")


@pytest.fixture(scope="module")
def vilbert(store: Store, prepared) -> Vilbert:
    prepared("ppocr-v6-small")
    phrases = Phrases("assistant", "vision")
    return Vilbert(phrases, reader=TextReader(Vision(), store, phrases).read)


@pytest.fixture(scope="module")
def sign(builder: SceneBuilder) -> Scene:
    return builder.build(Frame(rendered(LINES, Setting(), random.Random(2))))


@pytest.fixture(scope="module")
def bare(builder: SceneBuilder) -> Scene:
    return builder.build(Frame(photos()[0]))


@pytest.mark.parametrize(
    ("question", "what", "thing"),
    [
        ("What does the sign say?", "text", "the sign"),
        ("what does it say", "text", ""),
        ("what is written here", "text", ""),
        ("what's written on the blue mug?", "text", "the blue mug"),
        ("which country name is written on the wing", "text", "the wing"),
        ("what is the title of the book", None, ""),
        ("what are the words on the wall", "text", "the wall"),
        ("is there any text in the picture", "whether", ""),
        ("Is something written on the board?", "whether", "the board"),
        ("does the shirt have letters on it", "whether", "the shirt"),
        ("can you see any writing", "whether", ""),
        ("what number is on the jersey", "number", "the jersey"),
        ("what is the number of people", None, ""),
        ("what is on the table", None, ""),
        ("what does the man do", None, ""),
        ("is there a word", "whether", ""),
        ("is there a bookshelf", None, ""),
        ("what color are the letters on the sign", None, ""),
        ("What brand is it?", "text", ""),
        ("what brand of scissors is this", "text", ""),
        ("which brand are the scissors", "text", "the scissors"),
        ("what's the brand of the car", "text", "the car"),
        ("what brand is he wearing", None, ""),
        ("What numbers can you see?", "number", ""),
        ("which number do you see on the bus", "number", "the bus"),
        ("what number is this", "number", ""),
        ("what number of people can you see", None, ""),
        ("is the girl reading", None, ""),
        ("who is reading the newspaper", None, ""),
        ("what does it say on the box", "text", "the box"),
        ("what does the label read", "text", "the label"),
        ("what does the man's shirt say", "text", "the man's shirt"),
        ("what’s written on the mug", "text", "the mug"),
        ("what is written there please", "text", ""),
        ("can you tell me what the note says", "text", "the note"),
        ("Could you please read me what's written on the door?", "text", "the door"),
        ("read what it says out loud", "text", ""),
        ("read me the label please", "text", "the label"),
        ("please read the text for me", "text", ""),
        ("what do these say", "text", ""),
        ("is there anything written on the man", "whether", "the man"),
        ("what does he say", None, ""),
        ("what do you say", None, ""),
        ("what does the man in the hat say", None, ""),
        ("tell me what the woman says", None, ""),
    ],
)
def test_only_what_asks_for_text_alone_is_read(question: str, what: str | None, thing: str) -> None:
    assert wanted(question) == (Wanted(what, thing) if what else None)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("does the sign say no parking?", Wanted("whether", "the sign", "no parking")),
        ("does it say exit on the door", Wanted("whether", "the door", "exit")),
        ("is the word milk on the box", Wanted("whether", "the box", "milk")),
        ("does it say how long it keeps", None),
        ('does it say "no parking"?', Wanted("whether", "", "no parking")),
        ("does the sign say anything", Wanted("whether", "the sign")),
        ("does it say something on the door", Wanted("whether", "the door")),
        ("is anything written in the book", Wanted("whether", "the book")),
        ("is anything written in german", None),
        ("does the man say yes", None),
        ("does he look as if he wants to say something", None),
        ("do you think it would say yes", None),
        ("would you say it is red", None),
    ],
)
def test_words_that_may_stand_there_are_looked_for(question: str, found: Wanted | None) -> None:
    assert wanted(question) == found


def test_a_sign_is_read_whole_and_shown(vilbert: Vilbert, sign: Scene) -> None:
    answer = vilbert.answer("what does it say?", sign)
    assert (
        answer.short == ", ".join(LINES) and answer.spoken == " ".join(f"{line}." for line in LINES) and answer.engine == "ppocr-v6-small"
    )
    assert len(answer.regions) == 2 and answer.confidence > 0.9


def test_of_numbers_only_they_are_said(vilbert: Vilbert, sign: Scene) -> None:
    answer = vilbert.answer("what number is on the sign", sign)
    assert (answer.short, answer.spoken, len(answer.regions)) == ("212", "212.", 1)


@pytest.mark.parametrize(
    ("question", "there", "else_"),
    [("is anything written here", "yes", "no"), ("is nothing written here", "no", "yes"), ("does it say no parking", "yes", "no")],
)
def test_whether_something_is_written(vilbert: Vilbert, sign: Scene, bare: Scene, question: str, there: str, else_: str) -> None:
    assert vilbert.answer(question, sign).short == there
    said = vilbert.answer(question, bare)
    assert said.short == else_ and not said.regions and said.confidence < 0.75, "what could not be read may still be there"


def test_where_nothing_is_written_nothing_is_said_to_be(vilbert: Vilbert, bare: Scene) -> None:
    answer = vilbert.answer("what does the sign say", bare)
    assert answer.abstained and answer.spoken == "I see no text that I can read." and answer.confidence == 0


def test_without_numbers_there_is_none_to_tell(vilbert: Vilbert, builder: SceneBuilder) -> None:
    scene = builder.build(Frame(rendered(["Push the button"], Setting(), random.Random(2))))
    answer = vilbert.answer("what number is on the button", scene)
    assert answer.abstained and answer.spoken == "I can't tell from this picture."


def test_of_a_thing_only_its_own_lines_are_read() -> None:
    lines = (
        Region((10, 10, 90, 30), "FreshMilk", 0.9),
        Region((10, 200, 90, 220), "Bread", 0.8),
        Region((12, 40, 88, 60), "Fresh milk", 0.9),
    )
    read = Answer("", "", 0.9, "ocr", lines)
    assert told(Wanted("text", "the box"), read, (0, 0, 100, 100)).short == "Fresh milk", "a line that says the same is said once"
    assert told(Wanted("text", "the box"), read, (300, 300, 400, 400)).short == "Fresh milk, Bread", "a thing without text is passed over"
    assert told(Wanted("whether", "the box"), read, (300, 300, 400, 400)).short == "no"
    assert [told(Wanted("whether", "", words), read, None).short for words in ("fresh milk", "milk bread", "fresh", "read")] == [
        "yes", "no", "yes", "no",
    ]  # fmt: skip


def test_what_was_read_is_explained_by_its_lines(vilbert: Vilbert, sign: Scene, bare: Scene) -> None:
    explained = vilbert.explain("what does it say", sign)
    assert isinstance(explained, Answer) and [line.label for line in explained.regions] == list(LINES)
    assert not vilbert.is_guessed("what does it say", sign) and vilbert.is_guessed("what is this", bare)
