"""Act, ask, pass, or leave: what is decided about one sentence, by the words of skills and by what the picture may show."""

from __future__ import annotations

import pytest

from assistant.phrases import Phrases
from assistant.routing.registry import Registry
from assistant.routing.router import Router
from assistant.understanding.vilbert import Vilbert
from tests.installed import router, skills

REGISTRY = skills()
ROUTER = router()
SIGHTED = Router(REGISTRY, needs_picture=Vilbert(Phrases("assistant", "vision")).needs_picture)
"""With the fusion's word on what is about the picture."""


def test_between_acting_and_passing_it_asks() -> None:
    routing = ROUTER.route("what are your talents")
    assert routing.chosen is None and routing.doubt is not None and routing.doubt.skill == "control"
    assert routing.question == "Did you mean: help?" and routing.follow_up


def test_a_needed_slot_that_is_missing_is_asked_for_and_its_answer_completes_the_sentence() -> None:
    routing = ROUTER.route("make my timer longer")
    assert routing.chosen is not None and (routing.chosen.intent, routing.chosen.missing) == ("add", "duration")
    assert routing.question == "For how long?"
    answered = ROUTER.route("three minutes", context={"asked": routing.follow_up}).chosen
    assert answered is not None and (answered.intent, answered.slots["seconds"]) == ("add", 180)


def test_a_skill_that_does_not_say_how_it_asks_is_helped_by_its_example() -> None:
    routing = ROUTER.route("what is the average of these numbers")
    assert routing.question.rstrip(".?").endswith("what is the average of 4 8 and 12")


def test_a_skill_that_lacks_a_slot_gives_way_to_one_that_is_sure_and_needs_none() -> None:
    ours = {one.skill.name: one for one in REGISTRY.loaded}
    text = "show me where it is to the left or to the right"
    alone = Router(Registry([ours["find"]])).route(text)
    assert alone.chosen is not None and alone.chosen.missing == "thing" and alone.question
    sure = Router(Registry([ours["find"], ours["look"]])).route("is it looking to the left or to the right")
    assert sure.chosen is not None and sure.chosen.skill == "look" and not sure.question


@pytest.mark.parametrize(
    "text",
    [
        "don't cancel the bread timer",
        "i don't want to cancel my work alarm",
        "don't worry about the soup timer",
        "don't add eggs to the list",
        "i don't think we need more eggs",
        "please don't set a timer for ten minutes",
        "no don't set an alarm for five",
        "don't roll the dice",
        "do not clear the shopping list",
        "never turn off the alarm",
        "don't stop",
        "don't add eggs and milk to the list",
    ],
)
def test_what_is_denied_is_left(text: str) -> None:
    chosen = ROUTER.route(text).chosen
    assert chosen is not None and (chosen.skill, chosen.intent) == ("control", "leave")
    assert ROUTER.wishes(text) == (text,)


@pytest.mark.parametrize(
    "text", ["cancel all my reminders unless it rains", "get rid of every timer besides that blue thing over there on the left"]
)
def test_an_exception_that_nobody_heard_is_no_wish_for_all(text: str) -> None:
    assert ROUTER.route(text).chosen is None


def test_an_exception_that_was_heard_is_part_of_the_wish() -> None:
    chosen = ROUTER.route("remind me at six to buy everything but milk").chosen
    assert chosen is not None and chosen.slots["text"] == "buy everything but milk"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("don't wake me up tomorrow", "alarm.cancel"),
        ("i don't need to get up tomorrow", "alarm.cancel"),
        ("don't let me forget to call mum at six", "reminder.set"),
        ("don't let me sleep past eight", "alarm.wake"),
        ("don't remind me about the dentist", "reminder.cancel"),
        ("don't bother reminding me about the bins", "reminder.cancel"),
        ("don't listen", "control.close_ears"),
        ("don't speak so fast", "control.slower"),
        ("don't take a photo", "photo.cancel"),
        ("don't talk", "control.stop"),
        ("didn't you see my keys", "find.find"),
        ("have you seen my keys", "find.find"),
        ("do i need to take an umbrella", "weather.umbrella"),
        ("do i have an alarm at noon", "alarm.list"),
        ("was there an alarm at five", "alarm.list"),
        ("is an alarm set for seven tomorrow", "alarm.list"),
        ("did you set a timer for five minutes", "timer.list"),
        ("is there a timer for twenty minutes", "timer.list"),
        ("is the bread timer cancelled", "timer.remaining"),
        ("do i have a reminder at six", "reminder.list"),
    ],
)
def test_a_skill_has_words_of_its_own_with_a_not_and_for_questions(text: str, intent: str) -> None:
    chosen = ROUTER.route(text).chosen
    assert chosen is not None and f"{chosen.skill}.{chosen.intent}" == intent


@pytest.mark.parametrize(
    "text",
    [
        "should i set an alarm for six",
        "did you remind me to take the pills at eight",
        "why did you set an alarm for six",
        "do you want to set a timer",
        "what happens if i cancel the timer",
        "have you taken a photo",
        "double the tea timer",
        "can i set two timers",
    ],
)
def test_what_is_only_asked_about_is_not_done(text: str) -> None:
    routing = ROUTER.route(text)
    assert routing.chosen is None and routing.doubt is None


@pytest.mark.parametrize(
    "text",
    [
        "what colour is the sky",
        "is the man riding a horse",
        "is there a train on the bridge",
        "is this in a city",
        "is that a real man or a statue",
        "can you see a windmill",
        "is it day or night",
        "is there a shop behind the people",
        "what is on the scale",
        "is anything plugged into it that is red",
        "is it looking to the left or to the right",
    ],
)
def test_what_is_asked_about_the_picture_is_looked_at(text: str) -> None:
    chosen = SIGHTED.route(text).chosen
    assert chosen is not None and chosen.skill == "look"


@pytest.mark.parametrize(
    "text",
    [
        "is the train late",
        "when does the next train leave",
        "what is the capital of norway",
        "what is the biggest city in africa",
        "are you a real person",
        "is santa real",
        "is the shop open on sunday",
        "is my bank open",
        "why is the sky blue",
        "is a whale a fish",
        "where is egypt",
        "is it going to snow tomorrow",
    ],
)
def test_what_is_asked_about_the_world_is_not_looked_for_in_the_picture(text: str) -> None:
    chosen = SIGHTED.route(text).chosen
    assert chosen is None or chosen.skill not in ("look", "find", "count", "read")


def test_a_doubt_about_the_picture_names_no_other_question() -> None:
    routing = SIGHTED.route("how many domes does the cathedral have")
    assert routing.doubt is not None and routing.question == "Is that about what I see?" and routing.follow_up
    said = SIGHTED.route("yes", context={"doubt": (routing.text, routing.doubt)}).chosen
    assert said is not None and (said.skill, said.intent) == ("count", "how_many")
