from models.clip.texts import said_of, true_texts
from models.drawings.scenes import Thing

FACT = {
    "image": "p.jpg",
    "captions": ["a brown dog on a beach", "a dog by the sea"],
    "indoors": False,
    "place": ["beach", "sea"],
    "weather": ["sunny"],
    "time": "day",
    "people": 1,
    "actions": ["running"],
    "things": [
        {"name": "dog", "also": ["animal"], "colours": ["brown", "white"], "material": [], "attributes": ["wet"]},
        {"name": "sand", "also": [], "colours": [], "material": [], "attributes": []},
    ],
}


def thing(name: str, colour: str | None = None) -> Thing:
    return Thing(name, (0.0, 0.0, 1.0, 1.0), colour, None)


def test_captions_come_first_and_nothing_is_said_twice():
    texts = true_texts(FACT)
    assert texts[:2] == FACT["captions"] and len(texts) == len(set(texts))


def test_what_the_fact_holds_is_said_in_parts():
    texts = true_texts(FACT)
    assert {"beach", "sunny weather, beach", "beach in daylight", "an outdoor photo"} <= set(texts)
    assert {"dog", "animal", "brown dog", "wet dog", "dog and sand", "dog, beach"} <= set(texts)
    assert {"running", "a person running", "a person running, beach"} <= set(texts)
    assert "white dog" not in texts, "only the first colour is surely the dog's"


def test_what_the_fact_leaves_open_is_not_said():
    empty = {"place": [], "weather": [], "things": [], "actions": [], "indoors": None, "time": None, "people": 0}
    assert true_texts({**FACT, **empty}) == FACT["captions"]


def test_a_scene_is_told_by_counts_and_colours():
    whole, *parts = said_of([thing("circle", "red"), thing("dog"), thing("circle", "red"), thing("apple")])
    assert whole == "two red circles, a dog and an apple"
    assert {"two red circles", "a dog", "an apple", "two red circles and a dog", "a drawing of a dog"} <= set(parts)


def test_a_single_thing_is_its_own_whole():
    assert said_of([thing("owl")]) == ["an owl", "a drawing of an owl"]
