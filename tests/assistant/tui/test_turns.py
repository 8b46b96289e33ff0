from __future__ import annotations

import numpy as np

from assistant.events import Frame, Looked, Notice, Replied, Scene, TurnEnded, TurnStarted
from assistant.tui.turns import KEPT, Turns


def test_events_of_a_turn_come_together():
    turns = Turns()
    for event in (TurnStarted(0.0, 3, "text"), Replied(1.0, 3, "Yes."), TurnEnded(2.0, 3, {"route": 0.1})):
        turns.note(event)
    assert turns.last.source == "text" and turns.last.reply.text == "Yes." and turns.last.ended.stages == {"route": 0.1}


def test_other_events_belong_to_no_turn():
    turns = Turns()
    assert turns.note(Notice(0.0, "Hello.")) is None and turns.last is None


def test_what_looks_in_the_background_for_hours_is_no_turn_and_is_not_kept():
    turns = Turns()
    turns.note(TurnStarted(0.0, 1, "text"))
    look = Looked(2.0, 0, Scene(Frame(np.zeros((4, 4, 3), np.uint8))), 0.1)
    assert turns.note(look) is None and turns.last.turn == 1 and not turns.last.looks


def test_old_turns_are_forgotten():
    turns = Turns()
    records = [turns.note(TurnStarted(0.0, number, "voice")) for number in range(1, KEPT + 2)]
    assert turns.last is records[-1]
    assert turns.note(Replied(1.0, 1, "Late.")) is not records[0]
