"""To-do, shopping and named lists: added to, ticked off, read, cleared, moved, undone, kept."""

from __future__ import annotations

from pathlib import Path

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.memory.database import Database
from skills.lists import Lists
from tests.skills.home import SmallHome
from tests.skills.talk import Talk


@pytest.fixture
def talk() -> Talk:
    return Talk()


def test_things_are_added_and_read_in_the_order_they_were_said(talk: Talk) -> None:
    assert talk("Add milk, eggs and bread to the shopping list.", "put coffee on the shopping list", "what's on my shopping list?") == [
        "I put milk, eggs and bread on your shopping list.",
        "I put coffee on your shopping list.",
        "There are 4 things on your shopping list: milk, eggs, bread and coffee.",
    ]


def test_without_a_name_it_is_the_shopping_list_or_the_one_that_was_spoken_of(talk: Talk) -> None:
    assert talk("put two litres of milk on my list")[0] == "I put two litres of milk on your shopping list."
    assert (
        talk("add call the dentist to my to-do list", "add water the plants to my list")[1] == "I put water the plants on your to-do list."
    )
    assert talk("we need more coffee")[0] == "I put coffee on your shopping list."


def test_a_list_is_not_cleared_by_the_words_that_an_answer_becomes(talk: Talk) -> None:
    talk("add milk and eggs to the shopping list", "yes clear the whole shopping list")
    assert talk("what is on the shopping list") == ["There are 2 things on your shopping list: milk and eggs."]
    assert talk("clear the shopping list", "yes", "what is on the shopping list")[1:] == [
        "Your shopping list is empty now.",
        "Your shopping list is empty.",
    ]


def test_nothing_is_there_twice(talk: Talk) -> None:
    talk("add milk and eggs to the shopping list")
    assert talk("add an egg and butter to the shopping list")[0] == (
        "I put butter on your shopping list. Your shopping list already has eggs."
    )
    assert talk("add two litres of milk to the list")[0] == "Your shopping list says two litres of milk now."
    assert talk("how many things are on my list")[0] == "There are 3 things on your shopping list."


@pytest.mark.parametrize("said", ["milk", "the milk", "milks", "2 litres of milk", "any milk"])
def test_a_thing_is_found_in_the_singular_the_plural_and_another_amount(talk: Talk, said: str) -> None:
    talk("add a litre of milk to the shopping list")
    assert talk(f"remove {said} from the shopping list")[0] == "I took a litre of milk off your shopping list."


@pytest.mark.parametrize(
    ("many", "one"),
    [("tomatoes", "tomato"), ("cherries", "cherry"), ("boxes of matches", "matches"), ("peaches", "peach"), ("loaves", "loaf")],
)
def test_plurals_are_told(talk: Talk, many: str, one: str) -> None:
    talk(f"add {many} to the shopping list")
    assert talk(f"is there any {one} on the shopping list")[0].startswith("Yes")


def test_what_is_not_there_is_said(talk: Talk) -> None:
    assert talk("remove milk from the shopping list")[0] == "I don't see milk on your shopping list."
    talk("add eggs to the shopping list")
    assert talk("remove eggs and milk from the shopping list")[0] == (
        "I took eggs off your shopping list. I don't see milk on your shopping list."
    )


def test_which_one_is_asked_where_several_fit(talk: Talk) -> None:
    talk("add oat milk and coconut milk to the shopping list")
    assert talk("remove milk from the shopping list", "the oat milk", "what's on the shopping list") == [
        "Which one: oat milk or coconut milk?",
        "I took oat milk off your shopping list.",
        "There is one thing on your shopping list: coconut milk.",
    ]


def test_ticked_off_things_are_kept_but_no_longer_read(talk: Talk) -> None:
    talk("add milk, eggs and bread to the shopping list")
    assert talk("tick off the eggs", "what's left on the list", "is there any egg on the list") == [
        "I ticked off eggs on your shopping list.",
        "There are 2 things on your shopping list: milk and bread.",
        "Your shopping list has eggs, ticked off.",
    ]
    assert talk("i bought the milk and bread", "what's on the list") == [
        "I ticked off milk and bread on your shopping list.",
        "Everything on your shopping list is ticked off.",
    ]
    assert talk("untick the bread", "add milk to the shopping list", "what's on the shopping list") == [
        "I put bread back on your shopping list.",
        "I put milk back on your shopping list.",
        "There are 2 things on your shopping list: milk and bread.",
    ]
    assert talk("remove the ticked off items", "remove the ticked off items") == [
        "I took eggs off your shopping list.",
        "Nothing on your shopping list is ticked off.",
    ]


