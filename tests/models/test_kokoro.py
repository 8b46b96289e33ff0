"""The quality voice: several speakers by name, all of whom are understood."""

from __future__ import annotations

import re

import numpy as np
import pytest

from models.errors import UnfitInput
from models.kokoro.runtime import Kokoro
from models.whisper.runtime import Whisper
from tests.speech import spoken


@pytest.mark.parametrize("speaker", ["af_heart", "am_michael", "bf_emma"])
def test_every_speaker_is_understood_by_a_recognizer(prepared, speaker: str) -> None:
    heard = Whisper(prepared("whisper-tiny.en")).transcribe(spoken("What is on the table?", f"kokoro:{speaker}").samples, "en").text
    assert re.findall(r"[a-z]+", heard.lower()) == "what is on the table".split()


def test_an_unknown_speaker_is_one_sentence_that_names_the_others(prepared) -> None:
    with pytest.raises(UnfitInput, match=r"no voice 'zz_nobody' here; choose one of: af_heart, am_michael, bf_emma\."):
        Kokoro(prepared("kokoro"), voice="zz_nobody")


def test_nothing_to_say_is_silence(prepared) -> None:
    assert Kokoro(prepared("kokoro")).synthesize("🎉 ...").shape == (0,)


@pytest.mark.slow
def test_text_longer_than_the_network_takes_is_said_in_portions(prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    kokoro = Kokoro(prepared("kokoro"))
    whole = kokoro.synthesize("The cat sleeps on the warm red chair.")
    monkeypatch.setattr("models.kokoro.runtime.LONGEST", 20)
    in_portions = kokoro.synthesize("The cat sleeps on the warm red chair.")
    assert len(in_portions) > len(whole)
    assert np.isfinite(in_portions).all()
