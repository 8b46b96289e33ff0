"""Names that lead nowhere are told with the one that may have been meant; nothing is wrong with those of Owlish's own skills."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.phrases import Phrases
from assistant.routing.lint_names import misnamed
from assistant.routing.templates import Wording
from assistant.skill import Skill
from tests.installed import skills


class Plants(Skill):
    name = "plants"


INTENTS = """
[intents]
water = { templates = ["water the {plant} for {time}", "water {room}"], examples = ["water the fern for ten minutes"] }
gone = { templates = ["yes remove the {plant}"], asked_back = true }
[slots]
time = "duration"
[lists]
room = ["the kitchen"]
"""


def found(folder: Path, words: str, **others: str) -> list[str]:
    """others: words by language"""
    for language, text in {"en": words, **others}.items():
        (folder / "locales" / language).mkdir(parents=True)
        (folder / "locales" / language / "plants.toml").write_text(text, "utf-8")
    skill = Plants()
    skill.phrases = Phrases(folder, "plants")
    return list(misnamed(Wording(skill, "en"), skill.phrases))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("[ask]\nplnt = 'Which one?'", "plants: [ask] names the slot 'plnt', which no template has; did you mean 'plant'?"),
        ("[ask]\nx = 'Which one?'", "plants: [ask] names the slot 'x', which no template has; there are plant, room, time."),
        (
            "[samples]\nplants = ['fern']",
            "plants: [samples] names the slot 'plants', which no template or frame has; did you mean 'plant'?",
        ),
        (
            "[frames]\nwater = ['drown the {palnt}']",
            "plants.water: the slot 'palnt' of the frame “drown the {palnt}” is in no template, and [samples] has no values for it; "
            "did you mean 'plant'?",
        ),
        ("[frames]\nwatr = ['drown it']", "plants: [frames] names the intent 'watr', which does not exist; did you mean 'water'?"),
        ("[meant]\nwatr = 'Shall I?'", "plants: [meant] names the intent 'watr', which does not exist; did you mean 'water'?"),
        (
            "[unlike]\nframes = ['the {wether} is wet']",
            "plants: [unlike]: the slot 'wether' of the frame “the {wether} is wet” is in no template, and [samples] has no values for it; "
            "there are plant, room, time.",
        ),
    ],
)
def test_a_name_that_leads_nowhere_is_told_with_what_there_is(tmp_path: Path, more: str, said: str) -> None:
    assert found(tmp_path, f"{INTENTS}\n{more}") == [said]


def test_a_kind_of_a_slot_that_no_template_has_is_told(tmp_path: Path) -> None:
    assert found(tmp_path, INTENTS.replace('time = "duration"', 'time = "duration"\ntim = "number"')) == [
        "plants: [slots] names the slot 'tim', which no template or frame has; did you mean 'time'?"
    ]


def test_a_list_whose_values_its_kind_cannot_read_is_told_and_one_that_it_can_read_is_not(tmp_path: Path) -> None:
    lists = INTENTS.replace("[lists]", "[lists]\ntime = ['five minutes', '(for an|an) hour']")
    assert found(tmp_path / "timed", lists) == []
    assert found(tmp_path / "named", lists.replace("'five", "'soon', 'five")) == [
        "plants: 'time' is in [lists] and in [slots], and “soon” is no duration; take it out of [slots]."
    ]


@pytest.mark.parametrize(
    ("kind", "remedy"),
    [
        ("words", "put a word between the two"),
        ("when", "put a word between the two, or make {plant} of the kind timed, which takes a moment out of its words"),
    ],
)
def test_a_slot_that_gets_no_word_is_told(tmp_path: Path, kind: str, remedy: str) -> None:
    words = INTENTS.replace("for {time}", "[{time}]").replace("duration", kind)
    beside = "{time} gets no word of the template “water the {plant} [{time}]”, for {plant} beside it takes them all"
    assert found(tmp_path, words) == [f"plants.water: {beside}; {remedy}."]


def test_examples_of_what_is_asked_back_are_told(tmp_path: Path) -> None:
    words = INTENTS.replace("asked_back = true", "asked_back = true, examples = ['yes remove the fern']")
    assert found(tmp_path, words) == [
        "plants.gone has examples, which nobody says outright, for it is asked_back; take out one of the two."
    ]


def test_a_phrase_that_one_language_lacks_is_told(tmp_path: Path) -> None:
    words = f"{INTENTS}\n[phrases]\nwet = 'Wet.'\ndry = 'Dry.'"
    assert found(tmp_path, words, de=f"{INTENTS}\n[phrases]\nwet = 'Nass.'\nkalt = 'Kalt.'") == [
        "plants: locales/de/plants.toml lacks the phrase 'dry', which locales/en/plants.toml has; write it there too.",
        "plants: locales/en/plants.toml lacks the phrase 'kalt', which locales/de/plants.toml has; write it there too.",
    ]


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_every_name_of_the_skills_that_come_with_owlish_leads_somewhere(language: str) -> None:
    assert [line for one in skills(language).loaded for line in misnamed(one.wording, one.skill.phrases)] == []
