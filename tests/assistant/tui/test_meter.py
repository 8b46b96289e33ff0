from __future__ import annotations

from assistant.events import Heard


def line(*heard: Heard, show, size=(100, 30)) -> str:
    return show([], *(sends(event) for event in heard), size=size).rows[24]


def sends(event: Heard):
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
