"""The espeak-ng program: phonemes with their punctuation, sound, and how it is missed."""

from __future__ import annotations

import subprocess

import numpy as np
import pytest

from models import espeak
from models.errors import ModelMissing, UnfitInput


def test_punctuation_stays_with_its_clause() -> None:
    assert espeak.phonemes("Wait, really? Yes; now!") == "wˈeɪt, ɹˈiəli? jˈɛs; nˈaʊ!"


def test_a_mark_inside_a_number_ends_nothing() -> None:
    assert espeak.phonemes("3.5, 1,000").count(",") == 1


def test_a_sentence_takes_one_call_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    run = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda *given, **named: calls.append(given) or run(*given, **named))
    espeak.phonemes("One, two, three; four. Five!")
    assert len(calls) == 1


@pytest.mark.parametrize("text", ["--help", "-v de", "[[h@]]", "<speak>hi</speak>", "a" * 5000, "x\0y"], ids=lambda text: text[:12])
def test_text_is_never_taken_for_an_option_or_markup(text: str) -> None:
    assert espeak.phonemes(text)


@pytest.mark.parametrize("text", ["", "🎉", "?!", "\n\n"], ids=ascii)
def test_nothing_to_say_is_silence(text: str) -> None:
    assert espeak.phonemes(text) == ""
    assert espeak.speak(text)[0].shape == (0,)


@pytest.mark.parametrize(("text", "voice"), [("Guten Tag, wie geht es dir?", "de"), ("现在是三点半。", "cmn")])
def test_it_speaks_other_languages(text: str, voice: str) -> None:
    samples, rate_hz = espeak.speak(text, voice)
    assert samples.dtype == np.float32 and len(samples) > 0.5 * rate_hz
    assert np.abs(samples).max() > 0.1


def test_a_language_it_lacks_is_one_sentence() -> None:
    with pytest.raises(UnfitInput, match="espeak-ng cannot say that"):
        espeak.phonemes("Hello.", "tlh-nowhere")


def test_without_the_program_the_sentence_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ModelMissing, match="sudo apt-get install espeak-ng"):
        espeak.phonemes("Hello.")


def test_portions_are_cut_between_words_and_lose_none() -> None:
    assert espeak.portions("one two three", 7) == ["one two", "three"]
    assert espeak.portions("abcdefgh", 3) == ["abc", "def", "gh"]
    assert espeak.portions("", 3) == []
