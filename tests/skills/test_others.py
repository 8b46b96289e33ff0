"""Clock, look, find, count, control and fallback."""

from __future__ import annotations

import re

import anyio
import pytest

from assistant.errors import CameraError
from assistant.events import Region
from assistant.skill import Reply, Skill, Turn
from tests.installed import router, skills
from tests.skills.home import SmallHome, say

REGISTRY = skills()
ROUTER = router()
CUPS = (Region((10, 10, 50, 60), "cup", 0.9), Region((80, 10, 120, 60), "cup", 0.8), Region((0, 0, 9, 9), "dog", 0.7))


def reply(text: str, regions: tuple[Region, ...] = (), **context: object) -> tuple[Reply, SmallHome]:
    chosen = ROUTER.route(text).chosen
    assert chosen is not None
    skill = REGISTRY.get(chosen.skill)
    home = SmallHome(skill, regions, others=REGISTRY.skills)
    return anyio.run(lambda: say(ROUTER, skill, home, text, **context)), home


@pytest.mark.parametrize(("text", "start"), [("what time is it", "It's "), ("what's the date", "It's "), ("what day is it", "It's ")])
def test_the_clock_tells_time_date_and_weekday(text: str, start: str) -> None:
    assert reply(text)[0].text.startswith(start)


def test_looking_describes_with_regions_and_engine() -> None:
    seen, _ = reply("what do you see", CUPS)
    assert seen == Reply("I see cup, cup, dog.", CUPS, "known-things", confidence=0.9)


def test_a_question_reaches_the_eyes_in_whole() -> None:
    _, home = reply("Is there a cup on the table?", CUPS)
    assert home.sight.asked == ["is there a cup on the table"]


def test_finding_gives_words_and_the_box() -> None:
    found, home = reply("where is my cup", CUPS)
    assert found.regions == CUPS[:1] and home.sight.asked == ["cup"]


def test_finding_it_means_what_was_spoken_of() -> None:
    _, home = reply("where is it", CUPS, thing="dog")
    assert home.sight.asked == ["dog"]


def test_finding_nothing_in_particular_asks_back() -> None:
    asked, _ = reply("where is it", CUPS)
    assert asked.follow_up and asked.text == "What shall I look for?"


def test_counting_asks_for_the_number() -> None:
    assert reply("count the cups", CUPS)[0].text == "I count 2."


def test_without_a_camera_the_error_is_the_cameras() -> None:
    with pytest.raises(CameraError):
        reply("what do you see")


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("open your eyes", ("camera", True)),
        ("close your eyes", ("camera", False)),
        ("stop listening", ("microphone", False)),
        ("stop", "stop"),
    ],
)
def test_control_acts_on_the_assistant(text: str, act: object) -> None:
    assert reply(text)[1].acts == [act]


def test_stop_is_not_answered_with_words() -> None:
    assert reply("stop")[0].text == ""


def test_repeat_says_the_last_reply_or_that_there_is_none() -> None:
    assert reply("say that again", last_reply="Two cups.")[0].text == "Two cups."
    assert reply("say that again")[0].text == "I have not said anything yet."


def test_help_gives_an_example_of_every_skill() -> None:
    said = reply("help")[0].text
    for name in ("clock", "count", "find", "look", "timer"):
        assert any(texts and texts[0] in said for texts in one_of(REGISTRY.get(name))), name


def one_of(skill: Skill) -> list[list[str]]:
    return [intent.get("examples", []) for intent in skill.phrases.section("intents").values()]


def test_the_fallback_says_what_can_be_done_instead() -> None:
    skill = REGISTRY.get("fallback")
    home = SmallHome(skill, others=REGISTRY.skills)
    said = anyio.run(skill.handle, Turn("book a flight", "fallback", {}, home)).text
    assert said.startswith("I can't do that.") and said.count("“") == 3


def test_how_sure_it_was_of_what_it_saw_is_told_and_of_nothing_seen_that() -> None:
    for confidence, said in ((0.93, "Yes, I am about 93 percent sure."), (0.7, "Fairly: .* 70 .*"), (0.3, "No, .* 30 .*")):
        sure, _ = reply("are you sure", CUPS, confidence=confidence)
        assert re.fullmatch(said, sure.text) and sure.confidence == confidence
    why, _ = reply("how do you know", CUPS, confidence=0.93)
    assert why.text.startswith("By what it looks like;") and why.text.endswith("93 percent sure.")
    assert reply("are you sure", CUPS, confidence=0.0)[0].text == "No, I could not tell."
    assert reply("are you sure", CUPS)[0].text == "I have said nothing about a picture just now."


def test_where_somebody_looks_is_asked_and_not_pointed_at() -> None:
    _, home = reply("where is he looking then", CUPS)
    assert home.sight.asked == ["where is he looking then"]


def test_one_thing_is_described_where_one_was_spoken_of() -> None:
    _, home = reply("tell me more about it", CUPS, thing="cup")
    assert home.sight.asked[0] == "describe the cup"
