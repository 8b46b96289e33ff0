"""Barge-in in virtual time: quick enough for a person, and not for every sound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assistant.config import Listening
from assistant.perception.barge_in import BargeIn

STEP = 0.032
CONFIG = Listening()


def noticed(probabilities: list[float], config: Listening = CONFIG) -> float | None:
    """Seconds after which somebody counted as speaking."""
    barge_in = BargeIn(config)
    for step, probability in enumerate(probabilities, 1):
        if barge_in.feed(probability, STEP):
            return step * STEP
    return None


def test_clear_speech_is_noticed_within_130_milliseconds() -> None:
    assert noticed([0.95] * 10) == pytest.approx(0.128)


def test_one_weak_step_inside_a_word_is_forgiven() -> None:
    assert noticed([0.95, 0.95, 0.3, 0.95, 0.95]) == pytest.approx(0.16)


def test_two_weak_steps_begin_the_count_anew() -> None:
    assert noticed([0.95, 0.95, 0.3, 0.3, 0.95, 0.95, 0.95]) is None


def test_what_the_echo_canceller_leaves_is_not_a_person() -> None:
    assert noticed([0.6, 0.75, 0.5, 0.79] * 50) is None


def test_a_click_is_not_a_person() -> None:
    assert noticed([1.0, 1.0, 0.0, 0.0] * 20) is None


def test_it_can_be_switched_off() -> None:
    assert noticed([1.0] * 50, Listening(barge_in=False)) is None


def test_reset_forgets_what_was_heard() -> None:
    barge_in = BargeIn(CONFIG)
    for _ in range(3):
        barge_in.feed(1.0, STEP)
    barge_in.reset()
    assert not barge_in.feed(1.0, STEP)


@given(some.lists(some.floats(0, 1), max_size=60))
def test_nobody_is_noticed_before_enough_strong_speech(probabilities: list[float]) -> None:
    time = noticed(probabilities)
    if time is not None:
        strong = [value for value in probabilities[: round(time / STEP)] if value >= CONFIG.barge_in_threshold]
        assert len(strong) * STEP >= CONFIG.barge_in_after
