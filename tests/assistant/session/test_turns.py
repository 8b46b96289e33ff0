from __future__ import annotations

from assistant.session.turns import Answered, compared, over_budget, timeless, turns

EVENTS = [
    {"event": "TurnStarted", "time": 1.0, "turn": 1, "source": "text"},
    {"event": "Routed", "turn": 1, "text": "where is my cup", "skill": "find", "intent": "find", "slots": {}, "confidence": 0.9},
    {"event": "TurnStarted", "time": 1.1, "turn": 2, "source": "skill"},
    {"event": "Replied", "turn": 1, "text": "There.", "regions": [{"label": "cup", "box": [1.4, 2.0, 3.6, 4.0]}]},
    {"event": "Replied", "turn": 2, "text": "It is over.", "regions": []},
    {"event": "TurnEnded", "turn": 2, "stages": {}, "outcome": "done"},
    {"event": "TurnEnded", "turn": 1, "stages": {"answer": 0.5, "route": 0.1, "skill": 0.0}, "outcome": "done"},
]


def test_turns_that_overlap_are_told_apart() -> None:
    first, second = turns(EVENTS)
    assert (first.heard, first.skill, first.reply, first.boxes) == ("where is my cup", "find", "There.", (("cup", (1, 2, 4, 4)),))
    assert (second.source, second.reply, second.outcome) == ("skill", "It is over.", "done")


def test_what_differs_is_named_and_times_are_no_answer() -> None:
    then = Answered(1, "text", reply="Yes.", stages={"answer": 1.0}, confidence=0.9)
    now = Answered(1, "text", reply="No.", stages={"answer": 2.0}, confidence=0.8)
    assert [row.changed for row in compared([then], [now, now])] == [("reply",), ("turn",)]
    assert not compared([then], [Answered(1, "text", reply="Yes.")])[0].changed


def test_stages_of_the_machines_own_clock_are_left_out() -> None:
    assert timeless(EVENTS[-1])["stages"] == {"answer": 0.5} and timeless(EVENTS[0]) is EVENTS[0]


def test_the_slowest_turn_breaks_a_budget_and_a_stage_that_is_nowhere_is_told() -> None:
    answered = [Answered(1, "text", stages={"answer": 0.4}), Answered(2, "text", stages={"answer": 0.8})]
    assert over_budget(answered, {"answer": 0.7}) == ["answer took 0.800 s in turn 2; its budget is 0.7 s."]
    assert over_budget(answered, {"answer": 0.9}) == []
    assert over_budget(answered, {"anwser": 0.9}) == ["No turn has the stage anwser, for which there is a budget; there are: answer."]
