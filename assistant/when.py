"""A moment that somebody meant, as it was said, and when that is. Pure: the clock and the zone are arguments.

Words become a `When` in assistant.routing.dates, which knows no clock, so that routing stays deterministic. Days are counted on the
calendar and times on the wall, so a change to daylight-saving time moves no alarm; an hour that the change skips rings an hour later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from assistant.almanac import days_of, months_later

DAY = 86_400.0
MORNING = 9
"""Hour of a day that was named without a time."""
EARLY = 6
""""Tomorrow at six" is in the morning, "tomorrow at five" in the afternoon: the hour from which a bare one on another day is AM."""
WAKING = 3
"""The same for somebody who wants to be woken."""
BACK = tuple(timedelta(days=days) for days in (0, 7, 31, 366))
"""How far back a day is looked for: one that lies back by its own words, weekdays, days of the month, dates and feasts."""
TIME = ("hour", "minute", "settled", "vague", "offset", "impossible")
"""Fields that another time takes the place of: "no, seven thirty" keeps the days."""
FURTHEST = 36_500 * DAY
"""Seconds ahead; nobody who says more means it."""


@dataclass(frozen=True)
class When:
    """What was said; what was not said is None. Fields without a comment mean what they say."""

    offset: float | None = None
    """Seconds from now: "in an hour". 0 when the offset is in days or months alone."""
    days: int | None = None
    """From today: 0 today, 1 tomorrow."""
    months: int | None = None
    """From this one."""
    weekdays: tuple[int, ...] = ()
    """Monday is 0. Any of them: (5, 6) is the weekend."""
    weeks: int = 0
    """1 for the next calendar week, -1 for the last."""
    day: int | None = None
    """Of the month; -1 is its last."""
    month: int | None = None
    year: int | None = None
    nth: int = 0
    """Which of a month's weekdays: 1 the first Monday, -1 the last."""
    feast: str = ""
    """`easter` or `thanksgiving`, which have no fixed date. With it, or with a month, `days` count from that date."""
    hour: int | None = None
    """24 and more is after midnight of the day: "tonight at one" is 25."""
    minute: int = 0
    settled: bool = False
    """Whether the hour is one of 24. "At seven" is not settled: it may be either half of the day."""
    vague: bool = False
    """Whether the hour is only that of a part of the day: "in the morning"."""
    impossible: bool = False
    """Whether no day has that time: "at 25 o'clock"."""
    repeats: bool = False
    """Every one of these days, or of these dates."""
    every: float = 0.0
    """Seconds between two: "every two hours"."""

    @property
    def dated(self) -> bool:
        """Whether a day was named."""
        return bool(self.weekdays or self.feast or self.weeks) or {self.days, self.months, self.day, self.month} != {None}

    @property
    def timed(self) -> bool:
        """Whether it names a moment, not only a day."""
        return self.hour is not None or self.offset is not None or 0 < self.every < DAY

    @property
    def repeating(self) -> bool:
        return self.repeats or self.every > 0

    def joined(self, other: When) -> When | None:
        """Both together, as "on friday" and "at seven"; None where they contradict each other."""
        mine, theirs = self.row(), other.row()
        if any(mine[name] != theirs[name] for name in mine.keys() & theirs.keys()):
            return None
        return When.of({**mine, **theirs})

    def and_then(self, other: When) -> tuple[When, When]:
        """ "Tomorrow at seven and eight pm": two times, of which one may have said the day or the half of the day for both."""
        first, second = self, other
        if not other.dated:
            second = other.on_days_of(self)
        if other.settled and not self.settled and self.hour is not None and other.hour is not None:
            halves = [hour for hour in (self.hour % 12, self.hour % 12 + 12) if hour <= other.hour]
            first = replace(self, hour=halves[-1], settled=True) if halves else self
        return first, second

    def on_days_of(self, other: When) -> When:
        """The same time on the days that the other names."""
        return When.of({**{name: value for name, value in other.row().items() if name not in TIME}, **self.row()})

    def row(self) -> dict[str, Any]:
        """What was said, for JSON."""
        found = {item.name: getattr(self, item.name) for item in fields(self)}
        plain = {item.name: item.default for item in fields(self)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items() if value != plain[name]}

    @staticmethod
    def of(row: Mapping[str, Any]) -> When:
        said: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
        return When(**said)


