from __future__ import annotations

from assistant.events import Replied, Routed, TurnStarted
from assistant.phrases import Phrases
from assistant.tui.screens.why import why_page
from assistant.tui.turns import Turns


def told(*events) -> str:
    turns = Turns()
    for event in events:
        turns.note(event)
    return why_page(Phrases("assistant", "tui"), turns.last).text.plain


def test_a_turn_that_runs_tells_what_is_known():
    text = told(TurnStarted(0.0, 1, "text"), Routed(0.1, 1, "Gibberish.", None, None, {}, 0.0, ()))
    assert "Gibberish.  (typed)" in text and "no skill took it" in text and "the turn is still running" in text


def test_an_announcement_was_begun_by_a_skill():
    assert "begun by a skill" in told(TurnStarted(0.0, 1, "skill"), Replied(0.1, 1, "Tea!"))
