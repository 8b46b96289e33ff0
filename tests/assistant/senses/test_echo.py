from __future__ import annotations

import sys

import anyio
import numpy as np
import pytest
import soxr

from assistant.config import Microphone as MicrophoneConfig
from assistant.config import Speaker as SpeakerConfig
from assistant.events import AudioChunk
from assistant.senses.echo import EchoCanceller
from assistant.senses.files import load_sound
from assistant.senses.microphone import open_microphone
from assistant.senses.speaker import open_speaker
from models.silero.runtime import Silero

from .conftest import hearing, until

RATE = 16_000
VOICE_AT = 7
"""Second at which somebody speaks over the loudspeaker."""


@pytest.fixture
def probability(prepared):
    """Speech probability of each 32 ms of a sound."""
    network = Silero(prepared("silero-vad"))
    return lambda samples: np.array([network(samples[n : n + 512]) for n in range(0, len(samples) - 511, 512)])


@pytest.fixture
def played(speech):
    """What the assistant says: 11 seconds of a voice."""
    files = sorted((speech / "librivox").glob("*.wav"))
    return np.concatenate([load_sound(file).samples for file in files])[: 11 * RATE]


@pytest.fixture
def voice(speech):
    """Somebody else's voice, silent until VOICE_AT."""
    said = np.concatenate([load_sound(speech / "cards" / f"00{n}.wav").samples for n in (5, 1)])
    return np.concatenate([np.zeros(VOICE_AT * RATE, np.float32), said])[: 11 * RATE]


def in_a_room(sound, delay, gain=0.5, decay=0.04):
    """Direct sound after `delay` seconds, and a quarter of a second of reverberation."""
    n = np.arange(RATE // 4)
    tail = np.random.default_rng(0).normal(0, 0.1, len(n)) * np.exp(-n / RATE / decay)
    tail[0] = 1.0
    heard = np.convolve(sound, tail * gain / np.linalg.norm(tail))[: len(sound)]
    return np.concatenate([np.zeros(int(delay * RATE)), heard])[: len(sound)].astype(np.float32)


def cancelled(played, heard, rate=48_000):
    """Blocks of 10 ms, the loudspeaker's before the microphone's, as the devices give them."""
    echo, given = EchoCanceller(), soxr.resample(played, RATE, rate).astype(np.float32)
    out = []
    for n in range(len(heard) // 160):
        echo.far(given[n * rate // 100 : (n + 1) * rate // 100], rate)
        out.append(echo.near(heard[n * 160 : (n + 1) * 160]))
    assert echo.failure is None
    return np.concatenate(out)


def decibels(sound):
    return 10 * np.log10(np.mean(np.square(sound)) + 1e-12)


@pytest.mark.parametrize("delay", [0.02, 0.12, 0.25])
def test_the_loudspeakers_echo_falls_by_25_db_within_two_seconds_and_is_no_speech_any_more(played, probability, delay):
    heard = in_a_room(played, delay)
    left = cancelled(played, heard)
    settled = slice(2 * RATE, VOICE_AT * RATE)
    assert decibels(heard[settled]) - decibels(left[settled]) > 25
    assert np.mean(probability(heard[settled]) > 0.8) > 0.8
    assert np.mean(probability(left[settled]) > 0.8) < 0.02


def test_a_voice_over_the_loudspeaker_survives(played, voice, probability):
    left = cancelled(played, in_a_room(played, 0.1) + voice)
    begun = slice(VOICE_AT * RATE, None)
    speaking = probability(voice[begun]) > 0.8
    assert np.mean(probability(left[begun])[speaking[: len(left[begun]) // 512]] > 0.8) > 0.6


def test_what_is_heard_while_nothing_plays_is_untouched(voice):
    echo = EchoCanceller()
    assert np.array_equal(
        np.concatenate([echo.near(voice[n : n + 512]) for n in range(0, len(voice), 512)]), voice[: len(voice) // 160 * 160]
    )


def test_without_the_library_sound_passes_and_the_reason_is_kept(monkeypatch, voice):
    monkeypatch.setitem(sys.modules, "livekit.rtc.apm", None)
    echo = EchoCanceller()
    echo.far(voice, RATE)
    assert np.array_equal(echo.near(voice[: 160 * 100]), voice[: 160 * 100])
    assert isinstance(echo.failure, ImportError)


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_without_the_library_the_person_is_told_once(pulse, monkeypatch, told, phrases, voice):
    monkeypatch.setitem(sys.modules, "livekit.rtc.apm", None)
    echo = EchoCanceller()
    echo.far(voice, RATE)
    async with hearing(open_microphone(MicrophoneConfig(), told.append, phrases, echo)) as chunks:
        await until(lambda: len(chunks) > 20)
    assert len(told) == 1 and told[0].sentence.startswith("Echo cancellation does not work")


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.slow
async def test_through_the_sound_server_it_hears_a_voice_and_not_itself(pulse, told, phrases, probability, played, speech):
    """The loudspeaker's monitor is looped into the microphone, as a room does it, and a voice speaks over it."""
    pulse.load("module-loopback", f"source={pulse.speaker_monitor} sink=vmic_sink latency_msec=60")
    echo = EchoCanceller()
    speaker = open_speaker(SpeakerConfig(), told.append, phrases, echo)
    async with hearing(open_microphone(MicrophoneConfig(), told.append, phrases, echo)) as chunks:
        await until(lambda: chunks)
        begin = anyio.current_time()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(speaker.play, AudioChunk(played[: 9 * RATE], rate_hz=RATE))
            await until(lambda: anyio.current_time() > begin + 6)
            voice_from = anyio.current_time()
            pulse.speak(speech / "cards" / "005.wav")
    own = np.concatenate([chunk.samples for chunk in chunks if begin + 2 < chunk.start < voice_from])
    over = np.concatenate([chunk.samples for chunk in chunks if voice_from + 0.5 < chunk.start < voice_from + 2.5])
    assert np.mean(probability(own) > 0.8) < 0.02
    assert np.mean(probability(over) > 0.8) > 0.3
    assert told == []
