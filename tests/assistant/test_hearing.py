"""When the assistant listens, to whom, and that it never answers itself."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.events import Routed, SenseChanged, SpeakingEnded, SpeechStarted, TurnStarted, WakeWordHeard
from tests.assistant.conversation import Config, Room, converse, pick, replace_section
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
