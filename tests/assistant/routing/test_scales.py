"""What each skill makes of a sentence by itself: in words that sound like what was meant, and with slots wherever they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.phrases import Phrases
from assistant.routing.registry import Loaded, Registry
from assistant.routing.router import Router
from assistant.routing.templates import Wording
from assistant.skill import Skill
from tests.assistant.routing.sentences import taken
from tests.installed import router, skills

REGISTRY = skills()
ROUTER = router()


@pytest.mark.slow
def test_a_score_does_not_depend_on_the_other_skills() -> None:
    candidates = {text: ROUTER.route(text).candidates for text, _ in taken()[::5]}
    for one in REGISTRY.loaded:
        alone = Router(Registry([one]))
        for text, all_of_them in candidates.items():
            together = [found for found in all_of_them if found.skill == one.skill.name]
            assert [found for found in alone.route(text).candidates if found in together][: len(together)] == together


class Aaa(Skill):
    name = "aaa"


def test_at_the_same_score_a_skill_that_comes_with_owlish_goes_before_a_guest(tmp_path: Path) -> None:
    (tmp_path / "locales" / "en").mkdir(parents=True)
    (tmp_path / "locales" / "en" / "aaa.toml").write_text("[intents.go]\ntemplates = ['stop', 'undo', 'yes']\n")
    guest = Aaa()
    guest.phrases = Phrases(tmp_path, "aaa")
    beside = Router(Registry([Loaded(guest, Wording(guest, "en"), "owlish-aaa 1.0"), REGISTRY.loaded_as("control")]))
    for text in ("stop", "undo", "yes"):
        first, second = beside.route(text).candidates[:2]
        assert (first.skill, second.skill, first.score) == ("control", "aaa", second.score), text


def test_a_misspelt_wish_is_taken_for_what_it_sounds_like() -> None:
    routing = ROUTER.route("how meny cups are their")
    assert routing.chosen is not None and routing.chosen.skill == "count" and routing.chosen.slots["thing"] == "cups"


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
