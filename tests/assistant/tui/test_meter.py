from __future__ import annotations

import pytest

from assistant.events import Event, Heard, Notice, SenseChanged, SenseTrouble


def line(*heard: Heard, show, size=(100, 30)) -> str:
    return show([], *(sends(event) for event in heard), size=size).rows[24]


def sends(event: Event):
    async def send(pilot):
        pilot.app.assistant.bus.send(event)

    return send


def test_sound_that_clips_is_called_too_loud_for_a_second(show):
    clipped, later, after = Heard(1.0, -3.0, 1.0, 0.9), Heard(1.8, -20.0, 0.3, 0.9), Heard(2.1, -20.0, 0.3, 0.9)
    assert line(clipped, show=show).endswith("too loud")
    assert line(clipped, later, show=show).endswith("too loud")
    assert not line(clipped, later, after, show=show).endswith("too loud")


def test_silence_is_an_empty_bar_and_full_scale_a_full_one(show):
    assert "━" not in line(Heard(1.0, -120.0, 0.0, 0.0), show=show)
    assert "─" not in line(Heard(1.0, 0.0, 0.5, 1.0), show=show)


def test_no_sound_at_all_is_no_number(show):
    assert "-60 dB" in line(Heard(1.0, float("-inf"), 0.0, 0.0), show=show)


WHY = "There is no microphone; type instead, or plug one in and choose it with --mic."


@pytest.mark.parametrize("size", [(40, 24), (80, 24)])
def test_why_nothing_is_heard_is_told_to_its_end(show, size):
    off = SenseChanged(1.0, "microphone", "off", WHY)
    shown = show([off], size=size)
    assert f"The microphone is off. {WHY}" in " ".join(shown.text.split())
    opened = [sends(SenseChanged(2.0, "microphone", "active", "Desk")), sends(Heard(2.0, -18.0, 0.5, 0.5))]
    rows = show([off], *opened, size=size).rows
    assert ["-18 dB" in row for row in rows].index(True) + 1 == ["no turn yet" in row for row in rows].index(True)


def test_in_a_small_terminal_it_leaves_the_room_to_the_conversation(show):
    shown = show([SenseChanged(1.0, "microphone", "off", WHY), Notice(2.0, "A note.")], size=(40, 12))
    assert "A note." in shown.text and "The microphone is off." in shown.text


def test_a_microphone_that_is_lost_has_no_level(show):
    heard, lost = Heard(1.0, -18.0, 0.5, 0.5), SenseTrouble(2.0, "microphone", "The microphone is gone.")
    back = SenseTrouble(3.0, "microphone", "It is back.", recovered=True)
    assert "no sound yet" in show([], sends(heard), sends(lost)).text
    assert "-18 dB" in show([], sends(heard), sends(lost), sends(back), sends(heard)).text
