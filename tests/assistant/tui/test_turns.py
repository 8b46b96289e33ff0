from __future__ import annotations

from assistant.events import Notice, Replied, TurnEnded, TurnStarted
from assistant.tui.turns import KEPT, Turns


def test_events_of_a_turn_come_together():
    turns = Turns()
    for event in (TurnStarted(0.0, 3, "text"), Replied(1.0, 3, "Yes."), TurnEnded(2.0, 3, {"route": 0.1})):
        turns.note(event)
    assert turns.last.source == "text" and turns.last.reply.text == "Yes." and turns.last.ended.stages == {"route": 0.1}


def test_other_events_belong_to_no_turn():
    turns = Turns()
    assert turns.note(Notice(0.0, "Hello.")) is None and turns.last is None


def test_old_turns_are_forgotten():
    turns = Turns()
    records = [turns.note(TurnStarted(0.0, number, "voice")) for number in range(KEPT + 1)]
    assert turns.last is records[-1]
    assert turns.note(Replied(1.0, 0, "Late.")) is not records[0]
