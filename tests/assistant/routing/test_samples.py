"""Sentences are drawn of templates and frames: the same ones every time, with values in their slots."""

from __future__ import annotations

from assistant.routing.registry import load_registry
from assistant.routing.samples import drawn, filling

FILL = filling({"thing": ["cup", "(big|small) box"]}, {"room": ["attic", {"in": "cellar", "out": 1}]}, {"length": "duration"}, "en")


def test_what_is_drawn_is_the_same_every_time_and_does_not_depend_on_other_frames() -> None:
    frames = ["(find|locate) [the] {thing}", "look (here|there)"]
    first = list(drawn(frames, FILL, 5))
    assert first == list(drawn(frames, FILL, 5)) and first[5:] == list(drawn(frames[1:], FILL, 5))
    assert len(first) == 10


def test_alternatives_options_and_values_are_chosen_and_nothing_of_the_syntax_stays() -> None:
    said = set(drawn(["(find|locate) [the] {thing}"], FILL, 200))
    things = {"cup", "big box", "small box"}
    assert said == {f"{verb} {article}{thing}" for verb in ("find", "locate") for article in ("", "the ") for thing in things}


def test_a_slot_takes_values_of_its_skill_of_its_list_or_of_its_kind() -> None:
    assert FILL("room") == ["attic", "cellar"] and "five minutes" in FILL("length") and FILL("unheard of") == FILL("something else")


def test_every_frame_belongs_to_an_intent_and_can_be_drawn() -> None:
    for one in load_registry().loaded:
        for intent, frames in one.wording.frames.items():
            assert intent in one.wording.examples and intent not in one.wording.asked_back, (one.skill.name, intent)
            assert all(not set(text) & set("()[]{}|") for text in drawn(frames, FILL, 3))
