"""Wake words spoken by synthetic voices, and speech that must not wake anybody."""

from __future__ import annotations

import builtins

import numpy as np
import pytest

from assistant.errors import ConfigError
from assistant.events import AudioChunk
from assistant.perception.wake import MicroWakeWord, open_wake_word
from tests.speech import chunks, hush, spoken

PHRASES = {"okay_nabu": "Okay Naboo.", "hey_jarvis": "Hey Jarvis.", "hey_mycroft": "Hey Mycroft.", "alexa": "Alexa."}


def times(word: MicroWakeWord, sound: AudioChunk, size: int = 512) -> list[float]:
    return [chunk.end for chunk in chunks(sound, size) if word.feed(chunk)]


@pytest.mark.parametrize("voice", ["piper-joe", "kokoro:bf_emma"])  # okay_nabu misses Kokoro's default speaker
@pytest.mark.parametrize("name", PHRASES)
def test_each_phrase_wakes_once_just_after_it_was_said(name: str, voice: str) -> None:
    sound = spoken(PHRASES[name], voice, before=1.0)
    woken = times(open_wake_word(name), sound)
    assert len(woken) == 1
    assert 1.2 < woken[0] <= sound.duration


def test_it_wakes_before_the_command_that_follows_is_over() -> None:
    sound = spoken("Hey Jarvis, what is on the table?", before=1.0)
    [woken] = times(open_wake_word("hey_jarvis"), sound)
    assert woken < sound.duration - 1.5


@pytest.mark.parametrize("name", PHRASES)
@pytest.mark.parametrize("voice", ["piper-joe", "kokoro"])
@pytest.mark.parametrize("text", ["What is on the table?", "Set a timer for five minutes.", "Where is my cup?"])
def test_other_speech_wakes_nobody(name: str, voice: str, text: str) -> None:
    assert times(open_wake_word(name), spoken(text, voice)) == []


def test_noise_and_silence_wake_nobody() -> None:
    word = open_wake_word("hey_jarvis")
    assert times(word, AudioChunk(np.concatenate([hush(4.0, -20), np.zeros(32_000, np.float32)]))) == []


def test_it_can_be_said_again() -> None:
    once = spoken("Alexa.", before=1.0, after=1.5)
    assert len(times(open_wake_word("alexa"), AudioChunk(np.tile(once.samples, 2)))) == 2


@pytest.mark.parametrize("size", [100, 480, 4096])
def test_chunks_of_any_length_are_the_same_stream(size: int) -> None:
    assert len(times(open_wake_word("hey_jarvis"), spoken("Hey Jarvis.", before=1.0), size)) == 1


def test_halves_that_do_not_follow_each_other_are_no_phrase() -> None:
    word, sound = open_wake_word("hey_jarvis"), spoken("Hey Jarvis.", before=1.0)
    middle = len(sound.samples) // 2 // 512 * 512
    first, second = AudioChunk(sound.samples[:middle]), AudioChunk(sound.samples[middle:], 60.0)
    assert times(word, first) + times(word, second) == []


def test_broken_samples_do_not_stop_it() -> None:
    word, sound = open_wake_word("alexa"), spoken("Alexa.", before=1.0)
    broken = AudioChunk(np.array([np.nan, np.inf, -np.inf, 1e30] * 128, np.float32), -0.032)
    assert not word.feed(broken)
    assert len(times(word, sound)) == 1


def test_an_unknown_phrase_is_one_sentence_that_names_the_known() -> None:
    with pytest.raises(ConfigError, match=r"listening\.wake_word is 'owlish'; it must be one of: okay_nabu, hey_jarvis"):
        open_wake_word("owlish")


def test_without_the_package_the_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    load = builtins.__import__

    def refuse(name: str, *given, **named):
        if name == "pymicro_wakeword":
            raise ImportError("No module named 'pymicro_wakeword'")
        return load(name, *given, **named)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(ConfigError, match=r"run: pip install pymicro-wakeword, or set microphone\.mode to open or push"):
        open_wake_word("alexa")
