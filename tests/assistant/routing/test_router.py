"""Sentences go to their skill, deterministically and fast; what nobody can do is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.routing.registry import Registry, load_registry
from assistant.routing.router import Router
from tests.assistant.routing.sentences import left, taken

REGISTRY = load_registry()
ROUTER = Router(REGISTRY)
EXAMPLES = [(one.skill.name, intent, text) for one in REGISTRY.loaded for intent, texts in one.wording.examples.items() for text in texts]


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
    for one in REGISTRY.loaded:
        alone = Router(Registry([one]))
        for text, _ in taken()[::5]:
            together = [found for found in ROUTER.route(text).candidates if found.skill == one.skill.name]
            assert [found for found in alone.route(text).candidates if found in together][: len(together)] == together


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
    for one in registry.loaded:
        for intent, texts in one.wording.examples.items():
            for text in texts:
                chosen = router.route(text).chosen
                assert chosen is not None and (chosen.skill, chosen.intent) == (one.skill.name, intent), text
