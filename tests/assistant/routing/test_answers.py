"""Yes and no in their many words, and the questions of a guest that knows only the plain ones."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from assistant.phrases import Phrases
from assistant.routing.answers import plain_answer
from assistant.routing.normal import normal
from assistant.routing.registry import Loaded, Registry, load_registry
from assistant.routing.router import Router
from assistant.routing.templates import Wording
from assistant.skill import Skill
from tests.skills.talk import Talk

ASKED = {
    "en": ("(yes|no) burst the zeppelin", "{answer} burst the zeppelin"),
    "de": ("(ja|nein) den zeppelin platzen lassen", "{answer} den zeppelin platzen lassen"),
    "zh": ("(是|不)戳破飞艇", "{answer}戳破飞艇"),
}


class Zeppelin(Skill):
    name = "zeppelin"


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory):
    """`answered(text, language)`: the words of the turn that the zeppelin gets, beside the skill that takes a bare "yes"."""
    folder = tmp_path_factory.mktemp("zeppelin")
    for language, (template, _) in ASKED.items():
        (folder / "locales" / language).mkdir(parents=True)
        words = f'[intents.burst]\nasked_back = true\ntemplates = ["{template}"]\n'
        (folder / "locales" / language / "zeppelin.toml").write_text(words, "utf-8")

    @lru_cache
    def router(language: str) -> Router:
        skill = Zeppelin(language)
        skill.phrases = Phrases(folder, "zeppelin", language)
        control = load_registry(language).loaded_as("control")
        return Router(Registry([control, Loaded(skill, Wording(skill, language), "owlish-zeppelin 1")]), language)

    def of(text: str, language: str = "en", asked: str | None = None) -> str | None:
        """asked: what the zeppelin asks by itself when None; nothing when empty"""
        asked = ASKED[language][1] if asked is None else asked
        routing = router(language).route(text, context={"asked": asked, "asked_by": "zeppelin"})
        return routing.text if routing.chosen and routing.chosen.skill == "zeppelin" else None

    return of


@pytest.mark.parametrize(
    "text", ["yes", "yes please", "yeah", "Yep.", "sure", "okay", "of course", "go ahead", "yeah, sure", "yes, do it", "absolutely"]
)
def test_any_word_of_assent_is_the_yes_that_a_guest_waits_for(answered, text: str) -> None:
    assert answered(text) == "yes burst the zeppelin"


QUIZ = """[intents.start]
templates = ["quiz me"]
examples = ["quiz me"]
[intents.answer]
asked_back = true
templates = ["my quiz answer is {guess}"]
"""


class Quiz(Skill):
    name = "quiz"


@pytest.mark.parametrize("answer", ["five", "paris", "a kind of blue bird", "four and a half"])
def test_an_answer_of_any_words_reaches_the_skill_that_asked_for_it(tmp_path: Path, answer: str) -> None:
    (tmp_path / "locales" / "en").mkdir(parents=True)
    (tmp_path / "locales" / "en" / "quiz.toml").write_text(QUIZ)
    skill = Quiz()
    skill.phrases = Phrases(tmp_path, "quiz")
    router = Router(Registry([*load_registry().loaded, Loaded(skill, Wording(skill, "en"), "owlish-quiz 1")]))
    chosen = router.route(answer, context={"asked": "my quiz answer is {answer}", "asked_by": "quiz"}).chosen
    assert chosen is not None and (chosen.skill, chosen.intent, chosen.slots["guess"]) == ("quiz", "answer", normal(answer))
    outright = router.route(f"my quiz answer is {answer}")
    assert outright.chosen is None or outright.chosen.intent != "answer"


@pytest.mark.parametrize("text", ["no", "no thanks", "nope", "nah", "don't", "rather not", "no, leave it", "not now"])
def test_any_word_of_refusal_is_its_no(answered, text: str) -> None:
    assert answered(text) == "no burst the zeppelin"


@pytest.mark.parametrize(
    ("language", "text", "whole"),
    [
        ("de", "ja", "ja den zeppelin platzen lassen"),
        ("de", "klar", "ja den zeppelin platzen lassen"),
        ("de", "lieber nicht", "nein den zeppelin platzen lassen"),
        ("zh", "好的", "是戳破飞艇"),
        ("zh", "不要", "不戳破飞艇"),
    ],
)
def test_each_language_has_words_of_its_own_for_both(answered, language: str, text: str, whole: str) -> None:
    assert answered(text, language) == whole


@pytest.mark.parametrize("text", ["stop", "what can you do", "thank you", "yes and no"])
def test_what_is_neither_is_no_answer(answered, text: str) -> None:
    assert answered(text) is None


def test_an_answer_with_words_of_its_own_is_not_cut_short() -> None:
    assert plain_answer("yes but only the red one", "en") == ""
    assert plain_answer("no milk", "en") == ""


@pytest.mark.parametrize(
    ("language", "text"), [("en", "yes burst the zeppelin"), ("de", "ja den zeppelin platzen lassen"), ("zh", "是戳破飞艇")]
)
def test_nobody_says_outright_what_only_an_answer_says(answered, language: str, text: str) -> None:
    assert answered(text, language, asked="") is None


def test_what_only_undo_says_does_nothing_by_what_it_sounds_like() -> None:
    told = Talk()("set a timer for ten minutes", "put back the timers as they were", "no", "what timers are running")
    assert (told[1], told[3]) == (
        "Did you mean: cancel all timers?",
        "One timer is set. Your timer for 10 minutes has 10 minutes left.",
    )
