"""Sentences, and which voice speaks them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from assistant.errors import ConfigError
from assistant.speech.tts import LONGEST, LentVoice, best_voice, open_voice, sentences
from models.errors import ModelError, ModelMissing
from models.keeper import Keeper
from models.plan import VOICE
from models.store import Store


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("It is 3.5 metres. Yes.", ["It is 3.5 metres.", "Yes."]),
        ("Dr. Smith vs. Mr. Jones. Go.", ["Dr. Smith vs. Mr. Jones.", "Go."]),
        ("At 5 p.m. today. At 6 p.m. You go.", ["At 5 p.m. today.", "At 6 p.m.", "You go."]),
        ("No. 5 is alive. No. There is none.", ["No. 5 is alive.", "No.", "There is none."]),
        ('He said "stop." Then he left.', ['He said "stop."', "Then he left."]),
        ("1. Milk\n2. Bread", ["1. Milk", "2. Bread"]),
        ("Wait… what?", ["Wait…", "what?"]),
        ("现在三点半。桌上有一个杯子！", ["现在三点半。", "桌上有一个杯子！"]),
        ("Das ist z.B. rot. Ja.", ["Das ist z.B. rot.", "Ja."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_text_is_split_where_sentences_end(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


def test_a_very_long_sentence_is_said_clause_by_clause() -> None:
    text = "I see " + ", ".join(f"a cup number {count}" for count in range(20)) + "."
    parts = sentences(text)
    assert " ".join(parts) == text
    assert max(map(len, parts)) <= LONGEST and len(parts) < 5


@given(some.text())
def test_no_letter_is_lost_or_changes_its_place(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@pytest.mark.parametrize(("language", "text"), [("de", "Auf dem Tisch steht eine Tasse."), ("zh", "桌上有一个杯子。")])
def test_languages_that_the_neural_voices_lack_are_spoken_by_espeak(store: Store, language: str, text: str) -> None:
    voice = open_voice("piper-joe", store, language=language)
    assert voice is not None and voice.name == "espeak"
    assert np.abs(voice.synthesize(text)).max() > 0.1


def test_the_default_voice_speaks_english(store: Store, prepared) -> None:
    prepared("piper-joe")
    voice, trouble = best_voice("piper-joe", store)
    assert voice is not None and (voice.name, trouble) == ("piper-joe", "")
    assert len(voice.synthesize("Hello.")) > 0.2 * voice.rate_hz


def test_a_speaker_of_the_quality_voice_is_chosen_by_name(store: Store, prepared) -> None:
    prepared("kokoro")
    voice = open_voice("kokoro:bf_emma", store)
    assert voice is not None and voice.name == "kokoro:bf_emma"


def test_a_missing_voice_falls_back_to_one_that_works_and_says_so(tmp_path: Path) -> None:
    voice, trouble = best_voice("kokoro", Store(tmp_path))
    assert voice is not None and voice.name == "espeak"
    assert trouble == "Model 'kokoro' is not prepared on this machine; run: owlish models pull kokoro."


def test_a_missing_quality_voice_falls_back_to_the_default_first(tmp_path: Path, prepared) -> None:
    (tmp_path / "prepared").mkdir()
    (tmp_path / "prepared" / "piper-joe").symlink_to(prepared("piper-joe").folder)
    voice, _ = best_voice("kokoro", Store(tmp_path))
    assert voice is not None and voice.name == "piper-joe"


def test_without_espeak_there_is_no_voice_and_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch, store: Store) -> None:
    monkeypatch.setenv("PATH", "")
    voice, trouble = best_voice("piper-joe", store)
    assert voice is None and trouble.endswith("run: sudo apt-get install espeak-ng.")
    with pytest.raises(ModelMissing, match="espeak-ng, which is not installed"):
        open_voice("espeak", store)


def test_none_is_text_only(store: Store) -> None:
    assert open_voice("none", store) is None
    assert best_voice("none", store) == (None, "")


def test_an_unknown_voice_is_one_sentence(store: Store) -> None:
    with pytest.raises(ConfigError, match=r"speech\.voice is 'sam'; it must be"):
        open_voice("sam", store)


def test_a_voice_that_is_lent_speaks_less_at_a_time_and_what_is_wrong_with_it_is_said(store: Store, prepared) -> None:
    prepared("piper-joe")
    keeper = Keeper()
    lent = LentVoice("piper-joe", keeper.lend(VOICE, lambda: best_voice("piper-joe", store, brief=True)))
    assert len(lent.synthesize("Two cups.")) > 5000 and lent.rate_hz == 22_050
    dumb = LentVoice("piper-joe", keeper.lend(VOICE, lambda: (None, "espeak-ng is not installed.")))
    with pytest.raises(ModelError, match="espeak-ng is not installed"):
        dumb.synthesize("Two cups.")
