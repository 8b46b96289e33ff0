"""When the assistant listens, to whom, and that it never answers itself."""

from __future__ import annotations

import tracemalloc
from collections.abc import AsyncGenerator, Callable, Sequence
from itertools import count

import anyio
import numpy as np
import pytest
from trio.testing import MockClock

from assistant.bus import Bus
from assistant.events import AudioChunk, Routed, SenseChanged, SpeakingEnded, SpeechStarted, TurnStarted, WakeWordHeard
from assistant.hearing import Ears, Utterance
from assistant.perception.asr import Transcriber
from assistant.perception.vad import VoiceDetector
from models.silero.runtime import STEP
from models.whisper.runtime import Decoded
from tests.assistant.conversation import Config, Room, converse, pick, replace_section
from tests.inline import InlineWorker
from tests.speech import spoken

pytestmark = pytest.mark.usefixtures("default_models")
WAKE = replace_section(replace_section(Config(), "microphone", mode="wake"), "listening", wake_word="hey_jarvis")
PUSH = replace_section(Config(), "microphone", mode="push")


def test_without_the_wake_word_nothing_is_understood() -> None:
    events = converse(Room(speech=[(1.0, "What time is it?")], length=6), config=WAKE)
    assert not pick(events, TurnStarted) and not pick(events, SpeechStarted)
    assert [event.privacy for event in pick(events, SenseChanged) if event.sense == "microphone"] == ["armed"]


def test_the_wake_word_opens_the_ears_for_a_question_and_its_follow_up_then_they_close() -> None:
    speech = [(1.0, "Hey Jarvis."), (3.0, "What time is it?"), (7.5, "What day is it?"), (24.0, "What time is it?")]
    events = converse(Room(speech=speech, length=28), config=WAKE)
    assert len(pick(events, WakeWordHeard)) == 1
    assert [event.intent for event in pick(events, Routed)] == ["time", "weekday"]
    states = [event.privacy for event in pick(events, SenseChanged) if event.sense == "microphone"]
    assert states[0] == "armed" and "active" in states and states[-1] == "armed"


def test_push_to_talk_hears_what_is_said_while_the_key_is_down() -> None:
    speech = [(1.0, "What time is it?"), (5.0, "What day is it?")]
    events = converse(Room(speech=speech, keys=[(4.8, True), (7.0, False)], length=11), config=PUSH)
    assert [event.intent for event in pick(events, Routed)] == ["weekday"]
    assert [event.privacy for event in pick(events, SenseChanged) if event.sense == "microphone"] == ["armed", "active", "armed"]


@pytest.mark.parametrize("echo_cancellation", [True, False])
def test_on_loudspeakers_the_assistant_does_not_answer_itself(echo_cancellation: bool) -> None:
    """Without the canceller the words are the second guard."""
    room = Room(typed=[(1.0, "help")], length=30, loudspeaker=0.5, echo_cancellation=echo_cancellation)
    events = converse(room)
    assert len(pick(events, TurnStarted)) == 1
    if echo_cancellation:
        assert not pick(events, SpeakingEnded)[0].interrupted


def test_on_loudspeakers_a_person_still_gets_a_word_in() -> None:
    room = Room(typed=[(1.0, "help")], speech=[(5.0, "Stop talking please.")], length=14, loudspeaker=0.3)
    (cut,) = [event for event in pick(converse(room), SpeakingEnded) if event.interrupted]
    assert cut.time < 5.0 + 0.1 + 0.2


def test_a_door_that_slams_over_the_assistant_does_not_stop_it() -> None:
    slam = np.random.default_rng(0).standard_normal(1600).astype(np.float32) * np.exp(-np.arange(1600) / 200).astype(np.float32)
    events = converse(Room(typed=[(1.0, "help")], sound=[(4.0, 0.5 * slam)], length=25))
    assert not pick(events, SpeakingEnded)[0].interrupted


def test_two_sentences_with_a_breath_between_are_one_wish() -> None:
    first, second = (spoken(text, before=0, after=0).samples for text in ("Set a timer", "for ten minutes."))
    first = first[: np.flatnonzero(np.abs(first) > 0.02)[-1]]
    breath = np.zeros(int(0.15 * 16_000), np.float32)
    events = converse(Room(sound=[(1.0, np.concatenate([first, breath, second]))], length=7))
    assert [event.slots.get("seconds") for event in pick(events, Routed)] == [600]


# ---- the ears alone


