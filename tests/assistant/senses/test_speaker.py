from __future__ import annotations

import anyio
import numpy as np
import pytest
import soundfile
import trio
from trio.testing import MockClock

from assistant.config import Speaker as SpeakerConfig
from assistant.errors import SpeakerError
from assistant.events import AudioChunk
from assistant.senses.speaker import FileSpeaker, SilentSpeaker, open_speaker

from .conftest import until

pytestmark = pytest.mark.anyio


def tone(seconds, rate=22_050):
    return AudioChunk((0.5 * np.sin(np.arange(int(seconds * rate)) * 2 * np.pi * 440 / rate)).astype(np.float32), 0.0, rate)


def loud(recorded, rate=48_000):
    """Seconds from the first to the last loud sample."""
    (where,) = np.nonzero(np.abs(recorded) > 0.05)
    return (where[-1] - where[0] + 1) / rate


@pytest.fixture
def speaker(told, phrases):
    return open_speaker(SpeakerConfig(), told.append, phrases)


async def test_the_whole_chunk_is_played_and_then_the_device_is_released(pulse, speaker):
    with pulse.recorded() as recorded:
        begin = anyio.current_time()
        await speaker.play(tone(0.7))
        took = anyio.current_time() - begin
        assert pulse.players() == 0
    assert loud(recorded[0]) == pytest.approx(0.7, abs=0.05)
    assert speaker.played() == pytest.approx(0.7, abs=0.001)
    assert 0.7 <= took < 2


async def test_a_cancelled_reply_is_silent_within_50_ms_and_knows_what_was_played(pulse, speaker):
    with pulse.recorded() as recorded:
        with anyio.move_on_after(0.6):
            await speaker.play(tone(5))
    assert speaker.played() == pytest.approx(loud(recorded[0]), abs=0.05)
    assert loud(recorded[0]) < 0.65


async def test_abort_ends_the_sound(pulse, speaker):
    with pulse.recorded() as recorded:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(speaker.play, tone(5))
            await until(lambda: speaker.played() > 0.3)
            tasks.cancel_scope.cancel()
            speaker.abort()
            said = speaker.played()
    assert loud(recorded[0]) == pytest.approx(said, abs=0.05)


async def test_an_unplugged_speaker_is_told_once_and_works_again_when_plugged_in(pulse, speaker, told):
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_is_refused, speaker, tone(8), "is gone")
        await until(lambda: speaker.played() > 0.2)
        _each_sink(pulse.unplug)
    await _is_refused(speaker, tone(0.2), "cannot be opened|does not exist")
    assert len(told) == 1
    _each_sink(pulse.replug)
    await _plays(speaker)
    assert [trouble.recovered for trouble in told] == [False, True]


def _each_sink(act):
    """Both, because the sound server moves what is played to the sink that is left."""
    for sink in ("vmic_sink", "vspk"):
        act(sink)


async def _is_refused(speaker, chunk, reason):
    with pytest.raises(SpeakerError, match=reason):
        await speaker.play(chunk)


async def _plays(speaker):
    with anyio.fail_after(10):
        while True:
            try:
                return await speaker.play(tone(0.2))
            except SpeakerError:
                await anyio.sleep(0.05)


async def test_a_speaker_that_does_not_exist_is_told_with_those_that_do(pulse, told, phrases):
    with pytest.raises(SpeakerError, match='Loudspeaker "none such" does not exist; found vmic_sink, vspk'):
        await open_speaker(SpeakerConfig(device="none such"), told.append, phrases).play(tone(0.2))


def test_none_is_text_only(told, phrases):
    assert open_speaker(SpeakerConfig(device="none"), told.append, phrases) is None


def test_the_silent_speaker_takes_the_time_of_the_sound_in_virtual_time():
    async def play():
        speaker, begin = SilentSpeaker(), anyio.current_time()
        await speaker.play(tone(60))
        return anyio.current_time() - begin, speaker.played()

    assert trio.run(play, clock=MockClock(autojump_threshold=0)) == pytest.approx((60, 60))


async def test_the_file_speaker_writes_what_was_played(tmp_path):
    speaker = FileSpeaker(tmp_path / "said.wav")
    await speaker.play(tone(0.1))
    with anyio.move_on_after(0.1):
        await speaker.play(tone(9, rate=16_000))
    samples, rate = soundfile.read(tmp_path / "said.wav")
    assert rate == 22_050 and len(samples) / rate == pytest.approx(0.2, abs=0.06)
