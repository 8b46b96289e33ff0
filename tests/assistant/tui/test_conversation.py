from __future__ import annotations

import pytest

from assistant.events import Notice, Replied, Routed, SpeakingEnded, Transcribed, Transcript, TurnEnded, TurnStarted
from assistant.tui import conversation


def said(text: str) -> Transcribed:
    return Transcribed(1.0, 1, Transcript(text, 0.9, "whisper-tiny.en"))


def test_what_was_heard_is_shown_before_it_is_understood(show):
    assert "you      What is on the table?" in show([said("What is on the table?")]).text


def test_what_barge_in_cut_off_is_struck_and_named(show):
    script = [said("Tell me more."), Replied(2.0, 1, "Owls hunt at night."), SpeakingEnded(3.0, 1, "Owls hunt", interrupted=True)]
    shown = show([*script, TurnEnded(3.0, 1, {}, "cancelled")])
    assert "owlish   Owls hunt at night.  (cut off)" in shown.text
    struck = [segment.text for strip in shown.strips for segment in strip if segment.style and segment.style.strike]
    assert "".join(struck).strip() == "at night."


def test_a_turn_without_words_leaves_no_trace(show):
    assert "you" not in show([TurnStarted(1.0, 1, "voice"), TurnEnded(2.0, 1, {}, "cancelled")]).rows[4]


def test_an_announcement_needs_no_question(show):
    assert "owlish   Your tea is ready." in show([TurnStarted(1.0, 4, "skill"), Replied(1.0, 4, "Your tea is ready.")]).text


def test_brackets_in_words_are_words(show):
    assert "you      [bold]what[/bold] [x" in show([Routed(1.0, 1, "[bold]what[/bold] [x", None, None, {}, 0.0, ())]).text


def test_the_newest_entry_is_in_view_and_page_up_goes_back(show):
    notices = [Notice(float(number), f"Notice number {number}.") for number in range(30)]
    assert "number 29." in show(notices).text
    assert "number 29." not in show(notices, "pageup").text
    assert "number 29." in show(notices, "pageup", "pagedown").text


async def narrowed(pilot):
    await pilot.resize_terminal(40, 12)


async def widened(pilot):
    await pilot.resize_terminal(100, 30)


NOTICES = [Notice(float(number), f"Notice number {number}, with words enough for two lines of it.") for number in range(30)]


@pytest.mark.slow
def test_a_terminal_of_another_size_still_shows_the_newest_entry(show):
    for resized in ((narrowed,), (narrowed, widened)):
        assert "number 29," in show(NOTICES, *resized).text
        assert "owlish   HI" in show(NOTICES, *resized, ("h", "i", "enter")).text


def test_who_reads_far_above_stays_there_until_asking_something(show):
    async def another(pilot):
        pilot.app.assistant.bus.send(Notice(40.0, "Another one."))

    reading = show(NOTICES, "pageup", another)
    assert "Another one." not in reading.text and "number 29," not in reading.text
    assert "owlish   HI" in show(NOTICES, "pageup", another, ("h", "i", "enter")).text


def test_each_press_of_page_up_is_a_page(show):
    async def at_once(pilot):
        for _ in range(3):
            pilot.app.action_scroll(-1)

    assert show(NOTICES, at_once).text == show(NOTICES, "pageup", "pageup", "pageup").text


def test_old_entries_leave(show, monkeypatch):
    monkeypatch.setattr(conversation, "KEPT", 5)
    shown = show([Notice(float(number), f"Notice number {number}.") for number in range(8)])
    assert "number 2." not in shown.text and "number 3." in shown.text and "number 7." in shown.text


def test_what_happens_while_the_screen_is_taken_down_is_no_fault(show):
    async def leave_then_speak(pilot):
        panel = pilot.app.query_one(conversation.Conversation)
        await panel.remove()
        pilot.app.assistant.bus.send(said("Too late."))

    assert "Too late." not in show([], leave_then_speak).text
