"""The doctor's ears, on a virtual sound server: level, noise, clipping, and the loudspeaker that comes back."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile

from assistant.commands.finding import Finding
from assistant.commands.sound_check import PLAYED, RATE_HZ, Heard, delay_of, echo, echo_found, floor_db, hearing, listen, noise
from assistant.config import Config
from assistant.senses import portaudio
from assistant.senses.echo import EchoCanceller
from assistant.senses.level import level
from tests.pulse import pulse, wait_until

__all__ = ["pulse"]


def listened(pulse, tmp_path, samples: np.ndarray | None) -> Finding:
    """While that sound is in the room."""
    if samples is not None:
        soundfile.write(tmp_path / "room.wav", samples, 48_000)
        pulse.speak(tmp_path / "room.wav")
        wait_until(lambda: level(listen(portaudio.find("default", "input"), 0.1).raw).level_db > -90)
    [finding] = hearing(Config())
    return finding


def hiss(level_db: float, seconds: float = 3.0) -> np.ndarray:
    samples = np.random.default_rng(1).standard_normal(round(seconds * 48_000)) * 10 ** (level_db / 20)
    return samples.astype(np.float32)


def test_a_quiet_room_is_good(pulse, tmp_path) -> None:
    finding = listened(pulse, tmp_path, hiss(-60))
    assert finding.state == "good" and "noise floor -6" in finding.found and finding.found.endswith("no clipping")


@pytest.mark.parametrize(
    ("samples", "found", "remedy"),
    [
        (None, "digital silence", "open it in the sound settings"),
        (hiss(-25), "noisy", "farther from what makes the noise"),
        (np.clip(hiss(0) * 3, -1, 1), "clipped in", "Turn the microphone's level down."),
    ],
)
def test_what_is_wrong_is_told_with_its_remedy(pulse, tmp_path, samples, found, remedy) -> None:
    finding = listened(pulse, tmp_path, samples)
    assert finding.state == "limited" and found in finding.found and remedy in finding.remedy


def test_a_microphone_that_is_not_there_is_told_with_those_that_are(pulse) -> None:
    [finding] = hearing(Config(microphone={"device": "no-such"}))
    assert finding.state == "broken" and finding.remedy.startswith(f"Choose another one with --mic: {pulse.microphone}")


def test_an_echo_wants_the_loudspeaker_of_the_settings(pulse) -> None:
    [finding] = echo(Config(speaker={"device": "no-such"}))
    assert finding.state == "broken" and pulse.speaker in finding.remedy


def test_a_file_in_place_of_a_microphone_is_not_listened_to(tmp_path) -> None:
    config = Config(microphone={"device": str(tmp_path / "question.wav")})
    assert list(hearing(config)) == []
    assert [finding.state for finding in echo(config)] == ["limited"]


def test_the_loudspeaker_is_heard_to_come_back_and_is_cancelled(pulse) -> None:
    pulse.load("module-loopback", f"source={pulse.speaker_monitor} sink=vmic_sink latency_msec=40")
    [finding] = echo(Config())
    assert finding.what == "echo" and "comes back after" in finding.found, finding
    assert int(finding.found.split("cancelling takes ")[1].split(" dB")[0]) >= 10, finding


def test_headphones_return_nothing(pulse) -> None:
    assert list(echo(Config())) == [Finding("echo", "good", "the microphone does not hear the loudspeaker")]


def test_an_echo_that_is_loud_and_stays_is_told() -> None:
    played = noise(PLAYED)
    heard = np.concatenate([np.zeros(RATE_HZ // 10, np.float32), played])
    finding = echo_found(played, Heard(heard, heard, 0.5, 0.0), EchoCanceller())
    assert finding.found == "comes back after 100 ms at 0 dB of what is played; cancelling takes 0 dB away"
    assert finding.state == "limited" and "Turn the loudspeaker down" in finding.remedy


@pytest.mark.parametrize("delay", [0.0, 0.05, 0.4])
@pytest.mark.parametrize("gain", [0.5, 0.02])
def test_the_delay_is_found_under_noise(delay: float, gain: float) -> None:
    played = noise(2.0)
    heard = np.concatenate([np.zeros(round(delay * RATE_HZ), np.float32), gain * played]) + hiss(-50, 1.0)[:1].mean()
    heard = heard + np.random.default_rng(2).standard_normal(len(heard)).astype(np.float32) * 0.003
    assert delay_of(played, heard) == pytest.approx(delay, abs=0.001)


def test_other_sound_is_no_echo() -> None:
    played = noise(2.0)
    assert delay_of(played, hiss(-20, 1.0)[: 2 * RATE_HZ]) is None
    assert delay_of(played, np.zeros(2 * RATE_HZ, np.float32)) is None


def test_the_noise_floor_is_that_of_the_pauses() -> None:
    speech = np.concatenate([hiss(-60, 0.3), hiss(-10, 0.3)])
    assert floor_db(speech) == pytest.approx(-60, abs=1.5)
    assert floor_db(np.zeros(0, np.float32)) == -100.0
