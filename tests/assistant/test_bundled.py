"""The bundled sample takes the place of what is missing."""

from __future__ import annotations

from assistant.bundled import SAMPLE_SOUND, SAMPLE_VIDEO, sample, with_sample
from assistant.config import Config, replace_section
from assistant.phrases import Phrases

PHRASES = Phrases("assistant", "assistant")


def test_the_sample_takes_the_place_of_missing_default_devices_and_of_nothing_else() -> None:
    config, said = with_sample(Config(), PHRASES)
    if config.microphone.device.endswith(SAMPLE_SOUND):
        assert PHRASES.say("no_microphone_sample") in said
    chosen = replace_section(Config(), "microphone", device="USB Microphone")
    assert with_sample(chosen, PHRASES)[0].microphone.device == "USB Microphone"


def test_the_sample_is_part_of_the_installation() -> None:
    for name in (SAMPLE_SOUND, SAMPLE_VIDEO):
        assert sample(name).stat().st_size > 10_000
