"""Act, ask, pass; slots wherever they stand; what recognizers make of a sentence; several wishes in one breath; follow-ups."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

import pytest

from assistant.phrases import Phrases
from assistant.routing.registry import GROUP, load_registry
from assistant.routing.router import Router, Routing
from assistant.skill import Reply
from assistant.understanding.dialogue import Dialogue
from tests.assistant.routing.guests import put_on_path
from tests.installed import router

ROUTER = router()
DOUBTFUL = "what are your talents"


def test_between_acting_and_passing_it_asks() -> None:
    routing = ROUTER.route(DOUBTFUL)
    assert routing.chosen is None and routing.doubt is not None and routing.doubt.skill == "control"
    assert routing.question == "Did you mean: help?" and routing.follow_up


def test_a_misspelt_wish_is_taken_for_what_it_sounds_like() -> None:
    routing = ROUTER.route("how meny cups are their")
    assert routing.chosen is not None and routing.chosen.skill == "count" and routing.chosen.slots["thing"] == "cups"


@pytest.mark.parametrize(
    ("answer", "skill", "text"),
    [
        ("yes", "control", DOUBTFUL),
        ("yes please", "control", DOUBTFUL),
        ("no", None, DOUBTFUL),
        ("what time is it", "clock", "what time is it"),
    ],
)
def test_yes_does_it_no_passes_it_on_and_another_wish_is_itself(answer: str, skill: str | None, text: str) -> None:
    routing = ROUTER.route(answer, context={"doubt": (DOUBTFUL, ROUTER.route(DOUBTFUL).doubt)})
    assert (routing.chosen and routing.chosen.skill, routing.text) == (skill, text)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("put five minutes on the clock for my eggs", {"duration": "five minutes", "seconds": 300}),
        ("i have to wait twelve minutes so please time that", {"duration": "twelve minutes", "seconds": 720}),
        ("any idea where on earth my blue mug has wandered off to", {"thing": "blue mug"}),
    ],
)
def test_slots_are_found_wherever_they_stand(text: str, slots: dict) -> None:
    chosen = ROUTER.route(text).chosen
    assert chosen is not None and chosen.method == "meaning" and chosen.slots == slots


def test_a_needed_slot_that_is_missing_is_asked_for_and_its_answer_completes_the_sentence() -> None:
    routing = ROUTER.route("make my timer longer")
    assert routing.chosen is not None and (routing.chosen.intent, routing.chosen.missing) == ("add", "duration")
    assert routing.question == "For how long?"
    answered = ROUTER.route("three minutes", context={"asked": routing.follow_up}).chosen
    assert answered is not None and (answered.intent, answered.slots["seconds"]) == ("add", 180)


def test_a_skill_that_does_not_say_how_it_asks_is_helped_by_its_example() -> None:
    routing = ROUTER.route("what is the average of these numbers")
    assert routing.question.rstrip(".?").endswith("what is the average of 4 8 and 12")


def seconds(text: str) -> float | None:
    chosen = ROUTER.route(text).chosen
    return chosen.slots.get("seconds") if chosen and chosen.skill == "timer" else None


@pytest.mark.parametrize(
    "text",
    [
        "set timer ten minutes",
        "set a timer four ten minutes",
        "uh set a um timer for uh ten minutes",
        "set set a timer for for ten minutes",
        "SET A TIMER FOR 10 MINUTES",
        "could you please set a timer for ten minutes",
        "hey owlish i'd like you to set a timer for ten minutes please",
        "i want a timer for 10 minutes",
        "set a timer of ten minuets",
        "please, please set a timer for ten minutes!",
        "set the timer for ten minutes for me would you",
    ],
)
def test_noise_around_and_within_a_sentence_changes_nothing(text: str) -> None:
    assert seconds(text) == 600


@pytest.mark.parametrize(
    ("text", "skill", "compared"),
    [
        ("set a timer for to minutes", "timer", "set a timer for two minutes"),
        ("wear are my keys", "find", "where are my keys"),
        ("wear is my cup", "find", "where is my cup"),
        ("what do you sea", "look", "what do you see"),
        ("how many cups are their", "count", "how many cups are there"),
        ("is their a dog", "look", "is there a dog"),
        ("what thyme is it", "clock", "what time is it"),
        ("what is the square route of nine", "calculator", "what is the square root of nine"),
        ("role a dye", "chance", "roll a die"),
        ("set a timer for half an our", "timer", "set a timer for half an hour"),
        ("add to minutes two the timer", "timer", "add two minutes to the timer"),
        ("how is the whether today", None, "how is the weather today"),
    ],
)
def test_words_that_sound_alike_are_told_apart_by_their_neighbours(text: str, skill: str | None, compared: str) -> None:
    routing = ROUTER.route(text)
    assert routing.text == compared and (skill is None or (routing.chosen and routing.chosen.skill) == skill)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("set a timer for ten minutes and tell me what time it is", ("set a timer for ten minutes", "tell me what time it is")),
        ("what is on the table and where is my cup", ("what is on the table", "where is my cup")),
        ("flip a coin, roll a die", ("flip a coin", "roll a die")),
        ("flip a coin and roll a die and then tell me the time", ("flip a coin", "roll a die", "tell me the time")),
        ("set a timer for an hour and ten minutes", ("set a timer for an hour and ten minutes",)),
        ("choose between tea and coffee", ("choose between tea and coffee",)),
        ("add five and seven", ("add five and seven",)),
        ("is there a cat and a dog", ("is there a cat and a dog",)),
        ("add coffee and remove milk from the shopping list", ("add coffee", "remove milk from the shopping list")),
        ("remove milk from the shopping list and add coffee", ("remove milk from the shopping list", "add coffee")),
        ("add coffee and get some milk", ("add coffee", "get some milk")),
        ("i came and i saw", ("i came and i saw",)),
    ],
)
def test_several_wishes_in_one_breath_are_taken_apart_where_each_is_sure(text: str, parts: tuple[str, ...]) -> None:
    assert ROUTER.wishes(text) == parts


def talk(*texts: str, undo: str = "") -> list[str]:
    """What each wish became, with the conversation remembered."""
    dialogue = Dialogue(Phrases("assistant", "dialogue"), memory=120.0)
    became = []
    for now, text in enumerate(texts):
        for part in ROUTER.wishes(text, context=dialogue.context(float(now))):
            routing: Routing = ROUTER.route(part, context=dialogue.context(float(now)))
            reply = Reply(routing.question or "Yes.", follow_up=routing.follow_up, undo=undo)
            dialogue.remember(routing.text, routing.chosen, reply, float(now), routing.doubt)
            became.append(routing.text)
    return became


def test_a_correction_takes_the_last_turn_back_and_does_it_anew() -> None:
    assert talk("add milk to the shopping list", "i meant bread", undo="remove milk from the shopping list")[1:] == [
        "remove milk from the shopping list",
        "add bread to the shopping list",
    ]
    assert talk("set a timer for five minutes", "no, ten minutes")[1:] == ["no ten minutes"], "the timer has words of its own for it"
    assert talk("where is my cup", "sorry i meant the red mug")[1:] == ["where is the red mug"]
    assert talk("how many cups are there", "no, chairs")[1:] == ["how many chairs are there"]
    assert talk("set a tea timer for five minutes", "actually make it six minutes")[1:] == ["actually make it six minutes"], "so here"


def test_no_by_itself_corrects_nothing() -> None:
    assert talk("set a timer for five minutes", "no i do not want that")[1:] == ["no i do not want that"]


@pytest.mark.parametrize(
    ("before", "said", "whole"),
    [
        ("how much time is left on the tea timer", "and the egg timer", "how much time is left on the egg timer"),
        ("where is my cup", "and the other one", "where is my other cup"),
        ("what colour is the mug", "and that one", "what colour is that mug"),
        ("what colour is the mug", "where is it", "where is the mug"),
        ("how many cups are there", "what about plates", "how many plates are there"),
        ("set a tea timer for five minutes", "pause it", "pause the tea timer"),
        ("set a tea timer for five minutes", "cancel that one", "cancel the tea timer"),
        ("set a timer for five minutes", "cancel it", "cancel the five minutes timer"),
        ("set a tea timer for five minutes", "add two minutes to it", "add two minutes to the tea timer"),
        ("where is my cup", "what time is it", "what time is it"),
    ],
)
def test_a_follow_up_leans_on_what_was_spoken_of(before: str, said: str, whole: str) -> None:
    assert talk(before, said)[-1] == whole


def test_what_was_asked_about_is_done_when_it_was_meant() -> None:
    assert talk(DOUBTFUL, "yes") == [DOUBTFUL, DOUBTFUL]


BURSTING = """
[intents.burst]
templates = ["burst the zeppelin", "yes burst the zeppelin"]
examples = ["burst the zeppelin", "yes burst the zeppelin"]
[intents.keep]
templates = ["no burst the zeppelin"]
examples = ["no burst the zeppelin"]
"""


GUEST = """
from assistant.skill import Skill

class Guest(Skill):
    name = "zeppelin"

    async def handle(self, turn): ...
"""


@pytest.mark.parametrize(
    ("answer", "intent"),
    [("yes", "burst"), ("yeah", "burst"), ("sure", "burst"), ("okay", "burst"), ("nope", "keep"), ("no thanks", "keep"), ("nah", "keep")],
)
def test_a_skill_that_asks_for_yes_or_no_need_not_know_all_their_words(answer: str, intent: str, tmp_path, monkeypatch) -> None:
    put_on_path(tmp_path, monkeypatch)
    package = tmp_path / "bursting"
    (package / "locales" / "en").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "zeppelin.py").write_text(GUEST)
    (package / "locales" / "en" / "zeppelin.toml").write_text(BURSTING)
    registry = load_registry(points=[*entry_points(group=GROUP), EntryPoint("zeppelin", "bursting.zeppelin:Guest", GROUP)])
    routing = Router(registry).route(answer, context={"asked": "{answer} burst the zeppelin", "asked_by": "zeppelin"})
    assert routing.chosen is not None and (routing.chosen.skill, routing.chosen.intent) == ("zeppelin", intent)
