"""When somebody may be listened to, in virtual time."""

from __future__ import annotations

import pytest

from assistant.config import Microphone
from assistant.perception.attention import Attention

RESTS = {"open": "active", "wake": "armed", "push": "armed"}


@pytest.mark.parametrize("start", ["off", "armed", "active"])
@pytest.mark.parametrize(("mode", "rests"), RESTS.items())
def test_what_is_on_rests_as_its_mode_does(mode: str, rests: str, start: str) -> None:
    attention = Attention(Microphone.model_validate({"mode": mode, "start": start}))
    assert attention.privacy == ("off" if start == "off" else rests)
    attention.turn(False)
    assert attention.privacy == "off"
    attention.turn(True)
    assert attention.privacy == rests


def rested(attention: Attention, now: float, busy: bool = False) -> str:
    if attention.may_rest(now, busy):
        attention.rest()
    return attention.privacy


def test_after_the_wake_word_it_listens_for_a_while_and_longer_while_somebody_speaks() -> None:
    attention = Attention(Microphone(mode="wake"))
    attention.wake(6.0)
    assert rested(attention, 5.9) == "active"
    assert rested(attention, 6.1, busy=True) == "active"
    assert rested(attention, 6.2) == "armed"


def test_the_key_is_up_after_an_utterance_though_nobody_let_go_of_it() -> None:
    attention = Attention(Microphone(mode="push"))
    attention.press(True)
    assert rested(attention, 100.0) == "active"
    attention.utterance_over()
    assert rested(attention, 100.1) == "armed"


def test_a_key_that_goes_up_ends_what_is_being_said() -> None:
    attention = Attention(Microphone(mode="push"))
    attention.press(True)
    attention.press(False)
    assert rested(attention, 1.0, busy=True) == "armed"


@pytest.mark.parametrize("mode", RESTS)
def test_neither_key_nor_word_opens_what_is_off(mode: str) -> None:
    attention = Attention(Microphone.model_validate({"mode": mode, "start": "off"}))
    attention.press(True)
    attention.wake(10.0)
    assert attention.privacy == "off"
    attention.turn(True)
    assert rested(attention, 1.0) == RESTS[mode]


def test_the_key_does_what_the_wake_word_does_as_long_as_it_is_down() -> None:
    attention = Attention(Microphone(mode="wake"))
    attention.press(True)
    assert rested(attention, 100.0) == "active"
    attention.press(False)
    assert rested(attention, 100.1, busy=True) == "active"
    assert rested(attention, 100.2) == "armed"


def test_the_key_is_nothing_to_an_open_microphone() -> None:
    attention = Attention(Microphone(mode="open"))
    for down in (True, False):
        attention.press(down)
        assert rested(attention, 100.0) == "active"
