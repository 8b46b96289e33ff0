"""Whole conversations about one picture, in which few words lean on what was said before."""

from __future__ import annotations

import pytest

from models.calibration import photos
from tests.assistant.conversation import Config, Room, converse, replace_section, replies

pytestmark = pytest.mark.usefixtures("default_models")
CAT, FIVE_MEN = 13, 16


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


def talk(language: str, picture: int, *said: str) -> list[str]:
    room = Room(
        typed=[(1 + 5 * at, text) for at, text in enumerate(said)],
        picture=photos()[picture],
        length=5 * len(said) + 4,
        deaf=True,
        aloud=False,
    )
    return replies(converse(room, config=replace_section(Config(), "routing", language=language)))


def test_so_it_is_in_german() -> None:
    asked = ["Was ist das?", "Nein, ein Hund", "Und warum?", "Welche Farbe?", "Nicht blau?", "Ein Hund oder eine Katze?", "Ist es scharf?"]
    answers = talk("de", CAT, *asked, "Hier ist niemand, oder?", "Beschreib es", "Und sonst?")
    assert len(answers) == len(asked) + 3 and not any(answer.startswith("Das kann ich nicht") for answer in answers)
    assert "Katze" in answers[0] and "Katze" in answers[5] and answers[7] == "Ja, ich sehe niemanden."


def test_so_it_is_in_chinese() -> None:
    asked = [
        "这是什么？",
        "不，这是狗",
        "为什么？",
        "什么颜色？",
        "不是蓝色吗？",
        "狗还是猫？",
        "清楚吗？",
        "这里没有人，对吧？",
        "描述一下它",
        "还有呢？",
    ]
    answers = talk("zh", CAT, *asked)
    assert len(answers) == len(asked) and not any(answer.startswith("这个我做不到") for answer in answers)
    assert "猫" in answers[0] and "猫" in answers[5]


@pytest.mark.parametrize(
    ("language", "asked"),
    [("de", ["Wie viele Männer sind das?", "Nur vier?", "Es sind fünf"]), ("zh", ["有几个男人？", "只有四个吗？", "有五个"])],
)
def test_how_many_they_are_is_asked_again_with_a_number(language: str, asked: list[str]) -> None:
    no, yes = {"de": ("Nein", "Ja"), "zh": ("不", "是的")}[language]
    _, only, five = talk(language, FIVE_MEN, *asked)
    assert only.startswith(no) and five.startswith(yes)


def test_nothing_else_is_looked_for_where_no_picture_was_talked_about() -> None:
    assert talk("de", CAT, "noch etwas")[0].startswith("Das kann ich nicht")


def test_what_she_has_is_not_who_she_is() -> None:
    *_, sad = talk("de", CAT, "Wer ist das?", "Welche Farbe haben ihre Augen?", "Ist sie traurig?")
    assert "Augen" not in sad
