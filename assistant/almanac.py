"""The days that somebody may have meant, on the calendar: weekdays, dates, "the first Monday", feasts. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.when import When

YEARS = 8
"""How far ahead a date is looked for: the 29th of February may be that far."""


def days_of(meant: When, here: datetime) -> Iterator[date]:
    """The days that may be meant, the earliest first."""
    today = here.date()
    if meant.feast:
        for year in range(today.year - 1, today.year + 2):
            if (day := FEASTS[meant.feast](year) + timedelta(days=meant.days or 0)) >= today:
                yield day
    elif meant.nth:
        yield from _nth_weekdays(meant, today)
    elif meant.month is not None or meant.day is not None:
        yield from _dates(meant, today)
    elif meant.months is not None:
        yield months_later(today, meant.months) + timedelta(days=meant.days or 0)
    elif meant.weekdays or meant.weeks:
        yield from _in_weeks(meant, today + timedelta(days=meant.days or 0))
    elif meant.days is not None:
        yield today + timedelta(days=meant.days)
    else:
        yield from (today + timedelta(days=ahead) for ahead in range(3))


def _in_weeks(meant: When, today: date) -> Iterator[date]:
    wanted = meant.weekdays or (0,)
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=meant.weeks)
    days = {0: [today + timedelta(days=ahead) for ahead in range(9)]}.get(meant.weeks, [monday + timedelta(days=n) for n in range(7)])
    if meant.weeks < 0 and meant.weekdays:
        days = [today - timedelta(days=back + 7 * (-meant.weeks - 1)) for back in range(1, 8)]
    yield from (day for day in days if day.weekday() in wanted)


def _dates(meant: When, today: date) -> Iterator[date]:
    if meant.month is None:
        first = months_later(today.replace(day=1), meant.months or 0)
        months = [months_later(first, ahead) for ahead in range(1 if meant.months is not None else 13)]
        days = [_date(month.year, month.month, meant.day or 1) for month in months]
    else:
        years = [meant.year] if meant.year is not None else range(today.year - 1, today.year + YEARS + 1)
        days = [_date(year, meant.month, meant.day or 1) for year in years]
    later = timedelta(days=meant.days or 0)
    yield from (day + later for day in days if day is not None and (day + later >= today or meant.year is not None))


def _nth_weekdays(meant: When, today: date) -> Iterator[date]:
    """Of this month and those that follow."""
    for ahead in range(meant.months or 0, 15):
        first = months_later(today.replace(day=1), ahead)
        if meant.month not in (None, first.month):
            continue
        days = [
            day for number in range(31) if (day := first + timedelta(days=number)).month == first.month and day.weekday() in meant.weekdays
        ]
        found = days[meant.nth if meant.nth < 0 else meant.nth - 1 :][:1]
        yield from (day for day in found if day >= today)


def _date(year: int, month: int, day: int) -> date | None:
    """None for one that the calendar lacks; the 31st of a shorter month is skipped as people skip it."""
    try:
        return date(year, month, day if day > 0 else monthrange(year, month)[1] + 1 + day)
    except ValueError:
        return None


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return next(found for back in range(4) if (found := _date(year, month + 1, day.day - back)))


def _easter(year: int) -> date:
    """Gauss's rule, in the form of Meeus, Astronomical Algorithms, chapter 8."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    last = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * last) // 451
    month, day = divmod(h + last - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _thanksgiving(year: int) -> date:
    """The fourth Thursday of November."""
    return date(year, 11, 22) + timedelta(days=(3 - date(year, 11, 22).weekday()) % 7)


FEASTS = {"easter": _easter, "thanksgiving": _thanksgiving}
