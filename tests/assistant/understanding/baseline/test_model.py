"""Whole questions about scenes that are made by hand: what was detected is known, so what must be said is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assistant.events import Frame, Region, Scene
from assistant.phrases import Phrases
from assistant.understanding.baseline.model import RuleBaseline
from models.backbone.runtime import names as imagenet

RED, GREEN, BLUE = {"red": 0.8, "grey": 0.2}, {"green": 0.9}, {"blue": 0.7, "white": 0.3}


def region(label: str, box: tuple[float, float, float, float], score: float = 0.9, colours: dict[str, float] | None = None) -> Region:
    return Region(box, label, score, {label: score}, colours or {"grey": 1.0})


def named(**probabilities: float) -> dict[str, float]:
    """Backbone names by their first word, `cheetah` for `cheetah, chetah, Acinonyx jubatus`."""
    full = {name.split(",")[0].replace(" ", "_"): name for name in imagenet()}
    return {full[word]: probability for word, probability in probabilities.items()}


def scene(*regions: Region, names: dict[str, float] | None = None, fill: int = 128) -> Scene:
    return Scene(Frame(np.full((300, 400, 3), fill, np.uint8)), tuple(sorted(regions, key=lambda r: -r.score)), names or {})


TABLE = scene(
    region("dining table", (20, 150, 380, 290), 0.8),
    region("cup", (60, 100, 110, 170), 0.9, RED),
    region("cup", (300, 110, 350, 180), 0.7, BLUE),
    region("laptop", (160, 80, 260, 180), 0.85),
    region("person", (0, 10, 60, 290), 0.95),
    region("chair", (10, 180, 90, 295), 0.6),
)
CHEETAH = scene(region("cat", (80, 30, 330, 290), 0.8), names=named(cheetah=0.7, leopard=0.1))


@pytest.fixture(scope="module")
def baseline() -> RuleBaseline:
    return RuleBaseline(Phrases("assistant", "vision"))


QUESTIONS = [
    ("how many cups are there", "two"),
    ("How many mugs do you see?", "two"),
    ("how many people", "one"),
    ("how many cup on table", "two"),
    ("how many dogs are there", "zero"),
    ("what color is the cup on the left", "red"),
    ("what colour is the mug on the right", "blue"),
    ("what color cup left", "red"),
    ("is there a laptop", "yes"),
    ("is there a computer on the table?", "yes"),
    ("do you see a dog", "no"),
    ("are there any animals", "no"),
    ("is anyone there", "yes"),
    ("any furniture", "yes"),
    ("is the cup on the left red", "yes"),
    ("is there a red cup", "yes"),
    ("is there a green cup", "no"),
    ("where is the laptop", "middle"),
    ("is the man on the left or on the right", "left"),
    ("are there more cups than people", "yes"),
    ("are there fewer cups than people", "no"),
    ("are there more than three cups", "no"),
    ("is the laptop on the table", "yes"),
    ("is the laptop left of the person", "no"),
    ("is the person left of the laptop", "yes"),
    ("what is on the table", "a cup"),
    ("what is the man sitting on", "a chair"),
    ("is the person sitting", "yes"),
    ("who is there", "a person"),
    ("is it a cup or a dog", "a cup"),
    ("can you see a bicycle", "no"),
]


@pytest.mark.parametrize(("question", "short"), QUESTIONS, ids=[question for question, _ in QUESTIONS])
def test_a_question_about_the_table(baseline, question, short):
    answer = baseline.answer(question, TABLE)
    assert answer.short == short
    assert answer.engine == "rule-baseline"
    assert 0 < answer.confidence < 1
    assert answer.spoken[0].isupper() and answer.spoken[-1] == "."


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("what animal is this", "a cheetah"),
        ("what is this", "a cheetah"),
        ("is there an animal", "yes"),
        ("is it a dog", "no"),
        ("is this a cheetah", "yes"),
        ("is there a cat", "no"),
        ("how many animals are there", "one"),
    ],
)
def test_the_backbone_overrules_the_detector_about_what_fills_the_picture(baseline, question, short):
    assert baseline.answer(question, CHEETAH).short == short


CANNOT_KNOW = [
    "is the laptop open",
    "is the table made of wood",
    "is the man happy",
    "is the man smiling",
    "is the dog asleep",
    "does it have antlers",
    "is there a flurb",
    "what is the man thinking",
    "which way is the man looking left or right",
    "how many strings does it have",
    "",
    "???",
]


@pytest.mark.parametrize("question", CANNOT_KNOW)
def test_what_it_cannot_know_it_does_not_answer(baseline, question):
    answer = baseline.answer(question, TABLE)
    assert answer.abstained and answer.short == "" and answer.confidence == 0


def test_an_answer_rests_on_regions_the_most_important_first(baseline):
    answer = baseline.answer("what color is the cup on the right", TABLE)
    assert answer.regions[0].box == (300, 110, 350, 180)
    assert [r.label for r in baseline.answer("how many cups", TABLE).regions] == ["cup", "cup"]


def test_sentences_agree_with_their_number(baseline):
    assert baseline.answer("how many people are there", TABLE).spoken == "I see one person."
    assert baseline.answer("how many cups are there", TABLE).spoken == "I see two cups."
    assert baseline.answer("how many knives are there", TABLE).spoken == "I see no knives."
    assert baseline.answer("is there an elephant", TABLE).spoken == "No, I don't see an elephant."


def test_a_scene_is_described_by_what_is_most_of_it(baseline):
    answer = baseline.describe(TABLE)
    assert "two cups" in answer.short and "a person" in answer.short
    assert answer.spoken.startswith("I see ")
    assert len(answer.regions) == 6


def test_what_the_backbone_overrules_is_not_described(baseline):
    assert baseline.describe(CHEETAH).short == "a cheetah"


WORDS = "what is are there any the a how many color where left right red orange cup dog people it or more than on in 3 table doing"
words = st.sampled_from(WORDS.split())


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=60), st.lists(words, max_size=9).map(" ".join)))
@example(text="orange")
@example(text="or")
def test_no_words_break_it(baseline, text):
    for seen in (TABLE, CHEETAH, scene()):
        answer = baseline.answer(text, seen)
        assert answer.abstained == (answer.short == "")
        assert 0 <= answer.confidence < 1
        assert 0 <= baseline.ground(text, seen).score <= 1


def test_an_empty_scene_is_not_described(baseline):
    assert baseline.describe(scene()).abstained


def test_a_dark_picture_is_called_dark(baseline):
    assert baseline.answer("is it dark", scene(fill=10)).short == "yes"
    assert baseline.answer("is it dark", scene(fill=200)).short == "no"


def test_a_picture_without_colours_is_known_as_such(baseline):
    assert baseline.answer("is the picture black and white", scene(fill=90)).short == "yes"


def test_a_room_is_known_by_its_things(baseline):
    kitchen = scene(region("oven", (0, 100, 100, 300)), region("refrigerator", (200, 0, 300, 300)))
    assert baseline.answer("what room is this", kitchen).short == "kitchen"
    assert baseline.answer("are we indoors", kitchen).short == "yes"


def test_a_deed_is_known_by_what_is_at_hand(baseline):
    rider = scene(region("person", (100, 20, 200, 250)), region("bicycle", (80, 120, 260, 290)))
    assert baseline.answer("what is the man doing", rider).short == "riding a bicycle"


def test_an_orange_is_a_fruit_and_a_colour(baseline):
    fruit = scene(region("orange", (100, 100, 200, 200), 0.9, {"orange": 0.9}))
    assert baseline.answer("is there an orange", fruit).short == "yes"
    assert baseline.answer("how many oranges are there", fruit).short == "one"
    assert baseline.answer("is the fruit orange", fruit).short == "yes"
    assert baseline.answer("what color is the orange", fruit).short == "orange"


GROUNDED = [
    ("the laptop", (160, 80, 260, 180)),
    ("my computer", (160, 80, 260, 180)),
    ("the red cup", (60, 100, 110, 170)),
    ("the blue mug", (300, 110, 350, 180)),
    ("cup on the right", (300, 110, 350, 180)),
    ("the largest cup", (60, 100, 110, 170)),
    ("the man next to the chair", (0, 10, 60, 290)),
    ("cups", (60, 100, 350, 180)),
    ("the thing on the right", (300, 110, 350, 180)),
    ("the man's shirt", (12.0, 66.0, 48.0, 178.0)),
    ("the man in the shirt", (0, 10, 60, 290)),
]


@pytest.mark.parametrize(("phrase", "box"), GROUNDED, ids=[phrase for phrase, _ in GROUNDED])
def test_a_phrase_points_at_its_region(baseline, phrase, box):
    found = baseline.ground(phrase, TABLE)
    assert found.box == box
    assert found.region is not None and found.engine == "rule-baseline"
    assert 0.3 <= found.score <= 1


def test_what_the_detector_knows_and_does_not_see_is_nowhere(baseline):
    found = baseline.ground("the bicycle", TABLE)
    assert found.box is None and found.score == 0
    assert found.spoken == "I don't see a bicycle."
    assert baseline.answer("where is the bicycle", TABLE).abstained


def test_a_noun_that_it_never_learned_is_only_guessed_at(baseline):
    found = baseline.ground("my flurbs", TABLE)
    assert found.score < 0.3
    assert found.spoken == "My eyes have never learned the word flurbs, but it could be this."


def test_a_noun_that_it_never_learned_is_named(baseline):
    answer = baseline.answer("Is there a flurb on the wall?", TABLE)
    assert answer.abstained and answer.spoken == "I can't tell: my eyes have never learned the word flurb."
