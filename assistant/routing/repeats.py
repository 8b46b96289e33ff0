"""Pieces that count from now or come again: "in an hour and a quarter", "a week from friday", "every weekday", "every two hours"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from assistant.phrases import Phrases
from assistant.routing.durations import duration
from assistant.routing.pieces import PART, Fields, Piece, groups, piece, said_part
from assistant.when import DAY

COUNT = r"(?:(?P<n>\d+)|an?|a couple of|a couple)"
WEEKS = "(?P<unit>week|fortnight)"
UNIT = "(?P<unit>day|week|fortnight|month|year)s?"
DURING = re.compile(
    r"(?:(?:\d+(?:[.:]\d+)?|half|quarters?|an?|and|of|the|couple|more|dozen|point|(?:second|sec|minute|min|hour|our|hr)s?|h)(?: |$))+"
)
OPENING, CLOSING = (
    re.compile(r"(?:in the next|in|after|within)(?: about| around| exactly| roughly| like| maybe| approximately| just)? "),
    re.compile(r"(?: or so| or)?(?: (?:from now|time|later))?(?![^ ])"),
)
ALL, WORK, FREE = tuple(range(7)), tuple(range(5)), (5, 6)


class Repeats:
    def __init__(self, words: Phrases) -> None:
        self._words = words
        self._days: Mapping[str, int] = words.section("weekdays")

    def pieces(self) -> list[Piece]:
        start = "(?:from|after) (?P<start>now|today|tomorrow|(?:next )?<WD>)"
        return [
            *self._repetitions(),
            piece(self._words, r"in half a year", lambda match: {"months": 6, "offset": 0.0}),
            piece(self._words, r"(?:at )?(?:this|the same|same) time", lambda match: {"offset": 0.0}),
            piece(self._words, rf"in {COUNT} {UNIT}(?: time| from now)?", self._in_days),
            piece(self._words, rf"(?:in )?{COUNT} {UNIT} {start}", self._in_days),
            piece(self._words, rf"{COUNT} {UNIT} (?P<start>later|ago)", self._in_days),
            piece(self._words, rf"(?:in )?(?:a|1) {WEEKS} (?P<start>today|tomorrow)(?: {PART})?", self._in_days),
            piece(self._words, rf"(?:in )?(?:a|1) {WEEKS} (?:on )?(?P<start><WD>)(?: {PART})?", self._in_days),
            piece(self._words, rf"(?P<start>today|tomorrow|<WD>) {WEEKS}(?: {PART})?", self._in_days),
        ]

    def _in_days(self, match: re.Match) -> Fields:
        known = groups(match)
        count = int(known.get("n") or (2 if "couple" in match[0] else 1))
        start = known.get("start") or "now"
        count = -count if start == "ago" else count
        if known["unit"] in ("month", "year"):
            return {"months": count * (12 if known["unit"] == "year" else 1), "offset": 0.0}
        days = count * {"day": 1, "week": 7, "fortnight": 14}[known["unit"]]
        if (name := start.removeprefix("next ")) in self._days:
            return {"weekdays": (self._days[name],), "days": days, **said_part(match)}
        if start in ("today", "tomorrow"):
            return {"days": days + (start == "tomorrow"), **said_part(match)}
        return {"days": days, "offset": 0.0}

    def _repetitions(self) -> list[Piece]:
        every = "(?:every|each|every single)"
        days = r"<WD>(?:s)?(?:(?:,| and| or|, and)? <WD>(?:s)?)*"
        units = r"(?P<unit>minute|hour|day|week|fortnight)s?"
        return [
            piece(
                self._words, rf"(?:{every} day|daily|everyday|once a day|every day of the week)(?: in the| at)?(?: {PART})?", self._of(ALL)
            ),
            piece(self._words, rf"{every} {PART}|(?:in the |on )?(?P<parts>mornings|afternoons|evenings|nights)", self._of(ALL)),
            piece(self._words, r"(?:seven|7) days a week", self._of(ALL)),
            piece(self._words, r"(?:on )?(?P<days><WD>(?:(?:,| and)? <WD>)+)", self._every_weekday, loose=True),
            piece(self._words, r"nightly", lambda match: {"weekdays": ALL, "repeats": True, "part": "night"}),
            piece(
                self._words,
                rf"(?:{every}|on|on every|on all|during) (?:weekdays?|week days?|work ?days?|working days?|business days?)(?: {PART})?",
                self._of(WORK),
            ),
            piece(
                self._words,
                rf"(?:all )?(?:weekdays?|workdays?|working days) {PART}s|(?:all )?(?:weekdays|workdays|working days)",
                self._of(WORK),
                loose=True,
            ),
            piece(self._words, rf"(?:{every}|on|on all) (?:weekends?)(?: {PART})?", self._of(FREE)),
            piece(self._words, rf"weekends(?: {PART}s?)?", self._of(FREE), loose=True),
            piece(self._words, rf"{every} (?P<days>{days})(?: {PART})?", self._every_weekday),
            piece(self._words, rf"(?:on )?(?P<days>(?:\w+day)s(?:(?:,| and)? (?:\w+day)s?)*)(?: {PART}s?)?", self._every_weekday),
            piece(
                self._words,
                rf"(?:but |and )?(?:not|except|excluding|apart from|other than|but)(?: for)?(?: on| at)?(?: the)? "
                rf"(?:(?P<free>weekends?)|(?P<work>weekdays?|work ?days?)|(?P<days>{days}))",
                self._without,
                loose=True,
            ),
            piece(self._words, r"(?:from |every |on )?(?P<a><WD>)s? (?:to|through|thru|till|until) (?P<b><WD>)s?", self._from_to),
            piece(self._words, rf"every (?:other|second|2nd) (?P<days><WD>)(?: {PART})?", self._every_other),
            piece(
                self._words,
                r"every (?:other|second|2nd) (?P<unit>day|week)",
                lambda match: {"every": (2 if match["unit"] == "day" else 14) * DAY},
            ),
            piece(self._words, rf"every (?:(?P<n>\d+) )?{units}", self._every),
            piece(self._words, r"every half(?: an)? hour", lambda match: {"every": 1800.0}),
            piece(self._words, r"every quarter(?: of an)? hour", lambda match: {"every": 900.0}),
            piece(self._words, r"hourly|once an hour", lambda match: {"every": 3600.0}),
            piece(self._words, r"weekly|once a week", lambda match: {"every": 7 * DAY}),
            piece(
                self._words, r"(?:every|each) (?:month|year)|monthly|yearly|annually|once a (?:month|year)", lambda match: {"repeats": True}
            ),
        ]

    def _of(self, days: tuple[int, ...]) -> Callable[[re.Match], Fields]:
        return lambda match: {"weekdays": days, "repeats": True, **said_part(match)}

    def _every_weekday(self, match: re.Match) -> Fields | None:
        names = [name for name in re.split(r",? and |, | or | ", match["days"]) if name]
        known = [self._days.get(name, self._days.get(name.removesuffix("s"))) for name in names]
        if None in known:
            return None
        return {"weekdays": tuple(sorted({day for day in known if day is not None})), "repeats": True, **said_part(match)}

    def _without(self, match: re.Match) -> Fields | None:
        """ "Except on weekends": of the days that come again, those that do not."""
        known = groups(match)
        named = self._every_weekday(match) if "days" in known else {"weekdays": FREE if "free" in known else WORK}
        return {"without": named["weekdays"]} if named else None

    def _from_to(self, match: re.Match) -> Fields:
        first, last = self._days[match["a"]], self._days[match["b"]]
        return {"weekdays": tuple(sorted((first + step) % 7 for step in range((last - first) % 7 + 1))), "repeats": True}

    def _every_other(self, match: re.Match) -> Fields:
        return {"weekdays": (self._days[match["days"]],), "every": 14 * DAY, **said_part(match)}

    def _every(self, match: re.Match) -> Fields | None:
        seconds = int(match["n"] or 1) * {"minute": 60.0, "hour": 3600.0, "day": DAY, "week": 7 * DAY, "fortnight": 14 * DAY}[match["unit"]]
        return {"every": seconds} if seconds else None


def lasting(text: str, at: int) -> tuple[Fields, int] | None:
    """ "In an hour and a quarter", "ten minutes from now": as many words as make a duration."""
    opening = OPENING.match(text, at)
    begin = opening.end() if opening else at
    run = DURING.match(text, begin)
    words = run[0].split() if run else []
    for count in range(len(words), 0, -1):
        end = begin + len(" ".join(words[:count]))
        after = CLOSING.match(text, end)
        said = bool(opening) or bool((after and "from now" in after[0]) or (after and "later" in after[0]))
        if said and (seconds := duration(" ".join(words[:count]))) is not None:
            return {"offset": float(seconds)}, after.end() if after else end
    return None
