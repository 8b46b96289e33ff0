"""Saying replies in virtual time: pipelined, cut off at once, and honest about what was heard."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from itertools import pairwise

import anyio
import numpy as np
import pytest
import trio
from trio.testing import MockClock

from assistant.errors import SpeakerError, VoiceError
from assistant.events import AudioChunk
from assistant.speech.voice import Mouth, Said, up_to
from models.errors import UnfitInput
from tests.inline import InlineWorker

RATE_HZ = 1000
LETTER = 0.1
"""Seconds that the test's voice takes for a letter."""


class Drawl:
    """Says every letter in the same time; cannot say numbers."""

    name = "drawl"
    rate_hz = RATE_HZ

    def synthesize(self, text: str, rate: float = 1.0) -> np.ndarray:
        if text[0].isdigit():
            raise UnfitInput("Drawl cannot say numbers.")
        letters = sum(letter.isascii() for letter in text)
        return np.zeros(round(letters * LETTER * RATE_HZ / rate), np.float32)


class SlowWorker(InlineWorker):
    """Thinks for half a second before every work."""

    async def run(self, work, *args):
        await anyio.sleep(0.5)
        return await super().run(work, *args)


class Loudspeaker:
    """Keeps the time of the loop; `breaks_after` seconds of sound it is unplugged."""

    def __init__(self, breaks_after: float = float("inf")) -> None:
        self.sounding = False
        self.times: list[tuple[float, float]] = []
        self._left = breaks_after
        self._start = self._stop = 0.0

    async def play(self, chunk: AudioChunk) -> None:
        self.sounding, self._start = True, anyio.current_time()
        try:
            await anyio.sleep(min(chunk.duration, self._left))
            self._left -= chunk.duration
            if self._left < 0:
                raise SpeakerError("The loudspeaker is gone; plug it in again.")
        finally:
            self.abort()
            self.times.append((self._start, self._stop))

    def abort(self) -> None:
        if self.sounding:
            self.sounding, self._stop = False, anyio.current_time()

    def played(self) -> float:
        return (anyio.current_time() if self.sounding else self._stop) - self._start


def live(story: Callable[[], Awaitable[object]]) -> object:
    return trio.run(story, clock=MockClock(autojump_threshold=0))


def say_and_stop(text: str, after: float, speaker: Loudspeaker) -> Said:
    async def story() -> Said:
        mouth = Mouth(Drawl(), speaker, InlineWorker("voice"))
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(stop_later, mouth, after)
            return await mouth.say(text)

    async def stop_later(mouth: Mouth, after: float) -> None:
        await anyio.sleep(after)
        assert mouth.saying == text
        begin = anyio.current_time()
        mouth.stop()
        assert not speaker.sounding and anyio.current_time() - begin < 0.2

    return live(story)


def test_a_reply_is_said_to_its_end() -> None:
    async def story() -> Said:
        return await Mouth(Drawl(), Loudspeaker(), InlineWorker("voice")).say("Yes. It is red.")

    assert live(story) == Said("Yes. It is red.", False, 0.0)


def test_the_next_sentence_is_made_while_the_first_is_heard() -> None:
    speaker, sounds = Loudspeaker(), []

    async def story() -> Said:
        mouth = Mouth(Drawl(), speaker, SlowWorker("voice"))
        return await mouth.say("First one. Second one. Third one.", lambda: sounds.append(anyio.current_time()))

    said = live(story)
    assert said.synthesis == pytest.approx(0.5)
    gaps = [later[0] - earlier[1] for earlier, later in pairwise(speaker.times)]
    assert gaps == pytest.approx([0.0, 0.0])
    assert len(sounds) == 1 and sounds[0] == speaker.times[0][0]


def test_a_cut_reply_reports_the_words_that_were_heard() -> None:
    text = "One two. Three four five."
    assert say_and_stop(text, 0.8 + 1.2, Loudspeaker()) == Said("One two. Three four", True, 0.0)


def test_a_reply_cut_at_its_first_sound_was_not_heard() -> None:
    assert say_and_stop("One two. Three.", 0.05, Loudspeaker()) == Said("", True, 0.0)


def test_a_reply_can_be_cut_before_its_sound_is_ready() -> None:
    async def story() -> Said:
        mouth = Mouth(Drawl(), Loudspeaker(), SlowWorker("voice"))
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(stop_soon, mouth)
            return await mouth.say("Hello there.")

    async def stop_soon(mouth: Mouth) -> None:
        await anyio.sleep(0.1)
        mouth.stop()

    assert live(story) == Said("", True, 0.0)


def test_after_a_cut_the_next_reply_is_whole() -> None:
    async def story() -> tuple[Said, str]:
        mouth = Mouth(Drawl(), Loudspeaker(), InlineWorker("voice"))
        with anyio.move_on_after(0.3):
            await mouth.say("A long story about nothing.")
        return await mouth.say("Yes."), mouth.saying

    assert live(story) == (Said("Yes.", False, 0.0), "")


