"""An answer counts as the assistant would give it."""

from __future__ import annotations

import random
from dataclasses import fields

import numpy as np

from models.vilbert.data.execute import found
from models.vilbert.data.noise import TRAINED
from models.vilbert.data.questions import Question
from models.vilbert.data.world import Thing, What, World
from models.vilbert.evaluate import Score, beside, columns, is_right, knowable, scores, type_of
from models.vilbert.runtime import Fusion, Reading
from models.vilbert.sets import Asked, simulated_set
from models.vilbert.tokens import BAND, REGION, empty
from models.vilbert.vocabulary import DETECTED, FIRST_PART, PARTS, vocabulary


def test_what_stands_out_is_pointed_at_where_it_is_meant_though_no_detector_knows_it():
    tokens, marks = empty(2), np.array([4.0, -2.0])
    tokens.kinds[:], tokens.names[0, 0] = (BAND, REGION), FIRST_PART + PARTS.index("subject")
    tokens.boxes[:] = (0.1, 0.1, 0.5, 0.5), (0.6, 0.6, 0.9, 0.9)
    asked = Asked(tokens, Question("refer", "find the gila monster"), (0.1, 0.1, 0.5, 0.55))
    for said, right in ((marks, True), (marks[::-1], False)):
        reading = Reading(
            **{item.name: {"marks": said, "grounding": 1 / (1 + np.exp(-said))}.get(item.name, ()) for item in fields(Reading)}
        )
        assert is_right(asked, reading, tokens) == right


def test_what_was_overlooked_or_is_called_something_else_is_not_to_be_known():
    cat, cup = Thing("cat", (0.1, 0.1, 0.3, 0.3), "black"), Thing("cup", (0.5, 0.5, 0.6, 0.7), "red")
    tokens = empty(3)
    tokens.kinds[:] = REGION
    tokens.names[:, 0] = [DETECTED + vocabulary().names[DETECTED:].index(name) for name in ("cup", "vase", "cup")]
    known = found(World([cat, cup, Thing("bowl", (0.7, 0.1, 0.9, 0.2))]), tokens, [("1",), ("2",), ()])
    assert [(thing.name, thing.colour) for thing in known.things] == [("cup", "red"), ("vase", None)]

    def asked(kind: str, answer: str | None, program: tuple, box: tuple[float, ...] | None = None) -> Asked:
        return Asked(tokens, Question(kind, "", answer, program=program), box, known)

    assert knowable(asked("colour", "red", ("colour", What("cup"))))
    assert knowable(asked("refer", None, ("refer", What("", "red")), cup.box))
    assert not knowable(asked("exist", "yes", ("exist", What("cat"))))
    assert not knowable(asked("exist", "yes", ("exist", What("bowl"))))
    assert not knowable(asked("refer", None, ("refer", What("cat")), cat.box))
    assert knowable(Asked(tokens, Question("exist", "", "no", program=("exist", What("dog"))), None)) is None


def test_men_and_women_are_a_type_of_their_own():
    of = [type_of(Asked(empty(1), Question("count", "", "1", program=("count", What(noun))), None)) for noun in ("woman", "person", "cup")]
    assert of == ["who", "count", "count"]


class Watched(Fusion):
    """Keeps which picture each question was asked of."""

    def read(self, picture, text):
        self.asked.append((text, picture.source))
        return super().read(picture, text)


def test_another_picture_is_never_the_questions_own():
    fusion, asked = Watched(), simulated_set(random.Random(2), 2, TRAINED, questions=4)
    fusion.asked = []
    assert "other picture" in columns(fusion, asked)
    own, blank, other = (fusion.asked[start : start + len(asked)] for start in range(0, 3 * len(asked), len(asked)))
    assert all(source is one.tokens for (_, source), one in zip(own, asked, strict=True))
    assert all(len(source) == 1 for _, source in blank)
    assert all(text == one.question.text and source is not one.tokens for (text, source), one in zip(other, asked, strict=True))


def test_where_there_is_one_picture_alone_no_other_is_shown():
    assert "other picture" not in columns(Fusion(), simulated_set(random.Random(2), 1, TRAINED, questions=4))


def test_no_interval_leaves_0_to_1():
    for of in range(1, 60):
        low, high = Score("all", 0, of).within[0], Score("all", of, of).within[1]
        assert f"{low:.3f}" == "0.000" and high <= 1


def test_all_stands_below_the_kinds_that_it_sums_up():
    run = scores([("refer", True), ("exist", False), ("refer", True)])
    assert list(run) == ["refer", "exist", "all"] and run["all"].share == 2 / 3
    assert [line.split()[0] for line in beside({"one": run}).splitlines()] == ["type", "refer", "exist", "all", "kept"]
