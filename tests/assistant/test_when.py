"""What was meant becomes a moment: the next one, on the calendar and on the wall, whatever the clock does in between."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.when import DAY, When, date_of, following, resolve

BERLIN, NEW_YORK, UTC = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("UTC")
ALL = tuple(range(7))


def at(*parts: int, zone: ZoneInfo = BERLIN) -> float:
    return datetime(*parts, tzinfo=zone).timestamp()


@pytest.mark.parametrize(
    ("now", "waking", "expected"),
    [
        (at(2026, 3, 4, 6), False, at(2026, 3, 4, 7)),
        (at(2026, 3, 4, 8), False, at(2026, 3, 4, 19)),
        (at(2026, 3, 4, 20), False, at(2026, 3, 5, 7)),
        (at(2026, 3, 4, 8), True, at(2026, 3, 5, 7)),
        (at(2026, 3, 4, 7), False, at(2026, 3, 4, 19)),
    ],
)
def test_a_bare_hour_is_the_next_such_moment_and_a_morning_for_who_wants_to_be_woken(now: float, waking: bool, expected: float) -> None:
    assert resolve(When(hour=7), now, BERLIN, waking=waking) == expected


def test_seven_every_day_is_seven_on_the_wall_over_both_changes_of_the_clock() -> None:
    daily = When(weekdays=ALL, hour=7, repeats=True)
    due = resolve(daily, at(2026, 3, 28, 12), BERLIN)
    assert due == at(2026, 3, 29, 7) and due - at(2026, 3, 28, 7) == 23 * 3600
    autumn = resolve(daily, at(2026, 10, 24, 12), BERLIN)
    assert autumn == at(2026, 10, 25, 7) and autumn - at(2026, 10, 24, 7) == 25 * 3600


def test_a_time_that_the_change_skips_rings_an_hour_later_and_one_that_comes_twice_rings_first() -> None:
    night = When(hour=2, minute=30, settled=True)
    assert resolve(night, at(2026, 3, 29, 0), BERLIN) == at(2026, 3, 29, 3, 30)
    assert resolve(night, at(2026, 10, 25, 0), BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC).timestamp()


def test_in_two_days_is_the_same_time_on_the_wall_and_in_48_hours_is_not() -> None:
    now = at(2026, 3, 28, 12)
    assert resolve(When(days=2, offset=0.0), now, BERLIN) == at(2026, 3, 30, 12)
    assert resolve(When(offset=2 * DAY), now, BERLIN) == at(2026, 3, 30, 13)


def test_the_zone_decides_what_seven_is() -> None:
    meant, now = When(hour=19, settled=True), at(2026, 3, 4, 12, zone=UTC)
    assert resolve(meant, now, NEW_YORK) == at(2026, 3, 4, 19, zone=NEW_YORK)
    assert resolve(meant, now, BERLIN) == at(2026, 3, 4, 19)


@pytest.mark.parametrize(
    ("meant", "expected"),
    [
        (When(month=2, day=29), at(2028, 2, 29, 9)),
        (When(month=2, day=30), None),
        (When(day=31, repeats=True), at(2026, 3, 31, 9)),
        (When(months=1, offset=0.0), at(2026, 4, 4, 10)),
        (When(feast="easter"), at(2026, 4, 5, 9)),
        (When(feast="easter", days=-2), at(2026, 4, 3, 9)),
        (When(feast="thanksgiving"), at(2026, 11, 26, 9)),
        (When(month=3, day=1, year=2026), at(2026, 3, 1, 9)),
        (When(days=0, hour=8, settled=True), at(2026, 3, 4, 8)),
        (When(days=0, hour=24, settled=True), at(2026, 3, 5, 0)),
        (When(feast="thanksgiving", days=100), at(2026, 3, 7, 9)),
        (When(month=3, day=1, days=7), at(2026, 3, 8, 9)),
        (When(weekdays=(2,), hour=9), at(2026, 3, 11, 9)),
        (When(weekdays=(4,), weeks=-1), at(2026, 2, 27, 9)),
    ],
)
def test_dates_are_those_of_the_calendar(meant: When, expected: float | None) -> None:
    assert resolve(meant, at(2026, 3, 4, 10), BERLIN) == expected


def test_the_day_alone_counts_today() -> None:
    assert str(date_of(When(weekdays=(2,)), at(2026, 3, 4, 23), BERLIN)) == "2026-03-04"
    assert str(date_of(When(month=3, day=4), at(2026, 3, 4, 23), BERLIN)) == "2026-03-04"


def test_what_repeats_follows_after_a_long_sleep_once() -> None:
    hourly, due = When(every=3600.0), at(2026, 3, 4, 10)
    assert following(hourly, due, at(2026, 3, 4, 15, 30), BERLIN) == at(2026, 3, 4, 16)
    assert following(When(hour=7, every=2 * DAY), at(2026, 3, 27, 7), at(2026, 3, 28, 12), BERLIN) == at(2026, 3, 29, 7)
    assert following(When(hour=7), due, due, BERLIN) is None


@given(
    st.sampled_from(
        [When(weekdays=(0, 3), hour=7, repeats=True), When(weekdays=ALL, hour=2, minute=30, settled=True, repeats=True), When(every=5400.0)]
    ),
    st.floats(1.6e9, 1.9e9),
)
def test_each_time_of_what_repeats_is_later_than_the_one_before(meant: When, now: float) -> None:
    due = resolve(meant, now, BERLIN)
    assert due is not None and due > now
    later = following(meant, due, due, BERLIN)
    assert later is not None and later > due


def test_two_parts_are_joined_unless_they_contradict() -> None:
    assert When(weekdays=(4,)).joined(When(hour=7)) == When(weekdays=(4,), hour=7)
    assert When(days=1).joined(When(days=2)) is None


@pytest.mark.parametrize(
    "meant", [When(offset=1e18), When(days=10**9, offset=0.0), When(months=10**8, offset=0.0), When(every=1e15), When(month=1, year=10**6)]
)
def test_what_is_beyond_any_calendar_is_none(meant: When) -> None:
    assert resolve(meant, at(2026, 3, 4, 10), BERLIN) is None and date_of(meant, at(2026, 3, 4, 10), BERLIN) is None
