"""One turn at a time: new words end what is going on, and every line that was typed is answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.events import Routed, SpeakingEnded, TurnEnded, TurnStarted
from tests.assistant.conversation import Room, converse, pick, replies, told

pytestmark = pytest.mark.usefixtures("default_models")


def test_new_words_cancel_the_turn_in_progress() -> None:
    events = converse(Room(typed=[(1.0, "help"), (2.0, "what time is it")], length=8))
    assert [event.outcome for event in pick(events, TurnEnded)] == ["done", "done"]
    assert pick(events, SpeakingEnded)[0].interrupted


def test_two_wishes_in_one_breath_are_two_turns() -> None:
    events = converse(Room(typed=[(1.0, "set a timer for ten minutes and tell me what time it is")], length=14))
    assert [(event.skill, event.intent) for event in pick(events, Routed)] == [("timer", "start"), ("clock", "time")]
    assert replies(events)[0] == "Timer set for 10 minutes." and replies(events)[1].startswith("It's ")


BREATH = "set a timer for ten minutes and add milk to the shopping list"


@pytest.mark.parametrize("word", ["stop", "what day is it"])
@pytest.mark.parametrize("how", ["typed", "speech"])
def test_new_words_end_the_rest_of_the_breath_too(how: str, word: str) -> None:
    room = Room(length=8, typed=[(1.0, BREATH)])
    events = converse(replace(room, **{how: [*getattr(room, how), (1.5, word)]}))
    assert pick(events, Routed)[0].skill == "timer"
    assert "lists" not in [event.skill for event in pick(events, Routed)]
    assert pick(events, SpeakingEnded)[0].interrupted


def test_lines_that_are_typed_while_others_wait_are_all_answered() -> None:
    events = converse(Room(typed=[(1.0, "help"), (1.0, "what day is it"), (1.0, "what time is it"), (1.5, "stop")], length=20))
    assert sorted(event.intent for event in pick(events, Routed)) == ["help", "stop", "time", "weekday"]


def test_words_that_come_while_it_ends_are_for_nobody() -> None:
    end, ask = (lambda assistant: assistant.shut_down()), (lambda assistant: assistant.hear_text("what time is it"))
    assert not pick(told(Room(deaf=True, picture=None), end, ask), TurnStarted)
