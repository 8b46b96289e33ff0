"""Questions and their programs, over many worlds."""

import random
from collections import Counter, defaultdict

import pytest

pytest.importorskip("torch")
from models.vilbert.data.execute import execute
from models.vilbert.data.photo_questions import questions as photo_questions
from models.vilbert.data.questions import ASKERS, Question, ask
from models.vilbert.data.simulate import simulate
from models.vilbert.data.world import PERSONS, Thing, World, beyond, covers, overlap, select, side
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
    asked = [(world, question) for world, question in questions if question.kind == "refer relation" and question.program]
    assert asked
    for world, question in asked:
        _, what, _, way = question.program
        target, anchor = (world.things[int(keys[0])] for keys in (question.first, question.second))
        assert beyond(target.box, way, anchor.box) > 0
        assert int(question.first[0]) in select(world, what)


def test_the_same_seed_asks_the_same():
    assert [question for _, question in asked(5)] == [question for _, question in asked(5)]


def test_overlap_is_one_with_itself_and_none_apart():
    assert overlap((0, 0, 1, 1), (0, 0, 1, 1)) == pytest.approx(1) and overlap((0, 0, 0.4, 0.4), (0.5, 0.5, 1, 1)) == 0


def test_a_man_is_no_woman():
    person = lambda who: Thing("person", (0.1, 0.1, 0.4, 0.9), who=who)  # noqa: E731
    assert covers("man", person("man")) and covers("lady", person("woman")) and covers("child", person("girl"))
    assert not covers("man", person("woman")) and not covers("woman", person("girl"))
    assert all(covers("person", person(who)) for who in PERSONS)
    assert covers("woman", person("")), "whom nobody knows may be anyone"


def test_clothes_tell_which_person_is_meant():
    told = [(world, q) for world, q in asked(3) if q.kind == "refer" and q.program and " in the " in q.text and q.program[1].colour]
    dressed = [(world, world.things[int(q.rests_on[0])], q) for world, q in told]
    people = [(world, thing, q) for world, thing, q in dressed if thing.name == "person"]
    assert len(people) >= 5
    for world, thing, question in people:
        assert question.program[1].colour in thing.parts.values() and len(select(world, question.program[1])) == 1


def test_what_a_photo_is_of_is_not_learned_from_landscapes():
    row = {"qa": [["What is this?", "mountain"], ["what's that", "lake"], ["what is this man holding", "rope"]]}
    rest = {"things": [], "absent": [], "indoors": None, "place": [], "weather": [], "time": "", "people": 0, "actions": []}
    texts = {question.text for question in photo_questions({**row, **rest}, random.Random(0), [])}
    assert "what is this man holding" in texts and not texts & {"What is this?", "what's that"}
