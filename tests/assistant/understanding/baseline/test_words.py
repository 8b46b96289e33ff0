import pytest

from assistant.phrases import Phrases
from assistant.understanding.baseline.words import Lexicon
from models.backbone.runtime import names as imagenet


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(Phrases("assistant", "vision"))


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("cup", "cups"),
        ("person", "people"),
        ("bus", "buses"),
        ("wine glass", "wine glasses"),
        ("sheep", "sheep"),
        ("cherry", "cherries"),
        ("toy", "toys"),
    ],
)
def test_plurals(lexicon, one, many):
    assert lexicon.plural(one) == many


@pytest.mark.parametrize(("noun", "said"), [("apple", "an apple"), ("dog", "a dog"), ("scissors", "scissors"), ("people", "people")])
def test_articles(lexicon, noun, said):
    assert lexicon.a(noun) == said


def test_backbone_names_are_said_as_a_person_would(lexicon):
    full = {name.split(",")[0]: name for name in imagenet()}
    said = {word: lexicon.shown(full[word]) for word in ("golden retriever", "tabby", "hog", "soccer ball", "African chameleon")}
    assert said == {"golden retriever": "dog", "tabby": "cat", "hog": "pig", "soccer ball": "soccer ball", "African chameleon": "chameleon"}


def test_a_hot_dog_is_no_dog(lexicon):
    assert not any("hot" in name for name in lexicon.thing("dog").names)
    assert lexicon.thing("hot dog").classes == {"hot dog"}


def test_every_word_of_the_language_file_means_what_the_networks_know(lexicon):
    from models.detector.coco import NAMES

    phrases = Phrases("assistant", "vision")
    classes, names = set(NAMES.values()), {name.split(",")[0] for name in imagenet()}
    assert set(phrases.section("things")) <= classes
    for table in ("rooms", "deeds"):
        for sign in phrases.section(table).values():
            assert set(sign["things"]) <= classes, sign
            assert set(sign["names"]) <= names, set(sign["names"]) - names
    assert set(phrases.section("shown")) <= names, set(phrases.section("shown")) - names
