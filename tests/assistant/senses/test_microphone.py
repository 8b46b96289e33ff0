from __future__ import annotations

import math
import sys
from contextlib import aclosing

import anyio
import numpy as np
import pytest
import soundfile
import trio
from trio.testing import MockClock

from assistant.config import Microphone as MicrophoneConfig
from assistant.errors import BadInput
from assistant.phrases import Phrases
from assistant.senses import portaudio
from assistant.senses.files import load_sound
from assistant.senses.microphone import DeviceMicrophone, open_microphone

from .conftest import hearing, until

pytestmark = pytest.mark.anyio
TONE = 0.25


@pytest.fixture
def listen_to(told, phrases):
    def opened(device: str = "default", dead_after: float = 2.0):
        return open_microphone(MicrophoneConfig(device=device, dead_after=dead_after), told.append, phrases)

    return opened


@pytest.fixture
def tone(tmp_path):
    """Ten seconds of 440 Hz."""
    path = tmp_path / "tone.wav"
    soundfile.write(path, TONE * np.sin(np.arange(480_000) * 2 * np.pi * 440 / 48_000), 48_000)
    return path


def sound(chunks):
    return np.concatenate([chunk.samples for chunk in chunks])


async def test_it_hears_what_is_spoken_into_it(pulse, listen_to, speech):
    spoken = load_sound(speech / "cards" / "001.wav").samples
    async with hearing(listen_to()) as chunks:
        await until(lambda: chunks)
        program = pulse.speak(speech / "cards" / "001.wav")
        await until(lambda: program.poll() is not None)
        await until(lambda: not np.any(chunks[-1].samples > 1e-3))
    heard = sound(chunks)
    size = 1 << (len(heard) + len(spoken)).bit_length()
    together = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(spoken, size)))
    assert together.max() / (np.linalg.norm(heard) * np.linalg.norm(spoken)) > 0.97


async def test_chunks_are_steps_of_512_samples_in_the_loops_time(pulse, listen_to):
    async with hearing(listen_to()) as chunks:
        await until(lambda: len(chunks) >= 60)
        late = anyio.current_time() - chunks[-1].end
    assert {len(chunk.samples) for chunk in chunks} == {512} and {chunk.rate_hz for chunk in chunks} == {16_000}
    assert 0 <= late < 0.3
    assert np.diff([chunk.start for chunk in chunks[20:]]) == pytest.approx(0.032, abs=0.005)


async def test_default_takes_the_name_of_the_device_that_it_means(pulse, listen_to):
    microphone = listen_to()
    async with hearing(microphone) as chunks:
        await until(lambda: chunks)
    assert microphone.name == pulse.microphone


async def test_a_closed_microphone_is_released(pulse, listen_to):
    microphone = listen_to()
    assert pulse.listeners() == 0
    async with hearing(microphone) as chunks:
        await until(lambda: chunks)
        assert pulse.listeners() == 1
    await until(lambda: pulse.listeners() == 0)


async def test_it_can_be_opened_again(pulse, listen_to):
    microphone = listen_to()
    for _ in range(2):
        with anyio.fail_after(10):
            async with aclosing(microphone.chunks()) as chunks:
                await anext(chunks)
                assert pulse.listeners() == 1
        assert pulse.listeners() == 0


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_an_unplugged_microphone_is_told_once_never_replaced_and_works_again_when_plugged_in(pulse, listen_to, told, tone):
    microphone = listen_to()
    async with hearing(microphone) as chunks:
        await until(lambda: chunks)
        pulse.speak(tone, pulse.speaker)  # the only other source hears this, and the sound server moves streams to it
        pulse.unplug()
        await until(lambda: told)
        assert told[0].sentence == f'Microphone "{pulse.microphone}" is gone; plug it in again, or choose another with --mic.'
        before = len(chunks)
        pulse.replug()
        await until(lambda: told[-1].recovered)
        await until(lambda: len(chunks) > before + 5)
    assert len(told) == 2
    assert not np.any(np.abs(sound(chunks[before:])) > TONE / 10)


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_a_missing_microphone_is_told_with_those_that_exist_and_taken_when_it_appears(pulse, listen_to, told):
    async with hearing(listen_to("desk.monitor")) as chunks:
        await until(lambda: told)
        assert told[0].sentence == (
            f'Microphone "desk.monitor" does not exist; found {pulse.microphone}, {pulse.speaker_monitor}. '
            "Plug it in, or choose one with --mic."
        )
        pulse.replug("desk")
        await until(lambda: chunks)
    assert [trouble.recovered for trouble in told] == [False, True]


