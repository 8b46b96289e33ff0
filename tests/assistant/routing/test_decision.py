"""How sure a decision is, and whose."""

from __future__ import annotations

import pytest

from assistant.events import Candidate
from assistant.routing.decision import Routing, of_one_intent


def routed(score: float = 0.95, method: str = "template", question: str = "", **slots: str) -> Routing:
    return Routing("set a timer", Candidate("timer", "set", score, method, slots), (), question=question)


@pytest.mark.parametrize(
    ("routing", "sure", "by_template", "strict"),
    [
        (routed(0.99), True, True, True),
        (routed(0.95), True, True, False),
        (routed(0.8), False, False, False),
        (routed(0.95, "meaning"), True, False, False),
        (Routing("set a timer", None, ()), False, False, False),
    ],
)
def test_a_template_may_take_it_and_not_be_sure(routing: Routing, sure: bool, by_template: bool, strict: bool) -> None:
    assert (routing.sure, routing.by_template, routing.strict) == (sure, by_template, strict)


def test_what_was_put_together_holds_where_a_template_or_its_slots_are_filled() -> None:
    assert routed(0.7).holds and routed(method="meaning", name="tea").holds
    assert not routed(method="meaning").holds and not routed(question="For how long?").holds and not Routing("it", None, ()).holds


def test_a_doubt_has_slots_and_belongs_to_nobody_yet() -> None:
    doubted = Routing("set a timer", None, (), doubt=Candidate("timer", "set", 0.5, "meaning", {"name": "tea"}))
    assert doubted.slots == {"name": "tea"} and not doubted.belongs_to("timer") and not doubted.belongs_to("")
    assert routed().belongs_to("timer") and routed().belongs_to("") and not routed().belongs_to("alarm")


def test_an_intent_is_that_of_its_skill() -> None:
    timer, alarm = Candidate("timer", "set", 0.9, "template"), Candidate("alarm", "set", 0.9, "template")
    assert of_one_intent(timer, routed().chosen) and not of_one_intent(timer, alarm) and not of_one_intent(None, None)