@pytest.mark.parametrize("yes", ["yes", "Yes, please.", "okay", "sure", "yeah go ahead", "do it"])
def test_clearing_asks_first_and_does_it_on_yes(talk: Talk, yes: str) -> None:
    talk("add milk, eggs and bread to the shopping list")
    assert talk("clear the shopping list", yes, "what's on the shopping list") == [
        "Clear all 3 items of the shopping list?",
        "Your shopping list is empty now.",
        "Your shopping list is empty.",
    ]


@pytest.mark.parametrize("no", ["no", "No, thanks.", "nope", "better not"])
def test_clearing_does_nothing_on_no(talk: Talk, no: str) -> None:
    talk("add milk to the shopping list")
    assert talk("clear the shopping list", no, "what's on the shopping list") == [
        "Clear the only item of the shopping list?",
        "All right, nothing is changed.",
        "There is one thing on your shopping list: milk.",
    ]


def test_a_wish_of_its_own_leaves_the_question_behind(talk: Talk) -> None:
    talk("add milk to the shopping list", "clear the shopping list", "what time is it")
    assert talk("yes", "what's on the shopping list") == ["I had not asked anything.", "There is one thing on your shopping list: milk."]


CHANGES = [
    "add butter and jam to the shopping list",
    "remove eggs from the shopping list",
    "tick off milk on the shopping list",
    "move eggs from the shopping list to the party list",
    "rename the shopping list to food shop",
    "create a list called camping",
    "we need more coffee",
    "add two bottles of milk to the shopping list",
]


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_taken_back_by_undo(talk: Talk, change: str) -> None:
    talk("add milk, eggs and bread to the shopping list", "make a party list with cake and balloons")
    before = contents(talk)
    talk(change)
    assert contents(talk) != before
    assert talk.last.undo
    talk("undo")
    assert talk.took[-1].startswith("lists.") and contents(talk) == before


@pytest.mark.parametrize("wish", ["clear the shopping list", "delete the shopping list"])
def test_what_was_cleared_or_deleted_comes_back_whole(talk: Talk, wish: str) -> None:
    talk("add milk, eggs and bread to the shopping list", "tick off eggs")
    before = contents(talk)
    talk(wish, "yes")
    assert contents(talk) != before
    assert talk("undo")[0] == "Your shopping list is as it was before: milk and bread, with eggs ticked off."
    assert contents(talk) == before


def test_what_undo_brings_back_is_told_with_what_is_ticked_off(talk: Talk) -> None:
    assert talk("add milk", "i got the milk", "add bread", "undo")[-1] == "Your shopping list is as it was before: milk, ticked off."


def test_a_question_for_a_thing_is_not_answered_by_yes_or_no(talk: Talk) -> None:
    assert talk("add something to the shopping list", "no", "what's on the shopping list")[1:] == [
        "All right.",
        "Your shopping list is empty.",
    ]


def contents(talk: Talk) -> dict[str, list]:
    rows = anyio.run(talk.homes["lists"].storage.rows)
    return {row["name"]: sorted(row["items"]) for row in rows.values() if not row["deleted"] and (row["items"] or row["name"] == "camping")}


def test_lists_are_made_named_renamed_and_deleted(talk: Talk) -> None:
    assert talk("create a new list", "hardware store", "make a hardware store list", "which lists do i have") == [
        "What shall it be called?",
        "You have a hardware store list now.",
        "There is a hardware store list already.",
        "You have one list: hardware store with 0 things.",
    ]
    assert talk("rename the hardware store list to garage", "delete the garage list", "which lists do i have") == [
        "Your hardware store list is called garage now.",
        "The garage list is gone.",
        "You have no lists yet.",
    ]


def test_a_list_that_is_not_there_is_offered_to_be_made(talk: Talk) -> None:
    assert talk("add nails and screws to the hardware list", "yes", "what is on the hardware list") == [
        "There is no hardware list. Shall I make one with nails and screws?",
        "I put nails and screws on your hardware list.",
        "There are 2 things on your hardware list: nails and screws.",
    ]
    assert talk("is sunscreen on the holiday list")[0].startswith("There is no holiday list.")
    assert talk("what's on the holiday list")[0] == "There is no holiday list. You have one list: hardware with 2 things."


def test_what_is_missing_is_asked_for(talk: Talk) -> None:
    assert talk("add something to the shopping list", "tea, batteries and dog food") == [
        "What shall I put on your shopping list?",
        "I put tea, batteries and dog food on your shopping list.",
    ]


def test_it_is_what_was_spoken_of(talk: Talk) -> None:
    talk("add batteries to the shopping list", "make a hardware list with nails")
    assert talk("move batteries to the hardware list", "tick it off", "what's on the hardware list") == [
        "I moved batteries from your shopping list to your hardware list.",
        "I ticked off batteries on your hardware list.",
        "There is one thing on your hardware list: nails.",
    ]


