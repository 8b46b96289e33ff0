"""Which hours of a forecast are meant, and what they hold. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

HOURLY = ("temperature_2m", "precipitation_probability", "weather_code", "wind_speed_10m")
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PARTS = {"": (0, 24), "morning": (6, 12), "afternoon": (12, 18), "evening": (18, 24), "night": (20, 30)}
"""Hours from the day's beginning."""
LIKELY, POSSIBLE = 50, 20
"""Percent from which rain is told as likely, and as possible."""
RAIN, SNOW = (51, 67), (71, 77)
SHOWERS, SNOW_SHOWERS, STORM = (80, 82), (85, 86), (95, 99)
"""First and last of the weather codes of the World Meteorological Organization."""
WET = {"rain": (RAIN, SHOWERS, STORM), "snow": (SNOW, SNOW_SHOWERS)}


@dataclass(frozen=True)
class Span:
    """A part of a day, as it is named and from when to when it lasts, in the place's own time."""

    day: str
    part: str
    start: datetime
    end: datetime


def spans_of(day: str, part: str, now: datetime) -> list[Span]:
    """The days and hours that are meant; of today only what is still to come. A weekend is the days that are left of it."""
    if day == "weekend":
        saturday = now.date() + timedelta(days=-1 if now.weekday() == 6 else 5 - now.weekday())
        days = [one for one in (saturday, saturday + timedelta(days=1)) if one >= now.date()]
        return [_span(WEEK[one.weekday()], part, one, now) for one in days]
    ahead = {"": 0, "today": 0, "tomorrow": 1, "overmorrow": 2}
    days_ahead = ahead[day] if day in ahead else (WEEK.index(day) - now.weekday()) % 7
    return [_span(day or "today", part, now.date() + timedelta(days=days_ahead), now)]


def _span(day: str, part: str, on: date, now: datetime) -> Span:
    first, last = PARTS[part]
    midnight = datetime.combine(on, time())
    start, end = midnight + timedelta(hours=first), midnight + timedelta(hours=last)
    this_hour = now.replace(minute=0, second=0)
    return Span(day, part, start if start > this_hour or end <= this_hour else this_hour, end)


def within(span: Span, forecast: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The hours of the span, by variable, without those that the service does not know."""
    hourly = forecast["hourly"]
    inside = [at for at, hour in enumerate(hourly["time"]) if span.start <= datetime.fromisoformat(hour) < span.end]
    return {name: [hourly[name][at] for at in inside if hourly[name][at] is not None] for name in HOURLY}


def chance_in(span: Span, forecast: Mapping[str, Any]) -> int | None:
    """Percent of the wettest hour; None where the service does not know."""
    return max(within(span, forecast)["precipitation_probability"], default=None)


def how_likely(chance: int | None) -> str:
    if chance is None:
        return "unknown"
    return "yes" if chance >= LIKELY else "maybe" if chance >= POSSIBLE else "no"


def is_of(code: int, kinds: Sequence[tuple[int, int]]) -> bool:
    return any(first <= code <= last for first, last in kinds)
