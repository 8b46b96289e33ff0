"""Of several people: how many do something, whether most do, who it is, and who looks oldest."""

from __future__ import annotations

import pytest

from assistant.understanding.answering.among import among
from assistant.understanding.answering.telling import place_in_row
from assistant.understanding.answering.whom import in_a_row
from tests.assistant.understanding.answering.persons import GLAD, MAN, SITS, STANDS, UNSEEN, WOMAN, person

YOUNG, OLD = person(age=20), person(age=60)
SITTING, STANDING = person(**SITS), person(**STANDS)


def told(question: str, *people, said: str = "3") -> str | None:
    found = among(question, said, people)
    return found.answer if found else None


def meant(question: str, *people) -> tuple | None:
    found = among(question, "yes", people)
    return found.people if found and found.names_them else None


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("how many of them are smiling", "2"),
        ("how many are smiling", "2"),
        ("how many people smile", "2"),
        ("how many of the people are women", "1"),
        ("how many of them are men", "2"),
        ("how many of the women are smiling", "1"),
        ("how many men are smiling", "1"),
        ("how many women are there", "1"),
    ],
)
def test_people_are_counted_by_what_is_seen_of_each(question, count):
    assert told(question, MAN, WOMAN, GLAD) == count


def test_what_was_not_seen_of_all_is_counted_as_far_as_the_others_allow_and_is_in_doubt():
    found = among("how many people are sitting", "3", (SITTING, STANDING, MAN))
    assert found and found.answer == "2" and found.chance == 0.5
    assert told("how many people are sitting", SITTING, MAN, MAN, said="0") == "1"
    assert told("how many people are sitting", STANDING, MAN, said="standing") is None


def test_most_are_more_than_half():
    assert told("are most of them smiling", WOMAN, GLAD, MAN) == "yes"
    assert told("are most of them smiling", WOMAN, MAN) == "no", "half of them are not"
    assert told("are most of the people men", MAN, GLAD, WOMAN) == "yes"
    assert told("are most of them smiling", WOMAN, UNSEEN) is None


@pytest.mark.parametrize(
    ("question", "those"),
    [
        ("who is smiling", (WOMAN, GLAD)),
        ("who smiles", (WOMAN, GLAD)),
        ("which of them is smiling", (WOMAN, GLAD)),
        ("which man is smiling", (GLAD,)),
        ("who looks happy", (WOMAN, GLAD)),
        ("which one is a woman", (WOMAN,)),
        ("which of them are children", ()),
        ("who is standing", None),
    ],
)
def test_who_does_something_is_told_by_what_is_seen_of_each(question, those):
    assert meant(question, MAN, WOMAN, GLAD) == those


def test_who_does_it_among_some_who_were_not_seen_is_in_doubt_and_nobody_is_not_claimed():
    found = among("who is sitting", "yes", (SITTING, UNSEEN))
    assert found and found.people == (SITTING,) and found.chance < 0.5
    assert among("who is sitting", "yes", (STANDING, UNSEEN)) is None


@pytest.mark.parametrize(
    ("question", "who"),
    [("who is the oldest", OLD), ("who looks older", OLD), ("who is the youngest", YOUNG), ("which man is the youngest", YOUNG)],
)
def test_the_oldest_is_told_where_the_ages_are_apart(question, who):
    assert meant(question, YOUNG, OLD) == (who,)
    assert meant(question, person(age=30), person(age=32)) is None
    assert meant(question, OLD) is None and meant(question, OLD, YOUNG, UNSEEN) is None


@pytest.mark.parametrize(
    "question",
    [
        "who is smiling at the dog",
        "who is this",
        "how many cups are there",
        "how many of the cups are full",
        "who is the best",
        "are most cups red",
    ],
)
def test_what_asks_for_something_else_is_left_alone(question):
    assert among(question, "3", (MAN, WOMAN)) is None


def test_a_place_in_a_row_is_told_from_its_nearer_end():
    assert [place_in_row(place, 5) for place in range(5)] == ["left", "second left", "middle", "second right", "right"]
    assert [place_in_row(place, 2) for place in range(2)] == ["left", "right"] and place_in_row(0, 1) == ""
    assert place_in_row(3, 8) == "", "nobody counts so far"


def test_people_stand_in_a_row_from_left_to_right():
    right = person(large=True)
    assert list(in_a_row((right, MAN))) == [MAN, right]


def test_who_does_something_is_said_by_where_they_stand(vilbert, five_men):
    answer = vilbert.answer("who is smiling", five_men)
    assert answer.spoken == "I am not sure, but I would say the man in the middle." and len(answer.regions) == 1
    assert vilbert.answer("which one of them is a woman", five_men).spoken == "I would say none of them."
    assert vilbert.answer("are exactly five of the people men", five_men).spoken == "Yes, I count five."
