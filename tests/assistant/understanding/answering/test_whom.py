"""Of several people, the one is meant who is where the words say, or whom they mean most."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assistant.understanding.answering.people import settled
from tests.assistant.understanding.answering.persons import GLAD, MAN, UNSEEN, WOMAN, said


def test_of_several_the_one_is_told_of_whom_the_words_mean_most():
    assert said("is the person with the hat smiling", WOMAN, MAN, meant=1) == "no"
    assert said("is the person with the hat smiling", WOMAN, MAN, meant=0) == "yes"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("is the man in the middle smiling", "yes"),
        ("is the middle man smiling", "yes"),
        ("is the man on the left side of the picture smiling", "no"),
        ("is the man on the right smiling", "no"),
        ("is the man in the middle of the road smiling", "no"),  # as the words mean the first of them
    ],
)
def test_where_somebody_is_tells_better_than_the_network_who_is_meant(question, answer):
    three = [replace(one, box=one.box + np.float32([x, 0, x, 0])) for one, x in ((MAN, 200), (MAN, 0), (GLAD, 100))]
    assert said(question, *three) == answer


def test_an_answer_is_no_surer_than_who_is_meant():
    def chance(*marks: float) -> float:
        found = settled("is the man with the hat smiling", "yes", (GLAD, MAN), lambda phrase: np.array(marks))
        return found.chance if found and found.answer == "yes" else 0.0

    assert chance(9, 0) == pytest.approx(0.95, abs=0.01) and 0.5 < chance(0.5, 0.4) < 0.75


def test_who_was_not_seen_may_be_the_one_who_is_meant():
    assert said("is the man smiling", GLAD, UNSEEN) == "yes"
    assert said("is the man with the hat smiling", GLAD, UNSEEN, meant=1) is None
    assert said("is the man with the hat smiling", GLAD, WOMAN, meant=1) == "yes"


def test_the_other_one_is_not_the_one_who_would_be_meant_without_that():
    assert said("is the man smiling", GLAD, MAN, meant=0) == "yes" and said("is the other man smiling", GLAD, MAN, meant=0) == "no"
    assert said("is the other man smiling", GLAD, MAN, meant=1) == "yes"
    assert said("is the other man smiling", MAN, WOMAN) is None and said("is the other person smiling", MAN, WOMAN, meant=0) == "yes"


def test_beside_one_alone_there_is_no_other():
    assert said("is the other man smiling", GLAD) is None