class Loudness:
    """Judges by loudness in place of the network: the sound of these scripts is its probability."""

    def __call__(self, step: np.ndarray) -> float:
        return float(step[0])

    def reset(self) -> None:
        """It keeps nothing."""


class Numbering:
    """Hears the number of the utterance."""

    name = "numbering"

    def __init__(self) -> None:
        self.numbers = count(1)

    def transcribe(self, samples: np.ndarray, language: str | None) -> Decoded:
        return Decoded(f"utterance {next(self.numbers)}", "en", -0.1, 0.0, 3, False)


class Listener:
    """Ears of their own, in virtual time; what they hear, and how often they cut the assistant off."""

    def __init__(self, config: Config) -> None:
        self.saying, self.heard, self.cuts = "", list[str](), 0
        self.bus = Bus()
        transcriber = Transcriber(Numbering(), InlineWorker("recognizer"), "en")
        self.ears = Ears(config, VoiceDetector(Loudness()), transcriber, None, self.bus, lambda: self.saying, self._cut, self._hear)  # type: ignore[arg-type]

    def _cut(self) -> None:
        self.cuts, self.saying = self.cuts + 1, ""

    async def _hear(self, utterance: Utterance) -> None:
        self.heard.append(utterance.transcript.text)

    def listen(self, *script: tuple[float, float] | Callable[[], object]) -> None:
        """Seconds of sound with a speech probability, and what is done between them."""
        anyio.run(self.ears.listen, self._chunks(script), backend="trio", backend_options={"clock": MockClock(autojump_threshold=0)})

    async def _chunks(self, script: Sequence[tuple[float, float] | Callable[[], object]]) -> AsyncGenerator[AudioChunk, None]:
        begin, now = anyio.current_time(), 0.0
        for one in script:
            if callable(one):
                one()
                continue
            for _ in range(round(one[0] * 16_000 / STEP)):
                yield AudioChunk(np.full(STEP, one[1], np.float32), begin + now)
                now += STEP / 16_000
                await anyio.sleep_until(begin + now)


SPEECH, SILENCE = (0.64, 0.95), (2.0, 0.0)


def test_push_to_talk_rests_after_an_utterance_until_the_key_is_pressed_again() -> None:
    listener = Listener(PUSH)
    ears = listener.ears
    listener.listen(lambda: ears.push_to_talk(True), SPEECH, SILENCE, SPEECH, SILENCE)
    assert listener.heard == ["utterance 1"] and ears.privacy == "armed"


@pytest.mark.parametrize("mode", ["push", "wake"])
def test_switched_off_and_on_nobody_is_heard_without_key_or_word(mode: str) -> None:
    listener = Listener(replace_section(Config(), "microphone", mode=mode))
    listener.listen(lambda: listener.ears.turn(False), SILENCE, lambda: listener.ears.turn(True), SPEECH, SILENCE)
    assert listener.heard == []


@pytest.mark.parametrize("start", ["off", "armed", "active"])
def test_an_open_microphone_that_is_on_hears_whatever_it_began_with(start: str) -> None:
    listener = Listener(replace_section(Config(), "microphone", start=start))
    listener.listen(lambda: start == "off" and listener.ears.turn(True), SPEECH, SILENCE)
    assert listener.heard == ["utterance 1"]


@pytest.mark.parametrize("pause", [0.1, 3.0])
def test_a_cough_over_one_reply_leaves_the_next_one_to_be_spoken_over(pause: float) -> None:
    listener = Listener(Config())

    def say(text: str) -> Callable[[], None]:
        return lambda: setattr(listener, "saying", text)

    cough, speech = (0.13, 0.95), (1.9, 0.95)
    listener.listen(say("The first reply."), (1.0, 0.0), cough, (pause, 0.0), say("The second reply."), (1.0, 0.0), speech)
    assert listener.cuts == 2


def test_what_was_begun_before_the_microphone_was_closed_is_not_answered_after_it() -> None:
    listener = Listener(PUSH)
    ears = listener.ears
    pause, press = (0.2, 0.0), lambda: ears.push_to_talk(True)
    muted = (lambda: ears.turn(False), SILENCE, lambda: ears.turn(True))
    listener.listen(press, SPEECH, pause, *muted, press, SPEECH, lambda: ears.push_to_talk(False), pause)
    assert listener.heard == ["utterance 2"]


@pytest.mark.slow
def test_hours_of_silence_are_not_remembered() -> None:
    listener = Listener(Config())
    listener.listen((30.0, 0.0))
    tracemalloc.start()
    listener.listen((300.0, 0.0))
    grown = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert grown < 100_000