def resolve(meant: When, now: float, zone: tzinfo | None = None, *, waking: bool = False, awake: bool = False) -> float | None:
    """
    now:    wall clock, seconds since 1970
    zone:   the machine's own when None
    waking: somebody wants to be woken, so that a bare hour is in the morning
    awake:  somebody is awake then, so that of a day that comes a bare hour is one of the day, were that day named or not
    Returns the next such moment in wall-clock seconds; one in the past where only that can be meant ("at seven this morning", said at
    noon); None where there is none, as the 30th of February, or none that the calendar reaches.
    """
    if meant.impossible or _too_far(meant):
        return None
    here = datetime.fromtimestamp(now, zone).replace(tzinfo=None)
    if meant.every and meant.hour is None and not meant.dated:
        if meant.every < DAY:
            return now + meant.every
        first = here + timedelta(seconds=meant.every)
        return stamp(first.replace(hour=MORNING, minute=0, second=0, microsecond=0) if awake else first, zone)
    if meant.offset is not None and meant.hour is None:
        if not meant.days and not meant.months:
            return now + meant.offset
        day = months_later(here.date(), meant.months or 0) + timedelta(days=meant.days or 0)
        return stamp(datetime.combine(day, here.time()), zone) + meant.offset
    last = None
    for day in days_of(meant, here):
        for hour in _hours(meant, day == here.date(), waking, awake):
            moment = datetime.combine(day, datetime.min.time()) + timedelta(hours=hour, minutes=meant.minute)
            last = stamp(moment, zone)
            if last > now:
                return last
    return last


def following(meant: When, due: float, now: float, zone: tzinfo | None = None, *, waking: bool = False) -> float | None:
    """The next time after `now` of what repeats and was due before; None when it does not repeat."""
    if not meant.repeating:
        return None
    if not meant.every:
        return resolve(meant, max(due, now), zone, waking=waking)
    count = max(1, int((now - due) // meant.every) + 1)
    if meant.every < DAY:
        return due + count * meant.every
    wall = datetime.fromtimestamp(due, zone).replace(tzinfo=None)
    while (next_due := stamp(wall + timedelta(seconds=count * meant.every), zone)) <= max(due, now):
        count += 1
    return next_due


def date_of(meant: When, now: float, zone: tzinfo | None = None) -> date | None:
    """The day alone: today counts, whatever the time."""
    here = datetime.fromtimestamp(now, zone).replace(tzinfo=None)
    return None if _too_far(meant) else next(days_of(meant, here), None)


def last_date_of(meant: When, now: float) -> date | None:
    """The last such day that has been: "since easter" counts from this year's, or from last year's before it."""
    here = datetime.fromtimestamp(now)
    if _too_far(meant):
        return None
    for back in BACK:
        if days := [day for day in days_of(meant, here - back) if day <= here.date()]:
            return days[-1]
    return None


def stamp(wall: datetime, zone: tzinfo | None) -> float:
    """Seconds since 1970 of a time on the wall. One that is skipped counts from the old time, of one that comes twice it is the first."""
    return wall.replace(tzinfo=zone).timestamp()


def _too_far(meant: When) -> bool:
    far = max(abs(meant.offset or 0), abs(meant.days or 0) * DAY, abs(meant.months or 0) * 28 * DAY, meant.every)
    return far > FURTHEST or not 1 <= (meant.year or 1) < 9999


def _hours(meant: When, today: bool, waking: bool, awake: bool) -> tuple[int, ...]:
    """The hours that may be meant, the earliest first."""
    if meant.hour is None:
        return (MORNING,)
    if meant.settled or not 1 <= meant.hour <= 12:
        return (meant.hour,)
    morning = meant.hour % 12
    if waking and WAKING <= meant.hour < 12:
        return (morning,)
    if (today and meant.days == 0) or not (meant.dated or meant.repeating or (awake and not today)):
        return (morning, morning + 12)
    return (morning,) if EARLY <= meant.hour < 12 else (morning + 12,)
