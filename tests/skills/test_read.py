"""Reading: all of it, one thing's text, lines one by one, spelling, numbers, and whether a word is there."""

from __future__ import annotations

import anyio
import pytest

from assistant.events import Region
from assistant.skill import Reply
from skills.read import Read
from tests.installed import router
from tests.skills.home import SmallHome, say

ROUTER = router()
LABEL = (
    Region((100, 100, 300, 120), "Sparkling Water", 0.99),
    Region((100, 130, 300, 150), "Best before 24.03.2027", 0.98),
    Region((400, 300, 600, 330), "EXIT", 0.99),
)
BOTTLE = Region((80, 60, 320, 200), "bottle", 0.8)


def talk(*texts: str, lines: tuple[Region, ...] = LABEL, things: tuple[Region, ...] = (BOTTLE,)) -> list[Reply]:
    async def live() -> list[Reply]:
        skill = Read()
        home = SmallHome(skill, things)
        home.sight.lines = lines
        return [await say(ROUTER, skill, home, text) for text in texts]

    return anyio.run(live)


def test_everything_is_read_with_its_boxes() -> None:
    (reply,) = talk("read it to me")
    assert reply.text == "Sparkling Water. Best before 24.03.2027. EXIT" and reply.regions == LABEL


def test_what_stands_on_a_thing_is_told_from_the_rest() -> None:
    (reply,) = talk("what does it say on the bottle")
    assert reply.text == "Sparkling Water. Best before 24.03.2027." and reply.regions == LABEL[:2]


def test_of_a_thing_that_is_not_found_everything_is_read() -> None:
    assert talk("what does the sign say")[0].regions == LABEL


def test_lines_are_read_by_number_and_one_by_one() -> None:
    texts = (
        "read the first line",
        "next line",
        "next line",
        "next line",
        "read the last line",
        "read line 2",
        "what does the fifth line say",
    )
    assert [reply.text for reply in talk(*texts)] == [
        "Sparkling Water.",
        "Best before 24.03.2027.",
        "EXIT.",
        "There are only 3 lines.",
        "EXIT.",
        "Best before 24.03.2027.",
        "There are only 3 lines.",
    ]
    assert talk("read the first two lines")[0].text == "Sparkling Water. Best before 24.03.2027."


def test_words_are_spelled() -> None:
    said = [reply.text for reply in talk("what does it say", "spell it", "spell the first word", "spell the last word")]
    assert said[1] == "S, P, A, R, K, L, I, N, G, space, W, A, T, E, R."  # all of it would be too much
    assert said[2:] == ["S, P, A, R, K, L, I, N, G.", "E, X, I, T."]


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("does it say exit", "Yes, it says: EXIT."),
        ("can you see the word sparkling", "Yes, it says: Sparkling Water."),
        ("does the sign say entrance", "No, I don't read entrance there."),
        ("read just the numbers", "It says 24.03.2027."),
        ("what is the best before date on it", "It says 24.03.2027."),
    ],
)
def test_words_and_numbers_are_looked_for(text: str, reply: str) -> None:
    assert talk(text)[0].text == reply


@pytest.mark.parametrize("text", ["read this", "read the first line", "what does the label say", "does it say exit", "read the numbers"])
def test_where_nothing_can_be_read_that_is_said(text: str) -> None:
    assert talk(text, lines=())[0].text == "I see no text."


def test_nothing_to_spell_is_said() -> None:
    assert talk("spell it", lines=())[0].text == "I see no text that I can read."


@pytest.mark.parametrize(
    ("line", "words", "there"),
    [("EMERGENCY EX1T", "exit", True), ("Open daily", "open", True), ("Opening hours", "exit", False), ("No smoking", "no smoking", True),
     ("EXIT", "...", False), ("NOPARKING", "no parking", True), ("Bread", "read", False), ("EMERGNCY", "emergency", True)],
)  # fmt: skip
def test_a_misread_letter_does_not_hide_a_word(line: str, words: str, there: bool) -> None:
    assert Region((0, 0, 1, 1), line, 1.0).says(words) is there