async def test_a_muted_microphone_is_told(pulse, listen_to, told):
    pulse.load("module-null-source", "source_name=muted rate=48000")
    async with hearing(listen_to("muted", dead_after=0.5)) as chunks:
        await until(lambda: told)
        assert len(chunks) > 5
    assert [trouble.sentence for trouble in told] == ['Microphone "muted" sends only digital silence; is it muted or switched off?']


async def test_a_monitor_may_be_silent_for_as_long_as_it_likes(pulse, listen_to, told):
    async with hearing(listen_to(dead_after=0.2)) as chunks:
        await until(lambda: len(chunks) > 20)
    assert told == []


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_a_microphone_that_sends_nothing_is_opened_anew_until_it_speaks(pulse, listen_to, told, tmp_path):
    pipe = tmp_path / "pipe"
    pulse.load("module-pipe-source", f"source_name=wire file={pipe} rate=48000 channels=1 format=s16le")
    async with hearing(listen_to("wire", dead_after=0.3)) as chunks:
        await until(lambda: told)
        assert told[0].sentence.startswith('Microphone "wire" has sent nothing for 0.3 s and is opened anew')
        with pipe.open("wb", buffering=0) as end:
            noise = np.random.default_rng(0).integers(-99, 99, 4800, np.int16).tobytes()
            with anyio.fail_after(20):
                while not chunks:
                    await anyio.to_thread.run_sync(end.write, noise)
    assert told[-1].recovered


async def test_lost_sound_is_marked_and_told_once(pulse, listen_to, told, speech):
    with anyio.fail_after(30):
        async with aclosing(listen_to().chunks()) as chunks:
            assert not (await anext(chunks)).overflow
            pulse.speak(speech / "cards" / "005.wav").wait(20)  # holds the loop for longer than sound is kept
            while not (await anext(chunks)).overflow:
                pass
    assert len(told) == 1 and told[0].sentence.startswith(f'Some sound from microphone "{pulse.microphone}" was lost')


def test_a_sound_file_is_heard_at_its_own_pace_in_virtual_time(tmp_path):
    soundfile.write(tmp_path / "a.flac", np.full(44_100 * 60, 0.5), 44_100)

    async def hear():
        microphone = open_microphone(MicrophoneConfig(device=str(tmp_path / "a.flac")), lambda event: None, None)
        start = anyio.current_time()
        return [(chunk.start - start, anyio.current_time() - start) async for chunk in microphone.chunks()]

    times = trio.run(hear, clock=MockClock(autojump_threshold=0))
    assert len(times) == math.ceil(60 * 16_000 / 512)
    assert all(here == pytest.approx(began + 0.032) for began, here in times)


def test_a_sound_file_that_cannot_be_heard_is_refused_at_once(listen_to, tmp_path):
    with pytest.raises(BadInput, match="does not exist"):
        listen_to(str(tmp_path / "none.wav"))
    german = Phrases("assistant", "senses", "de")
    with pytest.raises(BadInput, match="gibt es nicht"):
        open_microphone(MicrophoneConfig(device=str(tmp_path / "none.wav")), lambda event: None, german)


def test_a_file_of_another_kind_is_no_device_that_is_missing(listen_to, tmp_path):
    (tmp_path / "voice.m4a").write_bytes(b"what nobody here can read")
    with pytest.raises(BadInput, match=r"voice\.m4a cannot be read as sound \(.*\); wav, flac, mp3 and ogg can\.$"):
        listen_to(str(tmp_path / "voice.m4a"))


def test_an_empty_file_of_any_name_is_no_device_that_is_missing(listen_to, tmp_path):
    (tmp_path / "empty").touch()
    with pytest.raises(BadInput, match=r"empty cannot be read as sound \(.*\); wav, flac, mp3 and ogg can\.$"):
        listen_to(str(tmp_path / "empty"))


def test_any_other_name_is_a_device(listen_to, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "default").touch()
    for name in ("USB Audio", "default", "alsa_input.usb-analog.stereo"):
        assert isinstance(listen_to(name), DeviceMicrophone)


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_without_portaudio_the_person_is_told_how_to_get_it(listen_to, told, monkeypatch):
    class NoLibrary:
        def find_spec(self, name, path, target=None):
            if name == "sounddevice":
                raise OSError("PortAudio library not found")

    portaudio.library.cache_clear()
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(sys, "meta_path", [NoLibrary(), *sys.meta_path])
    async with hearing(listen_to()):
        await until(lambda: told)
    assert told[0].sentence == "PortAudio is missing (PortAudio library not found); install it: sudo apt install libportaudio2."
