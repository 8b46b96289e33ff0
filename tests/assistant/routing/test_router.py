"""Sentences go to their skill, deterministically and fast; what nobody can do is left alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.phrases import Phrases
from assistant.routing.registry import Registry, load_registry
from assistant.routing.router import Router
from assistant.skill import Reply
from assistant.understanding.dialogue import Dialogue
from assistant.understanding.vilbert import Vilbert
from tests.assistant.routing.sentences import left, taken
from tests.installed import router, skills

REGISTRY = skills()
ROUTER = router()
SIGHTED = Router(REGISTRY, needs_picture=Vilbert(Phrases("assistant", "vision")).needs_picture)
"""With the fusion's word on what is about the picture."""
EXAMPLES = [(one.skill.name, intent, text) for one in REGISTRY.loaded for intent, texts in one.wording.examples.items() for text in texts]


def lines_of(name: str) -> list[tuple[str, str]]:
    """Sentences and their skills."""
    rows = (Path(__file__).with_name(name)).read_text("utf-8").splitlines()
    return [(text, skill) for text, _, skill in (row.partition("\t") for row in rows if row and not row.startswith("#"))]


@pytest.mark.parametrize(("skill", "intent", "text"), EXAMPLES)
def test_every_example_goes_to_its_own_intent(skill: str, intent: str, text: str) -> None:
    chosen = ROUTER.route(text).chosen
    assert chosen is not None and (chosen.skill, chosen.intent) == (skill, intent)


def test_everyday_wordings_reach_their_skill() -> None:
    pairs = taken()
    wrong = [
        (text, skill, chosen and chosen.skill)
        for text, skill in pairs
        if not (chosen := ROUTER.route(text).chosen) or chosen.skill != skill
    ]
    print(f"routed right {len(pairs) - len(wrong)}/{len(pairs)}", *wrong, sep="\n")
    assert len(pairs) >= 150 and len(wrong) <= 0.05 * len(pairs)


def test_what_no_skill_can_do_is_left_alone() -> None:
    texts = left()
    wrong = [(text, chosen.skill, chosen.score) for text in texts if (chosen := ROUTER.route(text).chosen)]
    print(f"left alone {len(texts) - len(wrong)}/{len(texts)}", *wrong, sep="\n")
    assert len(texts) >= 150 and len(wrong) <= 0.05 * len(texts)


def test_a_score_does_not_depend_on_the_other_skills() -> None:
    candidates = {text: ROUTER.route(text).candidates for text, _ in taken()[::5]}
    for one in REGISTRY.loaded:
        alone = Router(Registry([one]))
        for text, all_of_them in candidates.items():
            together = [found for found in all_of_them if found.skill == one.skill.name]
            assert [found for found in alone.route(text).candidates if found in together][: len(together)] == together


@pytest.mark.parametrize(
    "text", ["set a timer for ten minutes", "add milk and what time is it", "the weather guy is funny", "um set a timer"]
)
def test_what_is_routed_after_its_wishes_is_routed_as_by_itself(text: str) -> None:
    alone = ROUTER.route(text)
    assert ROUTER.wishes(text) and ROUTER.route(text) == alone
    assert ROUTER.wishes(text) and ROUTER.route("flip a coin").chosen.skill == "chance" and ROUTER.route(text) == alone


def test_another_start_of_python_routes_the_same_way() -> None:
    texts = [text for text, _ in lines_of("blind.tsv")][::3]
    said = [routed_anew(texts, seed) for seed in ("1", "2")]
    assert len(said[0]) == len(texts) and said[0] == said[1]


def routed_anew(texts: list[str], seed: str) -> list[str]:
    """In a process whose strings are hashed with that seed."""
    code = "import sys; from tests.installed import router\nfor text in sys.argv[1:]: print(repr(router().route(text)))"
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(
        [sys.executable, "-c", code, *texts], env=environment, capture_output=True, text=True, check=True
    ).stdout.splitlines()


@given(st.text(max_size=400))
def test_any_text_is_routed_without_a_crash_and_the_same_way_twice(text: str) -> None:
    assert ROUTER.route(text) == ROUTER.route(text)


@pytest.mark.parametrize(
    "text",
    ["SET A TIMER FOR FIVE MINUTES", "set a timer for five minutes.", "Um, set a timer for 5 minutes please", "set timer for 5 minutes"],
)
def test_how_a_recognizer_writes_it_does_not_matter(text: str) -> None:
    chosen = ROUTER.route(text).chosen
    assert chosen is not None and chosen.slots["seconds"] == 300


@pytest.mark.parametrize("language", ["de", "zh"])
def test_other_languages_route_their_own_examples(language: str) -> None:
    registry = load_registry(language)
    router = Router(registry, language)
    assert not registry.failures
    own = [one for one in registry.loaded if one.skill.phrases.native]
    assert len(own) >= 5
    for one in own:
        for intent, texts in one.wording.examples.items():
            for text in texts:
                chosen = router.route(text).chosen
                assert chosen is not None and (chosen.skill, chosen.intent) == (one.skill.name, intent), text


