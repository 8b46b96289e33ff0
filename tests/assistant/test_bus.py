from __future__ import annotations

import pytest

from assistant.bus import Bus
from assistant.events import Event, Notice, SkillFailed
from assistant.log import logger


def test_every_watcher_gets_every_event_in_order() -> None:
    bus, first, second = Bus(), [], []
    with bus.watched_by(first.append), bus.watched_by(second.append):
        bus.send(Notice(1.0, "one"))
        bus.send(SkillFailed(2.0, "look", "two"))
    bus.send(Notice(3.0, "nobody watches"))
    assert first == second == [Notice(1.0, "one"), SkillFailed(2.0, "look", "two")]


def test_a_watcher_that_breaks_is_dropped_and_logged_and_the_others_go_on(caplog: pytest.LogCaptureFixture) -> None:
    bus, seen = Bus(), []
    logger.addHandler(caplog.handler)

    def breaks(event: Event) -> None:
        raise RuntimeError("on purpose")

    with bus.watched_by(breaks), bus.watched_by(seen.append):
        bus.send(Notice(1.0, "one"))
        bus.send(Notice(2.0, "two"))
    logger.removeHandler(caplog.handler)
    (line,) = caplog.messages
    assert len(seen) == 2 and line.startswith("RuntimeError\n") and "in breaks" in line


def test_a_watcher_that_breaks_over_its_own_event_as_well_changes_nothing() -> None:
    bus, seen = Bus(), []

    def broken(event: Event) -> None:
        if not isinstance(event, Notice):
            bus.send(Notice(0.0, "I break."))
        raise RuntimeError

    with bus.watched_by(broken), bus.watched_by(seen.append):
        bus.send(SkillFailed(0.0, "look", "why"))
    assert [type(event) for event in seen] == [Notice, SkillFailed]
