from __future__ import annotations

from datetime import datetime

import pytest

from skills.forecast import spans_of


@pytest.mark.parametrize(
    ("day", "part", "now", "spans"),
    [
        ("today", "", "2023-11-14T10:15", [("14T10", "15T00")]),
        ("today", "night", "2023-11-14T10:15", [("14T20", "15T06")]),
        ("today", "night", "2023-11-14T22:40", [("14T22", "15T06")]),
        ("", "evening", "2023-11-14T19:00", [("14T19", "15T00")]),
        ("tuesday", "", "2023-11-14T10:15", [("14T10", "15T00")]),
        ("monday", "", "2023-11-14T10:15", [("20T00", "21T00")]),
        ("weekend", "", "2023-11-14T10:15", [("18T00", "19T00"), ("19T00", "20T00")]),
        ("weekend", "", "2023-11-18T23:59", [("18T23", "19T00"), ("19T00", "20T00")]),
        ("weekend", "morning", "2023-11-19T08:00", [("19T08", "19T12")]),
    ],
)
def test_only_what_is_still_to_come_is_meant(day: str, part: str, now: str, spans: list[tuple[str, str]]) -> None:
    found = [(f"{span.start:%dT%H}", f"{span.end:%dT%H}") for span in spans_of(day, part, datetime.fromisoformat(now))]
    assert found == spans