def test_stopping_in_silence_does_nothing() -> None:
    Mouth(Drawl(), Loudspeaker(), InlineWorker("voice")).stop()
    Mouth(None, None, InlineWorker("voice")).stop()


@pytest.mark.parametrize(("voice", "speaker"), [(None, Loudspeaker()), (Drawl(), None)], ids=["no voice", "no speaker"])
def test_text_only_takes_no_time(voice: Drawl | None, speaker: Loudspeaker | None) -> None:
    async def story() -> tuple[Said, float]:
        begin = anyio.current_time()
        return await Mouth(voice, speaker, InlineWorker("voice")).say("Hello."), anyio.current_time() - begin

    assert live(story) == (Said("Hello.", False, 0.0), 0.0)


@pytest.mark.parametrize("text", ["", "  ", "🎉"], ids=ascii)
def test_nothing_to_say_is_not_played(text: str) -> None:
    speaker = Loudspeaker()

    async def story() -> Said:
        return await Mouth(Drawl(), speaker, InlineWorker("voice")).say(text)

    assert not live(story).interrupted
    assert speaker.times == []


def test_a_lost_loudspeaker_is_an_error_of_its_own() -> None:
    async def story() -> None:
        mouth = Mouth(Drawl(), Loudspeaker(breaks_after=1.0), InlineWorker("voice"))
        with pytest.raises(SpeakerError, match="The loudspeaker is gone"):
            await mouth.say("One two. Three four five. " * 5)
        assert mouth.saying == ""

    live(story)


def test_what_a_voice_cannot_say_is_reported_after_what_it_could() -> None:
    speaker = Loudspeaker()

    async def story() -> None:
        with pytest.raises(VoiceError, match="Drawl cannot say numbers"):
            await Mouth(Drawl(), speaker, InlineWorker("voice")).say("Hello. 5 cups.")

    live(story)
    assert len(speaker.times) == 1


@pytest.mark.parametrize(
    ("share", "heard"), [(0.0, ""), (0.5, "Three"), (0.6, "Three four"), (1.0, "Three four fives."), (7, "Three four fives.")]
)
def test_half_a_word_was_not_heard(share: float, heard: str) -> None:
    assert up_to("Three four fives.", share) == heard


def test_chinese_is_cut_between_letters() -> None:
    assert up_to("桌上有一个杯子。", 0.5) == "桌上有一"


def test_a_sound_is_played_to_its_end_or_until_it_is_cut_off() -> None:
    sound = AudioChunk(np.zeros(2 * RATE_HZ, np.float32), 0.0, RATE_HZ)

    async def story() -> tuple[bool, bool, float]:
        mouth = Mouth(None, Loudspeaker(), InlineWorker("voice"))
        whole = await mouth.play(sound)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(stop_soon, mouth)
            begin = anyio.current_time()
            return whole, await mouth.play(sound), anyio.current_time() - begin

    async def stop_soon(mouth: Mouth) -> None:
        await anyio.sleep(0.5)
        assert mouth.saying, "somebody who speaks now speaks over it"
        mouth.stop()

    assert live(story) == (True, False, 0.5)


def test_without_a_loudspeaker_no_sound_was_played() -> None:
    async def story() -> bool:
        return await Mouth(Drawl(), None, InlineWorker("voice")).play(AudioChunk(np.zeros(10, np.float32)))

    assert live(story) is False


def test_sentences_that_come_later_are_said_as_they_come() -> None:
    speaker = Loudspeaker()

    async def slowly():
        for sentence in ("Two.", "Three."):
            await anyio.sleep(5)
            yield sentence

    async def story() -> Said:
        return await Mouth(Drawl(), speaker, InlineWorker("voice")).say("One.", more=slowly())

    assert live(story) == Said("One. Two. Three.", False, 0.0)
    assert [round(began) for began, _ in speaker.times] == [0, 5, 10]


def test_what_is_still_coming_is_hung_up_on_when_the_reply_is_cut() -> None:
    hung_up = []

    async def endless():
        try:
            while True:
                await anyio.sleep(1)
                yield "More."
        finally:
            hung_up.append(anyio.current_time())

    async def story() -> Said:
        mouth = Mouth(Drawl(), Loudspeaker(), InlineWorker("voice"))
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(stop_at, mouth, 3.2)
            return await mouth.say("One.", more=endless())

    async def stop_at(mouth: Mouth, when: float) -> None:
        await anyio.sleep(when)
        assert mouth.saying.startswith("One. More. More.")
        mouth.stop()

    said = live(story)
    assert said.interrupted and said.heard.startswith("One. More. More.") and hung_up == [3.2]


def test_without_a_voice_what_is_coming_is_waited_for() -> None:
    async def later():
        yield "Two."

    async def story() -> Said:
        return await Mouth(None, None, InlineWorker("voice")).say("One.", more=later())

    assert live(story) == Said("One. Two.", False, 0.0)
