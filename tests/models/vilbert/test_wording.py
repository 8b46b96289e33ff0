"""How questions are said."""

import random

from models.lexicon import article, plural
from models.vilbert.data.chat import chat
from models.vilbert.data.wording import TEMPLATES, Unheard, say, spoken


def test_articles_and_plurals():
    assert [article(noun) for noun in ("cup", "apple", "scissors")] == ["a cup", "an apple", "scissors"]
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


def test_unheard_wordings_are_none_of_those_that_are_trained_on():
    rng = Unheard(1)
    for _ in range(50):
        text = say(rng, "count", x="cup")
        assert text not in {template.format(x="cup", xs="cups", a="a cup") for template in TEMPLATES["count"]}


def test_small_talk_fills_every_slot():
    rng = random.Random(2)
    assert not any("{" in chat(rng) for _ in range(400))
