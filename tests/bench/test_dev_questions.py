"""The questions, phrases and captions about photos, which are not part of the repository: enough of them, balanced, each one usable."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from bench.tables import plain
from bench.vision import QUESTIONS
from models.vilbert.data import photos

TRAINED = Path(photos.__file__).with_name("photos.jsonl")
TYPES = {"yes/no", "object", "colour", "count", "position", "scene", "action"}
ROWS = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
CAPTIONS = [json.loads(line) for line in QUESTIONS.with_name("dev_captions.jsonl").read_text("utf-8").splitlines()]
ASKED = [row for row in ROWS if row["type"] != "grounding"]
POINTED = [row for row in ROWS if row["type"] == "grounding"]
RELATIONAL = [json.loads(line) for line in QUESTIONS.with_name("relational_phrases.jsonl").read_text("utf-8").splitlines()]
SPLITS = ("dev", "check", "more", "fresh")
DESCRIBED = ("dev", "check")
"""Splits whose photos have captions."""


def test_there_are_as_many_questions_and_phrases_on_as_many_photos_as_the_docs_say() -> None:
    assert Counter(row["split"] for row in ASKED) == {"dev": 346, "check": 425, "more": 378, "fresh": 354}
    assert Counter(row["split"] for row in POINTED) == {"dev": 78, "check": 83, "more": 102, "fresh": 95}
    photos = {(row["image"], row["split"]) for row in ASKED}
    assert Counter(split for _, split in photos) == {"dev": 84, "check": 69, "more": 63, "fresh": 59}
    assert (len(ASKED), len(POINTED), len(photos)) == (1503, 358, 275)


def test_every_question_has_a_known_type_and_answers_that_can_be_matched() -> None:
    for row in ASKED:
        assert row.keys() == {"image", "split", "type", "question", "answers"}, row
        assert row["type"] in TYPES, row
        assert row["question"].strip() and row["answers"] and all(plain(answer) for answer in row["answers"]), row


@pytest.mark.parametrize("split", SPLITS)
def test_guessing_yes_or_no_is_worth_nothing(split: str) -> None:
    answers = [row["answers"] for row in ASKED if row["type"] == "yes/no" and row["split"] == split]
    assert all(answer in (["yes"], ["no"]) for answer in answers)
    assert 0.45 <= answers.count(["yes"]) / len(answers) <= 0.55


def test_every_type_is_asked_in_every_split() -> None:
    assert {row["split"] for row in ROWS} == set(SPLITS)
    for split in SPLITS:
        assert {row["type"] for row in ASKED if row["split"] == split} == TYPES


def test_no_question_and_no_phrase_comes_twice_on_a_photo() -> None:
    asked = Counter((row["image"], plain(row["question"])) for row in ASKED)
    pointed = Counter((row["image"], plain(row["phrase"])) for row in POINTED + RELATIONAL)
    assert [key for key, times in (asked + pointed).items() if times > 1] == []


def test_every_phrase_has_a_box_of_positive_size() -> None:
    for row in POINTED + RELATIONAL:
        assert row.keys() == {"image", "split", "type", "phrase", "box"}, row
        x0, y0, x1, y1 = row["box"]
        assert row["phrase"].strip() and 0 <= x0 < x1 and 0 <= y0 < y1, row


def test_no_photo_that_weights_were_trained_on_is_asked_about() -> None:
    trained = {json.loads(line)["image"] for line in TRAINED.read_text("utf-8").splitlines()}
    assert trained and not trained & {row["image"] for row in ROWS + RELATIONAL}


def test_relations_are_asked_of_photos_to_look_at_and_of_others() -> None:
    splits = {row["image"]: row["split"] for row in ROWS}
    apart = {"relational": {"dev", "more"}, "relational-apart": {"check", "fresh"}}
    assert Counter(row["split"] for row in RELATIONAL) == dict.fromkeys(apart, 40)
    assert all(splits[row["image"]] in apart[row["split"]] for row in RELATIONAL)


def test_every_photo_belongs_to_one_split_and_those_of_dev_and_check_have_captions() -> None:
    splits = {(row["image"], row["split"]) for row in ROWS}
    assert len(splits) == len({image for image, _ in splits})
    assert {pair for pair in splits if pair[1] in DESCRIBED} == {(row["image"], row["split"]) for row in CAPTIONS}
    assert len(CAPTIONS) == sum(split in DESCRIBED for _, split in splits)
    for row in CAPTIONS:
        assert row.keys() == {"image", "split", "captions"}, row
        assert len({caption.strip() for caption in row["captions"]} - {""}) == len(row["captions"]) >= 2, row
