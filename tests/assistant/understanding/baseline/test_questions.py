import pytest

from assistant.phrases import Phrases
from assistant.understanding.baseline.questions import Reader
from assistant.understanding.baseline.words import Lexicon


@pytest.fixture(scope="module")
def reader() -> Reader:
    phrases = Phrases("assistant", "vision")
    return Reader(Lexicon(phrases), phrases)


KINDS = [
    ("how many chairs are there", "count"),
    ("count the chairs", "count"),
    ("what color is the mug", "colour"),
    ("What colour is it?", "colour"),
    ("is the mug red", "yes_no"),
    ("where is the cat", "where"),
    ("is the cat on the left or on the right", "where"),
    ("where are we", "scene"),
    ("what room is this", "scene"),
    ("what's the weather like", "weather"),
    ("what is the man doing", "deed"),
    ("is he playing tennis", "yes_no"),
    ("what's this", "identify"),
    ("what is on the table", "identify"),
    ("are there more chairs than people", "compare"),
    ("describe the picture", "describe"),
    ("is there a dog", "yes_no"),
    ("a red mug", "yes_no"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS, ids=[text for text, _ in KINDS])
def test_a_question_has_its_kind(reader, text, kind):
    assert reader.read(text).kind == kind


def test_a_target_has_colour_side_and_size(reader):
    (target,) = reader.read("where is the largest red cup on the left").targets
    assert (target.noun, target.colour, target.side, target.size) == ("cup", "red", "left", "largest")


def test_a_corner_is_one_place(reader):
    assert reader.read("is there a cup at the top right").target.side == "top right"


def test_parts_of_a_person_are_no_things(reader):
    shirt, man = reader.read("what color is the shirt of the man on the left").targets
    assert (shirt.part, man.noun, man.side) == ("torso", "man", "left")


def test_synonyms_and_plurals_are_the_same_class(reader):
    for text in ("people", "women", "anyone", "a guy", "persons"):
        assert reader.read(text).target.thing.classes == {"person"}
    assert "couch" in reader.read("is there a sofa").target.thing.classes
    assert "cell phone" in reader.read("where is my phone").target.thing.classes


def test_a_group_covers_its_classes(reader):
    classes = reader.read("are there any animals").target.thing.classes
    assert {"cat", "dog", "horse"} <= classes and "person" not in classes


def test_numbers_are_read_as_words_and_as_digits(reader):
    assert reader.read("are there more than three people").number == 3
    assert reader.read("are there more than 3 people").number == 3
