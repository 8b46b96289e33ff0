"""The time, the date and the weekday: here and in named places, today and on days that are named; days until then; the week."""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Sequence
from datetime import date as Date
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from assistant.skill import Reply, Skill, Turn
from assistant.when import DAY, FURTHEST, When, date_of, last_date_of, resolve
from skills.moments import Moments, half_of
from skills.places import Place, places, spoken

BACK = (0.0, DAY / 2, DAY, 7 * DAY)
"""Seconds from where a time that has been is looked for: the last eight, the last eight in the morning, the last Monday's."""
FEW = 4
"""Times of one country that are told."""


class Clock(Skill):
    name = "clock"

    def __init__(self, language: str = "en") -> None:
        super().__init__(language)
        self._language = language
        self._moments = Moments(language)

    async def handle(self, turn: Turn) -> Reply:
        known = getattr(self, f"_{turn.intent}", None)
        return Reply(known(turn) if known else self._now(turn.intent, turn.home.now()))

    def _now(self, key: str, now: float, zone: ZoneInfo | None = None, **more: str) -> str:
        return self.phrases.say(key, **self._parts(datetime.fromtimestamp(now, zone)), **more)

    def _parts(self, there: datetime) -> dict[str, Any]:
        names = self.phrases.section("names")
        return {
            "hour": there.hour % 12 or 12,
            "hour24": there.hour,
            "n": there.hour,
            "minute": f"{there.minute:02d}",
            "half": half_of(names, there.hour),
            "weekday": names["weekdays"][there.weekday()],
            "day": there.day,
            "month": names["months"][there.month - 1],
            "year": there.year,
        }

    def _time(self, turn: Turn) -> str:
        now = turn.home.now()
        return self._now("time" if datetime.fromtimestamp(now).minute else "time_sharp", now)

    def _season(self, turn: Turn) -> str:
        """By whole months; which half of the world this is, nobody has told."""
        month, seasons = datetime.fromtimestamp(turn.home.now()).month, self.phrases.section("names")["seasons"]
        north = month % 12 // 3
        return self.phrases.say("season", season=seasons[north], other=seasons[(north + 2) % 4])

    def _time_after(self, turn: Turn) -> str:
        return self._then("time_then", turn.home.now(), float(turn.slots["seconds"]))

    def _time_before(self, turn: Turn) -> str:
        return self._then("time_once", turn.home.now(), -float(turn.slots["seconds"]))

    def _then(self, key: str, now: float, seconds: float) -> str:
        if abs(seconds) > FURTHEST:
            return self.phrases.say("no_such_day")
        return self.phrases.say(key, moment=self._moments.moment(now + seconds, now))

    # ---- elsewhere

    def _time_in(self, turn: Turn) -> str:
        named = self.phrases.say("and_place").join(turn.slots[slot] for slot in ("place", "other") if slot in turn.slots)
        found = self._places_of(named)
        if not found:
            return self.phrases.say("unknown_place", place=spoken(named))
        now, today = turn.home.now(), datetime.fromtimestamp(turn.home.now()).date()
        other_day = [datetime.fromtimestamp(now, place.zone).date() != today for place in found]
        keys = ["time_in_other_day" if other else "time_in" for other in other_day]
        return self.phrases.text(self._now(key, now, place.zone, place=place.name) for key, place in zip(keys, found, strict=True))

    def _time_there(self, turn: Turn) -> str:
        """What a time elsewhere, or here, is in another place, or here."""
        named = [slot for slot in ("place", "other") if turn.slots.get(slot)]
        if unknown := next((slot for slot in named if not self._places(turn, slot)), None):
            return self.phrases.say("unknown_place", place=spoken(turn.slots[unknown]))
        there, other = (self._places(turn, slot)[0] if slot in named else None for slot in ("place", "other"))
        moment = resolve(turn.slots["when"], turn.home.now(), other and other.zone)
        if moment is None:
            return self.phrases.say("no_such_day")
        then, time = (self._moments.clock(datetime.fromtimestamp(moment, place and place.zone)) for place in (other, there))
        key = "time_there" if there and other else "time_from_here" if there else "time_to_here"
        return self.phrases.say(key, then=then, time=time, place=there and there.name, other=other and other.name)

    def _date_in(self, turn: Turn) -> str:
        found = self._places(turn, "place")
        if not found:
            return self.phrases.say("unknown_place", place=spoken(turn.slots["place"]))
        return self._now("date_in", turn.home.now(), found[0].zone, place=found[0].name)

    def _difference(self, turn: Turn) -> str:
        """Between two places, or a place and here."""
        first = self._places(turn, "place")
        second = self._places(turn, "other") if turn.slots.get("other") else [Place("", _here(turn.home.now()))]
        for name, found in (("place", first), ("other", second)):
            if not found:
                return self.phrases.say("unknown_place", place=spoken(turn.slots[name]))
        now = datetime.fromtimestamp(turn.home.now(), first[0].zone)
        ahead = (now.utcoffset() or timedelta()) - (now.astimezone(second[0].zone).utcoffset() or timedelta())
        other = second[0].name or self.phrases.say("here")
        if not ahead:
            return self.phrases.say("same_time", place=first[0].name, other=other)
        duration = self._moments.duration(abs(ahead.total_seconds()))
        return self.phrases.say("ahead" if ahead > timedelta() else "behind", place=first[0].name, other=other, duration=duration)

    def _places(self, turn: Turn, slot: str) -> Sequence[Place]:
        return self._places_of(str(turn.slots[slot]))

    def _places_of(self, named: str) -> Sequence[Place]:
        """Of "Tokyo and Sydney" each, where there is no place of the whole name."""
        parts = named.split(self.phrases.say("and_place"))
        whole, each = places(named, self._language), [places(part, self._language) for part in parts]
        return (whole or ([found[0] for found in each] if all(each) else []))[:FEW]

    # ---- other days

    def _day_of(self, turn: Turn) -> str:
        """ "What day is the fourth of July", "what date is next Friday"."""
        now = turn.home.now()
        day = date_of(turn.slots["when"], now)
        if day is None:
            return self.phrases.say("no_such_day")
        ahead = (day - datetime.fromtimestamp(now).date()).days
        return self.phrases.say("was" if ahead < 0 else "is", date=self._moments.date(day, now))

    def _until(self, turn: Turn) -> str:
        """In days; in hours and minutes where a time was named."""
        meant: When = turn.slots["when"]
        now = turn.home.now()
        if meant.timed:
            moment = resolve(meant, now)
            left = None if moment is None or moment < now else moment - now
            return self.phrases.say("no_such_day") if left is None else self.phrases.say("lasts", duration=self._moments.duration(left))
        day = date_of(meant, now)
        if day is None:
            return self.phrases.say("no_such_day")
        ahead = (day - datetime.fromtimestamp(now).date()).days
        key = "until_today" if not ahead else "until" if ahead > 0 else "since"
        return self.phrases.say(key, n=abs(ahead), date=self._moments.date(day, now))

    def _since(self, turn: Turn) -> str:
        now = turn.home.now()
        if turn.slots["when"].timed:
            return self._since_time(turn.slots["when"], now)
        day = last_date_of(turn.slots["when"], now)
        if day is None:
            return self.phrases.say("no_such_day")
        gone = (datetime.fromtimestamp(now).date() - day).days
        return self.phrases.say("since" if gone else "until_today", n=gone, date=self._moments.date(day, now, within=True))

    def _since_time(self, meant: When, now: float) -> str:
        """At two, "since eight" is since the last eight there was."""
        found = (resolve(meant, now - back) for back in (BACK if meant.days is None else BACK[:1]))
        moment = next((moment for moment in found if moment is not None and moment <= now), None)
        if moment is None:
            return self.phrases.say("no_such_day")
        return self.phrases.say("since_time", moment=self._moments.moment(moment, now), duration=self._moments.duration(now - moment))

    def _between(self, turn: Turn) -> str:
        """The second day is the first such after the first one."""
        now = turn.home.now()
        first = date_of(turn.slots["when"], now)
        second = date_of(turn.slots["then"], datetime.combine(first, time()).timestamp()) if first else None
        if first is None or second is None:
            return self.phrases.say("no_such_day")
        days, spoken = abs((second - first).days), [self._moments.date(day, now, within=True) for day in (first, second)]
        return self.phrases.say("between", n=days, first=spoken[0], date=spoken[1])

    def _weeks_until(self, turn: Turn) -> str:
        now = turn.home.now()
        day = date_of(turn.slots["when"], now)
        if day is None:
            return self.phrases.say("no_such_day")
        return self.phrases.say("weeks_until", duration=self._weeks(day, now), date=self._moments.date(day, now))

    def _weeks(self, day: Date, now: float) -> str:
        """From today to that day."""
        weeks, days = divmod(max(0, (day - datetime.fromtimestamp(now).date()).days), 7)
        spoken = [self.phrases.say("weeks", n=weeks)] if weeks else []
        spoken += [self.phrases.say("days", n=days)] if days or not weeks else []
        return self.phrases.say("and").join(spoken)

    def _until_season(self, turn: Turn) -> str:
        """The next one's first day; by whole months, as `_season`."""
        now, number = turn.home.now(), int(turn.slots["season"])
        day = date_of(When(month=3 * number or 12, day=1), now)
        assert day is not None
        season = self.phrases.section("names")["seasons"][number]
        return self.phrases.say("until_season", season=season, duration=self._weeks(day, now), date=self._moments.date(day, now))

    # ---- months and years

    def _days_in(self, turn: Turn) -> str:
        """Of a month from this one, or of the next one of that name, or the one that is."""
        today, said = datetime.fromtimestamp(turn.home.now()).date(), str(turn.slots["month"])
        ahead = int(said) if said[0] in "+-" else (int(said) - today.month) % 12
        year, month = divmod(12 * today.year + today.month - 1 + ahead, 12)
        name = self.phrases.section("names")["months"][month]
        return self.phrases.say("days_in", month=name, year=year, n=monthrange(year, month + 1)[1])

    def _days_left(self, turn: Turn) -> str:
        """Of the month or the year that is; today counts no more."""
        now = turn.home.now()
        today = datetime.fromtimestamp(now).date()
        month = 12 if turn.slots["span"] == "year" else today.month
        last = Date(today.year, month, monthrange(today.year, month)[1])
        left = (last - today).days
        return self.phrases.say("until" if left else "until_today", n=left, date=self._moments.date(last, now))

    def _leap_year(self, turn: Turn) -> str:
        this = datetime.fromtimestamp(turn.home.now()).year
        year = this + int(turn.slots["ahead"]) if "ahead" in turn.slots else int(turn.slots.get("year", this))
        following = next(later for later in range(year + 1, year + 9) if isleap(later))
        return self.phrases.say("leap_year" if isleap(year) else "no_leap_year", year=year, following=following)

    def _days_in_year(self, turn: Turn) -> str:
        """Of a leap year, or of one that is counted from this."""
        if "ahead" not in turn.slots:
            return self.phrases.say("days_in_leap_year")
        year = datetime.fromtimestamp(turn.home.now()).year + int(turn.slots["ahead"])
        return self.phrases.say("days_in_year", year=year, n=366 if isleap(year) else 365)

    def _century(self, turn: Turn) -> str:
        """The year 2000 was the last of the twentieth."""
        century = (datetime.fromtimestamp(turn.home.now()).year + 99) // 100
        return self.phrases.say("century", nth=self._moments.nth(century))

    def _day_of_year(self, turn: Turn) -> str:
        today = datetime.fromtimestamp(turn.home.now()).timetuple()
        return self.phrases.say("day_of_year", n=today.tm_yday, year=today.tm_year)

    def _week(self, turn: Turn) -> str:
        return self.phrases.say("week", week=datetime.fromtimestamp(turn.home.now()).isocalendar()[1])


def _here(now: float) -> Any:
    """The machine's own zone, as it is at that moment."""
    return datetime.fromtimestamp(now).astimezone().tzinfo
