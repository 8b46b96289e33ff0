from __future__ import annotations

from pathlib import Path

import pytest

import assistant
import skills
from assistant.errors import ConfigError
from assistant.phrases import Phrases, read, unruled

LOCALES = [Path(package.__file__ or "").parent / "locales" for package in (assistant, skills)]


def test_plural_and_slots_are_filled_in() -> None:
    phrases = Phrases("skills", "timer")
    assert phrases.say("minute", n=1) == "1 minute" and phrases.say("minute", n=2) == "2 minutes"
    assert phrases.say("started_named", name="tea", duration="3 minutes") == "Your tea timer is set for 3 minutes."


def test_two_have_a_form_of_their_own_where_there_is_one() -> None:
    phrases = Phrases("skills", "timer")
    assert [phrases.say("cancelled_all", n=n) for n in (1, 2, 3)] == [
        "The timer is cancelled.",
        "Both timers are cancelled.",
        "All 3 timers are cancelled.",
    ]


@pytest.mark.parametrize(
    ("things", "row"), [([], ""), (["tea"], "tea"), (["tea", "egg"], "tea or egg"), (["tea", "egg", "rice"], "tea, egg or rice")]
)
def test_a_row_has_one_or(things: list[str], row: str) -> None:
    assert Phrases("skills", "timer").row(things, "or") == row


def test_a_german_noun_has_a_capital_letter() -> None:
    assert Phrases("skills", "timer", "de").say("cancelled_named", name="tee") == "Der Tee-Timer ist gelöscht."


def test_chinese_sentences_have_no_spaces_between_them() -> None:
    said = (Phrases("skills", "timer", language).text(["1", "2"]) for language in ("en", "de", "zh"))
    assert list(said) == ["1 2", "1 2", "12"]


@pytest.mark.parametrize("language", ["de", "zh"])
@pytest.mark.parametrize("topic", ["assistant", "dialogue", "permissions", "routing", "senses", "session", "tui"])
def test_the_assistant_itself_says_nothing_in_english(language: str, topic: str) -> None:
    own, english = (Phrases("assistant", topic, one).own("phrases") for one in (language, "en"))
    assert own.keys() == english.keys()


@pytest.mark.parametrize("language", ["de", "zh"])
@pytest.mark.parametrize(
    "skill",
    [
        *(
            "alarm",
            "calculator",
            "chance",
            "clock",
            "control",
            "count",
            "fallback",
            "find",
            "lists",
            "moments",
            "photo",
            "read",
            "reminder",
            "system",
            "timer",
        ),
        *("volume", "watch", "weather"),
    ],
)
def test_nor_do_the_skills_that_speak_a_language_whole(language: str, skill: str) -> None:
    own, english = (Phrases("skills", skill, one).own("phrases") for one in (language, "en"))
    assert own.keys() == english.keys()


def test_what_a_language_lacks_is_said_in_english() -> None:
    assert Phrases("skills", "timer", "xx").say("none") == "No timer is set."


def test_a_language_that_has_some_phrases_says_the_others_in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for language, text in (("en", 'one = "one"\ntwo = "two"'), ("de", 'one = "eins"')):
        (tmp_path / "counting" / "locales" / language).mkdir(parents=True)
        (tmp_path / "counting" / "locales" / language / "numbers.toml").write_text(f"[phrases]\n{text}\n")
    (tmp_path / "counting" / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    phrases = Phrases("counting", "numbers", "de")
    assert (phrases.say("one"), phrases.say("two")) == ("eins", "two")


def test_an_unknown_phrase_is_an_error_of_the_program() -> None:
    with pytest.raises(KeyError, match="no phrase 'nothing like it'"):
        Phrases("skills", "timer").say("nothing like it")


def test_a_value_that_a_phrase_lacks_is_named_with_the_phrase() -> None:
    with pytest.raises(KeyError, match=r"phrase 'started_named' has no value for \{duration\}"):
        Phrases("skills", "timer").say("started_named", name="tea")


@pytest.mark.parametrize(
    "file", [file for folder in LOCALES for file in folder.glob("*/*.toml")], ids=lambda file: f"{file.parent.name}-{file.stem}"
)
def test_every_locale_file_can_be_read_and_knows_no_phrase_that_english_lacks(file: Path) -> None:
    package = file.parents[2].name
    own, english = (read(package, file.stem, language).get("phrases", {}) for language in (file.parent.name, "en"))
    assert own.keys() <= english.keys()


def test_a_broken_locale_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "guest" / "locales" / "en").mkdir(parents=True)
    (tmp_path / "guest" / "__init__.py").write_text("")
    (tmp_path / "guest" / "locales" / "en" / "coin.toml").write_text("[phrases\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ConfigError, match=r"coin\.toml is not valid TOML"):
        Phrases("guest", "coin")


def test_no_words_of_a_file_rule_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "locales" / "en").mkdir(parents=True)
    (tmp_path / "locales" / "en" / "door.toml").write_text('["intents"."\\u001b]0;go"]\nexamples = ["open\\u009b2J"]\nmost = 3\n')
    assert Phrases(tmp_path, "door").section("intents") == {"]0;go": {"examples": ["open2J"], "most": 3}}


def test_half_a_character_is_left_out_of_what_is_shown() -> None:
    assert unruled("a\ud800b \U0001f989") == "ab \U0001f989"


def test_nothing_turns_the_direction_in_which_a_line_is_read() -> None:
    assert unruled("a \u202egnp.exe \u2066b\u2069 שלום") == "a gnp.exe b שלום"