def talk(*texts: str) -> list[tuple[str, str | None]]:
    """What each sentence became when the one before was remembered, and who took it."""
    dialogue = Dialogue(Phrases("assistant", "dialogue"), memory=120.0)
    became = []
    for now, text in enumerate(texts):
        routing = ROUTER.route(text, context=dialogue.context(float(now)))
        dialogue.remember(routing.text, routing.chosen, Reply("Yes."), float(now))
        became.append((routing.text, routing.chosen and routing.chosen.skill))
    return became


def test_a_follow_up_may_follow_a_follow_up() -> None:
    assert talk("What colour is the mug?", "and the chair?", "And the table?", "what about the lamp", "is it big", "where is it") == [
        ("what colour is the mug", "look"),
        ("what colour is the chair", "look"),
        ("what colour is the table", "look"),
        ("what colour is the lamp", "look"),
        ("is the lamp big", "look"),
        ("where is the lamp", "find"),
    ]
    assert talk("how many cups are there", "and plates", "and what about chairs")[1:] == [
        ("how many plates are there", "count"),
        ("how many chairs are there", "count"),
    ]


@pytest.mark.parametrize(
    ("asked", "answer", "whole", "skill"),
    [
        ("set a timer for {answer}", "five minutes", "set a timer for five minutes", "timer"),
        ("find {answer}", "my keys", "find my keys", "find"),
        ("cancel the {answer} timer", "the tea timer", "cancel the tea timer timer", "timer"),
        ("what is the weather in {answer}", "in berlin", "what is the weather in berlin", "weather"),
        ("set a timer for {answer}", "what time is it", "what time is it", "clock"),
        ("set a timer for {answer}", "never mind", "never mind", "control"),
        ("set a timer for {answer}", "i do not know", "i do not know", None),
    ],
)
def test_a_bare_answer_completes_the_question_and_a_whole_sentence_leaves_it(asked: str, answer: str, whole: str, skill: str) -> None:
    routing = ROUTER.route(answer, context={"asked": asked})
    assert (routing.text, routing.chosen and routing.chosen.skill) == (whole, skill)


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


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("is the case on the left or right", "case"),
        ("is my phone on the left or on the right", "phone"),
        ("is the door of the windmill at the top or at the bottom", "door of the windmill"),
    ],
)
def test_the_side_that_is_asked_for_is_no_part_of_the_thing(text: str, thing: str) -> None:
    finder = Router(Registry([one for one in REGISTRY.loaded if one.skill.name == "find"]))
    chosen = finder.route(text).chosen
    assert chosen is not None and chosen.slots["thing"] == thing


def test_a_skill_that_lacks_a_slot_gives_way_to_one_that_is_sure_and_needs_none() -> None:
    ours = {one.skill.name: one for one in REGISTRY.loaded}
    text = "look for it to the left or to the right of it"
    alone = Router(Registry([ours["find"]])).route(text)
    assert alone.chosen is not None and alone.chosen.missing == "thing" and alone.question
    sure = Router(Registry([ours["find"], ours["look"]])).route("is it looking to the left or to the right")
    assert sure.chosen is not None and sure.chosen.skill == "look" and not sure.question


def test_a_doubt_about_the_picture_names_no_other_question() -> None:
    routing = SIGHTED.route("how many domes does the cathedral have")
    assert routing.doubt is not None and routing.question == "Is that about what I see?" and routing.follow_up
    said = SIGHTED.route("yes", context={"doubt": (routing.text, routing.doubt)}).chosen
    assert said is not None and (said.skill, said.intent) == ("count", "how_many")


def test_to_go_on_is_not_to_stop() -> None:
    routing = ROUTER.route("go on")
    assert routing.chosen is None and routing.doubt is None


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


def test_what_is_denied_beside_a_wish_takes_nothing_from_it() -> None:
    assert ROUTER.wishes("don't set a timer and tell me the time") == ("don't set a timer", "tell me the time")


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
        "what's the reminder",
        "what is my reminder for",
        "where is the reminder",
        "do i still need the timer",
        "what about the alarm",
        "did i have a reminder",
    ],
)
def test_a_question_takes_nothing_away(text: str) -> None:
    chosen = ROUTER.route(text).chosen
    assert chosen is not None and chosen.intent in ("list", "next", "remaining")


@pytest.mark.parametrize(
    ("text", "intent"),
    [("how about an alarm for six", "alarm.set"), ("when it's eight remind me to lock up", "reminder.set")],
)
def test_a_wish_that_begins_like_a_question_is_none(text: str, intent: str) -> None:
    chosen = ROUTER.route(text).chosen
    assert chosen is not None and f"{chosen.skill}.{chosen.intent}" == intent