@pytest.mark.parametrize("it", ["it", "two pints of milk", "milk"])
def test_what_is_put_on_another_list_instead_moves_there(talk: Talk, it: str) -> None:
    talk("add two pints of milk to the shopping list")
    assert talk(f"put {it} on the todo list instead", "what's on the shopping list") == [
        "I moved two pints of milk from your shopping list to your to-do list.",
        "Your shopping list is empty.",
    ]
    assert (
        talk("add it to the party list instead of the to do list")[0]
        == "I moved two pints of milk from your to-do list to your party list."
    )


@pytest.mark.parametrize(
    ("text", "things", "name"),
    [
        ("put the cake away before the dog eats it on my to do list", ["cake away before the dog eats it"], "to do"),
        ("put call ann on my to do list", ["call ann"], "to do"),
        ("add go to the gym to my to do list", ["go to the gym"], "to do"),
        ("add milk to the grocery list", ["milk"], "shopping"),
    ],
)
def test_a_task_ends_where_its_list_is_named(talk: Talk, text: str, things: list[str], name: str) -> None:
    talk(text)
    assert contents(talk) == {name: [[thing, False] for thing in things]}


@pytest.mark.parametrize(
    "text",
    [
        "take the juice off",
        "take juice off please",
        "we don't want juice any more",
        "i don't want the juice",
        "we no longer want juice",
        "we don't need any juice",
    ],
)
def test_what_is_not_wanted_comes_off_and_nothing_else_does(talk: Talk, text: str) -> None:
    talk("add juice and eggs to the shopping list")
    assert talk(text)[0] == "I took juice off your shopping list." and contents(talk) == {"shopping": [["eggs", False]]}


@pytest.mark.parametrize(
    "text", ["we don't have any bread", "we haven't got any bread", "i don't have enough bread", "we have no bread left"]
)
def test_what_is_not_in_the_house_is_needed(talk: Talk, text: str) -> None:
    assert talk(text)[0] == "I put bread on your shopping list."


def test_the_list_is_what_something_is_on(talk: Talk) -> None:
    talk("add milk to the shopping list", "start a list for the camping trip", "add tent sleeping bags and matches to it")
    assert talk("oh and half a dozen eggs", "what's on it", "how many things are on it", "take the matches off it", "read it to me") == [
        "I put half a dozen eggs on your camping trip list.",
        "There are 3 things on your camping trip list: tent sleeping bags, matches and half a dozen eggs.",
        "There are 3 things on your camping trip list.",
        "I took matches off your camping trip list.",
        "There are 2 things on your camping trip list: tent sleeping bags and half a dozen eggs.",
    ]


def test_a_list_is_found_by_some_of_its_name_where_no_other_has_that(talk: Talk) -> None:
    talk("start a list for the camping trip", "make a birthday party list with cake", "make an office party list with beer")
    assert talk("what's on the camping list", "put a torch on the camping list", "move the torch to the birthday list") == [
        "Your camping trip list is empty.",
        "I put torch on your camping trip list.",
        "I moved torch from your camping trip list to your birthday party list.",
    ]
    assert talk("what's on the party list")[0].startswith("There is no party list.")
    assert talk("make a camping list")[0] == "You have a camping list now."


def test_a_thing_of_a_list_can_be_reminded_of(talk: Talk) -> None:
    talk("add peas to the list")
    assert talk("remind me about them at six")[0].endswith(": peas.")
    assert talk("remind me of it again in ten minutes")[0].endswith(": peas.") and talk.took[-1] == "reminder.snooze"


def test_lists_survive_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "owlish.db"
    before = Talk(database=Database(path))
    before("add milk and eggs to the shopping list", "tick off milk", "make a packing list with socks")
    after = Talk(database=Database(path))
    assert after("what's on the shopping list", "which lists do i have") == [
        "There is one thing on your shopping list: eggs.",
        "You have 2 lists: packing with one thing and shopping with one thing.",
    ]


THINGS = st.lists(st.sampled_from(["milk", "eggs", "olive oil", "call Ann", "2 lemons", "  ", "ß", "it", "x" * 200]), max_size=5)
WISHES = st.sampled_from(
    ["add", "need", "remove", "tick", "untick", "has", "read", "clear", "clear_surely", "delete", "restore", "create_with"]
)


@settings(max_examples=60)
@given(st.lists(st.tuples(WISHES, THINGS, st.sampled_from(["", "shopping", "party", "the my"])), max_size=12))
def test_whatever_is_wished_nothing_breaks_and_nothing_is_there_twice(wishes: list[tuple[str, list[str], str]]) -> None:
    from assistant.skill import Turn

    async def live() -> None:
        skill = Lists()
        home = SmallHome(skill)
        for intent, things, name in wishes:
            slots = {"items": things} | ({"list": name} if name else {})
            assert (await skill.handle(Turn("", intent, slots, home))).text
        for row in (await home.storage.rows()).values():
            texts = [text for text, _ in row["items"]]
            assert len(set(texts)) == len(texts)

    anyio.run(live)
