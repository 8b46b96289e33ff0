"""Questions and their programs, over many worlds."""

import random
from collections import Counter, defaultdict

import pytest

pytest.importorskip("torch")
from models.vilbert.data.execute import execute
from models.vilbert.data.questions import ASKERS, Question, ask
from models.vilbert.data.simulate import simulate
from models.vilbert.data.world import World, beyond, overlap, select, side
from models.vilbert.vocabulary import vocabulary

WORLDS = 600


def asked(seed: int = 0) -> list[tuple[World, Question]]:
    rng = random.Random(seed)
    shares = dict.fromkeys(ASKERS, 1.0)
    return [(world, question) for world in (simulate(rng) for _ in range(WORLDS)) for question in ask(rng, world, 8, shares)]


@pytest.fixture(scope="module")
def questions() -> list[tuple[World, Question]]:
    return asked()


def test_every_answer_can_be_given(questions):
    answers = vocabulary().answer_rows
    assert {question.answer for _, question in questions if question.answer and question.answer not in answers} == set()


def test_every_kind_is_asked_and_says_something(questions):
    assert len({question.kind for _, question in questions}) > 25
    assert all(question.text.strip() and "{" not in question.text for _, question in questions)


def test_what_a_question_rests_on_is_in_the_picture(questions):
    for world, question in questions:
        for key in (*question.rests_on, *question.copied_from, *question.first, *question.second):
            place = key.split("/")[0]
            assert place in ("band", "name", "tag", "image") or int(place) < len(world.things), (question, key)


def test_the_program_run_on_the_true_world_gives_the_answer(questions):
    checked = Counter()
    for world, question in questions:
        if not question.program:
            continue
        said = execute(question.program, world)
        if question.kind.startswith("refer"):
            assert str(said) == question.rests_on[0], question
        else:
            assert said == (question.answer if question.true is None else question.true), question
        checked[question.kind] += 1
    assert len(checked) >= 9 and min(checked.values()) > 5, checked


def test_yes_and_no_are_about_as_frequent(questions):
    told = defaultdict(Counter)
    for _, question in questions:
        if question.answer in ("yes", "no"):
            told["all"][question.answer] += 1
            told[question.kind][question.answer] += 1
    assert 0.45 < told["all"]["yes"] / told["all"].total() < 0.55
    for kind, counts in told.items():
        if counts.total() > 100:
            assert 0.35 < counts["yes"] / counts.total() < 0.65, (kind, counts)


def test_counts_and_places_are_those_of_the_things(questions):
    for world, question in questions:
        if question.kind == "count":
            assert int(question.answer) == len(question.rests_on)
        if question.kind == "where" and question.answer in ("top left", "bottom right", "middle"):
            assert side(world.things[int(question.rests_on[0])].box) == question.answer


def test_a_phrase_about_two_things_means_the_one_that_lies_so(questions):
    for world, question in questions:
        if question.kind == "refer relation" and question.program:
            _, what, _, way = question.program
            target, anchor = (world.things[int(keys[0])] for keys in (question.first, question.second))
            assert beyond(target.box, way, anchor.box) > 0
            assert int(question.first[0]) in select(world, what)


def test_the_same_seed_asks_the_same():
    assert [question for _, question in asked(5)] == [question for _, question in asked(5)]


def test_overlap_is_one_with_itself_and_none_apart():
    assert overlap((0, 0, 1, 1), (0, 0, 1, 1)) == pytest.approx(1) and overlap((0, 0, 0.4, 0.4), (0.5, 0.5, 1, 1)) == 0
