"""How moments, dates, repetitions and durations are said. Local time; the clock is an argument."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date as Date
from datetime import datetime
from typing import Any

from assistant.phrases import Phrases
from assistant.when import DAY, TIME, When

UNITS = {"day": 86_400, "hour": 3600, "minute": 60, "second": 1}
"""Seconds of each."""
PART = 4
"""Hours that a part of the day reaches to either side of the hour that it is said for."""


class Moments:
    def __init__(self, language: str) -> None:
        self._phrases = Phrases(__name__.rpartition(".")[0], "moments", language)

    def clock(self, moment: datetime) -> str:
        """ "7 AM", "6:30 PM", "noon"."""
        if not moment.minute and moment.hour in (0, 12):
            return self._phrases.say("noon" if moment.hour else "midnight")
        half = half_of(self._phrases.section("names"), moment.hour)
        return self._phrases.say(
            "at_minute" if moment.minute else "at_hour",
            hour=moment.hour % 12 or 12,
            hour24=moment.hour,
            minute=f"{moment.minute:02d}",
            half=half,
        )

    def moment(self, seconds: float, now: float) -> str:
        """ "tomorrow at 7 AM", "on Friday at noon", "on Tuesday, March 3, at 5 PM"."""
        there, here = datetime.fromtimestamp(seconds), datetime.fromtimestamp(now)
        ahead = (there.date() - here.date()).days
        key = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(ahead, "this_week" if 0 < ahead < 7 else "this_year")
        if key == "this_year" and there.year != here.year:
            key = "other_year"
        return self._phrases.say(key, time=self.clock(there), **self.names(there.date()))

    def date(self, day: Date, now: float, *, within: bool = False) -> str:
        """With the year where it is another. within: the sentence goes on after it"""
        other = "date_and_year_within" if within else "date_and_year"
        key = "date" if day.year == datetime.fromtimestamp(now).year else other
        return self._phrases.say(key, **self.names(day))

    def names(self, day: Date) -> dict[str, Any]:
        """`weekday`, `day`, `nth`, `month`, `year` as they are said."""
        names = self._phrases.section("names")
        return {
            "weekday": names["weekdays"][day.weekday()],
            "day": day.day,
            "nth": self.nth(day.day),
            "month": names["months"][day.month - 1],
            "year": day.year,
        }

    def nth(self, number: int) -> str:
        """ "21st"; up to 31."""
        return str(self._phrases.section("names")["nth"][number - 1])

    def repetition(self, meant: When, due: float) -> str:
        """ "every weekday at 7 AM", "every Monday and Thursday at noon", "every 2 hours". due: one of its times"""
        there = datetime.fromtimestamp(due)
        time = self.clock(there)
        weekdays = self._phrases.section("names")["weekdays"]
        if meant.every and meant.weekdays:
            return self._phrases.say("every_other_weekday", days=weekdays[meant.weekdays[0]], time=time)
        if unit := next((unit for unit in ("minute", "hour") if meant.every == UNITS[unit]), ""):
            return self._phrases.say(f"every_{unit}")
        if meant.every:
            return self._phrases.say(
                "every_while_at" if meant.every >= DAY else "every_while", duration=self.duration(meant.every), time=time
            )
        if meant.weekdays:
            key = {7: "every_day", 5: "every_workday", 2: "every_weekend"}.get(len(meant.weekdays))
            whole = meant.weekdays in (tuple(range(7)), tuple(range(5)), (5, 6))
            days = self._phrases.row([weekdays[day] for day in meant.weekdays], "and")
            return self._phrases.say(key if key and whole else "every_weekday", time=time, days=days)
        return self._phrases.say("every_year" if meant.month or meant.feast else "every_month", time=time, **self.names(there.date()))

    def duration(self, seconds: float) -> str:
        return lasting(self._phrases, seconds)


def half_of(names: Mapping[str, Any], hour: int) -> str:
    """ "AM" of `halves`; a language that names more parts of the day has as many, all of one length."""
    halves = names["halves"]
    return str(halves[hour * len(halves) // 24])


def nearer(meant: When, hour: int) -> When:
    """hour: of 24. A bare hour is of the half of the day that is nearer to it."""
    if meant.hour is None or meant.settled:
        return meant
    halves = (meant.hour % 12, meant.hour % 12 + 12)
    return replace(meant, hour=min(halves, key=lambda half: min(abs(half - hour), 24 - abs(half - hour))), settled=True)


def in_part(meant: When, time: datetime) -> When:
    """ "In the morning" of what was at seven is seven in the morning."""
    if not meant.vague or meant.hour is None:
        return meant
    there = nearer(When(hour=time.hour, minute=time.minute), meant.hour)
    near = there.hour is not None and abs(there.hour - meant.hour) <= PART
    return replace(meant, hour=there.hour, minute=there.minute, vague=False) if near else meant


def changed(old: When, due: float, meant: When) -> When:
    """
    due: wall clock of one of its times
    With another time, and the days it had if none was said; or on another day, every week if it was, and the time it had. A bare hour is
    of the half of the day that is nearer to the old one; a part of the day has the old hour, where that can be in it; a bare day its month.
    """
    wall = datetime.fromtimestamp(due)
    meant = in_part(meant, wall) if old.timed and not old.vague else meant
    if not meant.timed:
        time = {"hour": wall.hour, "minute": wall.minute, "settled": True, "vague": old.vague or not old.timed}
        every = {"repeats": old.repeats} if meant.weekdays else {"month": old.month} if meant.day else {}
        return When.of({**every, **time, **meant.row()})
    kept = {} if meant.dated or meant.every or meant.offset is not None else old.row()
    return When.of({**{name: value for name, value in kept.items() if name not in TIME}, **nearer(meant, wall.hour).row()})


def refusal(meant: When, due: float | None) -> str:
    """The phrase for a time at which nothing can be set. due: when it is, if it has been"""
    return "no_time" if meant.impossible else "past" if due else "never"


def lasting(phrases: Phrases, seconds: float, smallest: str = "second") -> str:
    """
    The two largest units: nobody wants to hear the seconds of an hour.
    phrases:  with `with` between two and each unit, as `hour = { one = "{n} hour", other = "{n} hours" }`
    smallest: unit that is said
    """
    whole, parts = max(0, round(seconds)), []
    for unit in list(UNITS)[: list(UNITS).index(smallest) + 1]:
        count, whole = divmod(whole, UNITS[unit])
        parts += [phrases.say(unit, n=count)] if count else []
    return phrases.say("with").join(parts[:2]) or phrases.say(smallest, n=0)
