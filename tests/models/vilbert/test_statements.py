"""What may be said of a picture."""

from __future__ import annotations

from models.clip.tags import groups
from models.lexicon import read_toml
from models.vilbert.statements import statements
from models.vilbert.tokens import NAME, PART, TAG
from models.vilbert.vocabulary import vocabulary
from tests.models.vilbert.seen import picture, thing

RIGHT = (0.7, 0.2, 0.9, 0.7)


def told(*tokens) -> set[str]:
    return {one.text for one in statements(picture(*tokens), vocabulary())}


def test_a_thing_is_said_in_its_own_colour():
    assert told(thing("dog")) == {"a dog", "a red dog"}
    assert told(thing("dog"), thing("cup", colour="blue", box=RIGHT)) >= {"a red dog and a blue cup"}
    assert not any("blue dog" in text or "red cup" in text for text in told(thing("dog"), thing("cup", colour="blue", box=RIGHT)))


def test_what_is_faint_is_not_said():
    assert told(thing("dog", chance=0.2)) == set()


def test_nobody_is_said_to_have_a_colour():
    assert told(thing("person")) == {"a person"}


def test_several_are_counted():
    assert told(*[thing("dog", box=(0.1 * n, 0.2, 0.1 * n + 0.05, 0.4)) for n in range(3)]) == {"three dogs"}


def test_things_lie_where_they_lie():
    found = told(thing("dog", colour=None), thing("cup", colour=None, box=RIGHT))
    assert found >= {"a dog left of a cup", "a cup right of a dog"}
    assert not found & {"a dog right of a cup", "a cup left of a dog", "a dog above a cup"}


def test_a_place_has_its_own_little_word():
    found = told(
        thing("dog", colour=None), *[thing(place, kind=TAG, chance=0.4, group="place") for place in ("beach", "kitchen", "mountains")]
    )
    assert found == {"a dog", "a dog on a beach", "a dog in a kitchen", "a dog in the mountains"}


def test_a_place_is_not_in_another():
    found = told(thing("church", kind=NAME), thing("cathedral", kind=TAG, chance=0.3, group="place"))
    assert found == {"a church"}


def test_clothes_are_said_of_the_person():
    found = told(thing("person"), thing("suit", kind=TAG, chance=0.4), thing("man", kind=TAG, chance=0.4))
    assert found == {"a person", "a person in a suit", "a man", "a man in a suit"}
    shirt = thing("shirt", kind=PART, colour="blue")
    assert told(thing("person"), shirt) == {"a person", "a person in a blue shirt"}


def test_a_tie_is_worn_by_the_person():
    found = told(thing("person"), thing("tie", colour=None, box=(0.25, 0.4, 0.3, 0.6)))
    assert found == {"a person", "a tie", "a person in a tie"}


def test_of_several_people_none_is_named_alone():
    people = [thing("person", box=(0.1 * n, 0.2, 0.1 * n + 0.05, 0.6)) for n in range(2)]
    found = told(*people, thing("couch", colour=None), thing("man", kind=TAG), thing("dress", kind=TAG))
    assert found == {"two people", "a couch", "a couch and two people"}


def test_what_has_no_article_has_none_in_its_colour():
    assert told(thing("scissors")) == {"scissors", "red scissors"}


def test_a_region_without_a_name_is_not_said():
    nameless = thing("dog")
    nameless.names[0, 0] = 0
    assert told(nameless) == set()


def test_one_thing_is_not_two():
    assert not any(" and " in text for text in told(thing("bird"), thing("gull", kind=TAG)))
    assert not any(" and " in text for text in told(thing("bird"), thing("owl", kind=NAME)))
    assert not any(" and " in text for text in told(thing("cell phone"), thing("phone", kind=TAG)))
    assert "a lamp and a dog" in told(thing("dog"), thing("lamp", kind=TAG))


def test_what_there_is_one_of_and_what_is_not_counted_have_no_such_article():
    assert told(thing("sky", kind=TAG)) == {"the sky"} and told(thing("snow", kind=TAG)) == {"snow"}


def test_the_best_borne_out_comes_first():
    found = statements(picture(thing("dog", chance=0.6), thing("cup", chance=0.9, box=RIGHT)), vocabulary())
    assert found[0].text in ("a cup", "a red cup") and [one.weakest for one in found] == sorted(
        (one.weakest for one in found), reverse=True
    )


def test_the_table_speaks_of_places_and_things_that_there_are():
    table = read_toml("models.vilbert", "statements.toml")
    assert set(table["where"]) <= set(groups()["place"])
    named = {*vocabulary().names}
    assert not [noun for nouns in table["nouns"].values() for noun in nouns if noun not in named]
