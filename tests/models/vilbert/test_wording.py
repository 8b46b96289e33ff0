"""How questions are said."""

import random
from copy import deepcopy
from string import Formatter

from models.lexicon import article, plural, read_toml
from models.vilbert.data.chat import chat
from models.vilbert.data.examples import worded
from models.vilbert.data.questions import Question
from models.vilbert.data.wording import Unheard, again, rephrased, say, spoken
from models.vilbert.templates import TEMPLATES


def test_articles_and_plurals():
    assert [article(noun) for noun in ("cup", "apple", "scissors")] == ["a cup", "an apple", "scissors"]
    assert [article(noun) for noun in ("mountains", "leaves", "wood", "night", "sky")] == [
        "mountains",
        "leaves",
        "wood",
        "night",
        "the sky",
    ]
    assert [article(noun) for noun in ("glass", "bus", "triceratops")] == ["a glass", "a bus", "a triceratops"]
    assert [plural(noun) for noun in ("person", "bus", "knife", "wine glass", "berry")] == [
        "people",
        "buses",
        "knives",
        "wine glasses",
        "berries",
    ]


def test_what_is_misheard_is_never_empty():
    rng = random.Random(0)
    for _ in range(500):
        assert spoken(rng, say(rng, "exist", x="red cup")).strip()


def test_unheard_wordings_are_none_of_those_that_are_learned():
    said = read_toml("models.vilbert.data", "wording.toml")
    further = read_toml("models.vilbert.data", "rephrased.toml")["templates"]
    assert not [
        (kind, template)
        for kind, templates in said["unheard"].items()
        for template in templates
        if template in TEMPLATES.get(kind, ()) or template in further.get(kind, ())
    ]
    rng = Unheard(1)
    asked = {say(rng, "count", x="cup") for _ in range(50)}
    assert not asked & {template.format(x="cup", xs="cups", a="a cup") for template in TEMPLATES["count"]}


def test_every_wording_can_be_filled_with_what_its_kind_brings():
    said = read_toml("models.vilbert.data", "wording.toml")
    further = read_toml("models.vilbert.data", "rephrased.toml")["templates"]
    for kind, templates in [*further.items(), *said["unheard"].items()]:
        brought = {slot for template in TEMPLATES[kind] for slot in slots_of(template)}
        assert all(slots_of(template) <= brought for template in templates), kind


def slots_of(template: str) -> set[str]:
    """Nouns by their bare slot."""
    bare = {"a": "x", "xs": "x", "b": "y", "ys": "y", "ag": "g", "gs": "g"}
    return {bare.get(slot, slot) for _, slot, _, _ in Formatter().parse(template) if slot}


def test_a_question_can_be_asked_in_other_words():
    said = say(random.Random(3), "compare", x="cat", y="dog")
    rng = random.Random(4)
    asked = {rephrased(rng, said) for _ in range(200)}
    assert len(asked) > 60 and all("cat" in text and "dog" in text for text in asked)
    assert {again(rng, said) for _ in range(200)} == {template.format(xs="cats", ys="dogs") for template in TEMPLATES["compare"]}


def test_what_other_words_would_change_stays_as_it_was_said():
    said = say(random.Random(3), "look", x="door")
    assert again(random.Random(4), said) == said


def test_what_was_said_lives_through_small_talk_and_copies():
    question = worded(random.Random(5), Question("exist", say(random.Random(6), "exist", x="mug"), "yes"))
    copied = deepcopy(question.text)
    assert (copied.kind, copied.slots) == ("exist", {"x": "mug"}) and copied == question.text


def test_small_talk_fills_every_slot():
    rng = random.Random(2)
    assert not any("{" in chat(rng) for _ in range(400))
