"""Pieces that name a day: "tomorrow", "next friday", "the third of march", "christmas eve"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.phrases import Phrases
from assistant.routing.pieces import ON, PART, Fields, Piece, any_of, groups, piece, said_part

ORD = r"(?P<d>\d{1,2}(?:st|nd|rd|th)|second)"
YEAR = r"(?:(?:(?: of| in)? (?P<y>(?:19|20|21)\d\d|1\d[6-9]\d))|(?: (?P<c>20|19) (?P<yy>\d\d)))?"
"""Of the years before 1900 those that are no time of the day: 1776."""
FREE = (5, 6)


class Days:
    def __init__(self, words: Phrases) -> None:
        self._words = words
        self._days: Mapping[str, int] = words.section("weekdays")
        self._months: Mapping[str, int] = words.section("months")

    def pieces(self) -> list[Piece]:
        relative = any_of(self._words.section("relative"))
        part = f"(?: {PART})?"
        which = "(?P<which>this coming|this|the next|next|coming|the coming|the following|following|last)"
        return [
            *self._dates(),
            piece(self._words, rf"(?:{ON} |later |early |late )?(?P<day>{relative}){part}", self._relative),
            piece(self._words, rf"(?:{ON} |on the )?(?:{which} )(?P<day><WD>){part}", self._weekday),
            piece(self._words, rf"{ON} (?P<day><WD>){part}", self._weekday),
            piece(self._words, rf"(?:on the )?(?P<day>\w{{3,}}day){part}", self._weekday),
            piece(self._words, rf"(?P<day><WD>){part}", self._weekday, loose=True),
            piece(self._words, rf"(?:{ON} )?(?:the )?(?P<day><WD>) (?P<week>next week|week|after next|this week)", self._weekday),
            piece(self._words, rf"(?:{ON} )?(?P<week>next week|this week),?(?: on)? (?P<day><WD>){part}", self._weekday),
            piece(self._words, rf"(?:at |on |for |over |during )?{which} weekend", lambda match: self._in_week(FREE, match["which"])),
            piece(self._words, r"(?:at|on|over) the weekend", lambda match: {"weekdays": FREE}),
            piece(self._words, r"the weekend", lambda match: {"weekdays": FREE}, loose=True),
            piece(self._words, r"(?:in |for |during )?next week", lambda match: {"weeks": 1}),
            piece(
                self._words,
                r"(?:in |for |during )?next (?P<unit>month|year)",
                lambda match: {"months": 1 if match["unit"] == "month" else 12},
            ),
            piece(
                self._words,
                rf"last night|yesterday {PART}",
                lambda match: {"days": -1, "part": "night" if "last" in match[0] else match["part"]},
            ),
        ]

    def _relative(self, match: re.Match) -> Fields:
        return {"days": self._words.section("relative")[match["day"]], **said_part(match)}

    def _weekday(self, match: re.Match) -> Fields | None:
        if match["day"] not in self._days:
            return None
        known = groups(match)
        which = {"next week": "next", "week": "week", "after next": "after next"}.get(known.get("week") or "", known.get("which") or "")
        return {**self._in_week((self._days[match["day"]],), which), **said_part(match)}

    def _in_week(self, days: tuple[int, ...], which: str) -> Fields:
        if which == "week":
            return {"weekdays": days, "days": 7}
        weeks = {"next": 1, "the next": 0, "after next": 2, "last": -1}.get(which, 0)
        return {"weekdays": days, **({"weeks": weeks} if weeks else {})}

    def _dates(self) -> list[Piece]:
        holiday = any_of({**self._words.section("holidays"), **self._words.section("feasts")})
        of_month = r"(?: (?:of|in) (?:(?P<month><MONTH>)|(?:(?P<of>the|this|next|every|each) month)))"
        near = rf"(?:{ON} )?(?P<far>the day|a day|\d+ days|a week|\d+ weeks) (?P<way>before|after)"
        return [
            piece(self._words, rf"{near} (?:the )?{ORD}(?: day)?(?: of)? (?P<month><MONTH>){YEAR}", self._near_date),
            piece(self._words, rf"{near} (?P<month><MONTH>) (?:the )?(?:{ORD}|(?P<n>\d{{1,2}})){YEAR}", self._near_date),
            piece(self._words, rf"(?:{ON} )?(?:the )?{ORD}(?: day)?(?: of)? (?P<month><MONTH>){YEAR}", self._date),
            piece(self._words, rf"(?:{ON} )?(?P<month><MONTH>) (?:the )?(?:{ORD}|(?P<n>\d{{1,2}})){YEAR}", self._date),
            piece(self._words, rf"(?:{ON} )?(?P<n>\d{{1,2}}) (?:of )?(?P<month><MONTH>){YEAR}", self._date),
            piece(self._words, rf"(?:{ON} )?(?P<y>\d{{4}})-(?P<mm>\d{{1,2}})-(?P<n>\d{{1,2}})", self._date),
            piece(self._words, rf"(?:{ON} )?(?P<mm>\d{{1,2}})/(?P<n>\d{{1,2}})(?:/(?P<y>(?:20)?\d\d))?", self._date),
            piece(self._words, rf"(?:on|by|until) the {ORD}(?: of (?P<of>the|this|next|every|each)(?: month)?)?", self._date),
            piece(self._words, rf"(?:on )?(?P<of>every|each) {ORD}(?: of the month)?", self._date),
            piece(self._words, rf"the {ORD}(?: of (?P<of>the|this|next|every|each)(?: month)?)?", self._date, loose=True),
            piece(self._words, r"(?:in|by|next|this) (?P<month><MONTH>)", self._month),
            piece(self._words, r"(?P<month><MONTH>)", self._month, loose=True),
            piece(self._words, rf"(?:(?:at|by|{ON}) )?(?:the )?(?:end|last day){of_month}", self._last),
            piece(self._words, rf"(?:{ON} )?(?:the )?(?P<nth>1st|second|3rd|4th|last) (?P<day><WD>){of_month}", self._nth),
            piece(self._words, rf"{near} (?P<name>{holiday})", self._near),
            piece(self._words, rf"(?:on|at|by|until|this|next|every) (?P<name>{any_of(self._words.section('holidays'))})", self._holiday),
            piece(self._words, rf"(?P<name>{any_of(self._words.section('holidays'))})", self._holiday, loose=True),
            piece(self._words, rf"(?:on|at|by|until|this|next|every) (?P<name>{any_of(self._words.section('feasts'))})", self._feast),
            piece(self._words, rf"(?P<name>{any_of(self._words.section('feasts'))})", self._feast, loose=True),
            piece(self._words, rf"(?P<name>{any_of(name for name in self._words.section('feasts') if ' ' in name)})", self._feast),
        ]

    def _date(self, match: re.Match) -> Fields | None:
        known = groups(match)
        text = known.get("n") or known["d"]
        day = 2 if text == "second" else int(text.rstrip("stndrh"))
        month = self._months.get(known.get("month", "")) or int(known.get("mm", 0))
        year = known.get("y") or (known["c"] + known["yy"] if "c" in known else "")
        if month > 12 >= day and "month" not in known:  # the day was written first
            day, month = month, day
        if not 1 <= day <= 31 or month > 12:
            return None
        said: Fields = {"day": day, **({"month": month} if month else {})}
        said |= {"months": 1} if known.get("of") == "next" else {}
        said |= {"repeats": True} if known.get("of") in ("every", "each") else {}
        return {**said, "year": int(year) + (2000 if len(year) == 2 else 0)} if year else said

    def _nth(self, match: re.Match) -> Fields:
        """ "The first monday of april", "the last friday of the month"."""
        said = groups(match)
        nth = {"second": 2, "last": -1}.get(said["nth"]) or int(said["nth"][0])
        return {"nth": nth, "weekdays": (self._days[said["day"]],), **self._of_month(said)}

    def _last(self, match: re.Match) -> Fields:
        """ "The last day of november", "the end of the month"."""
        return {"day": -1, **self._of_month(groups(match))}

    def _of_month(self, said: Mapping[str, str]) -> Fields:
        if "month" in said:
            return {"month": self._months[said["month"]]}
        months: Mapping[str, Fields] = {"next": {"months": 1}, "every": {"repeats": True}, "each": {"repeats": True}}
        return months.get(said["of"], {})

    def _near(self, match: re.Match) -> Fields:
        """ "Two days before christmas"."""
        days = self._away(match)
        if match["name"] in self._words.section("feasts"):
            feast, more = self._words.section("feasts")[match["name"]]
            return {"feast": feast, "days": days + more}
        month, day = self._words.section("holidays")[match["name"]]
        return {"month": month, "day": day, "days": days}

    def _near_date(self, match: re.Match) -> Fields | None:
        """ "The day before the 14th of december"."""
        said = self._date(match)
        return {**said, "days": self._away(match)} if said else None

    def _away(self, match: re.Match) -> int:
        """Days after the day that is named."""
        count, unit = ("1", match["far"].split()[1]) if not match["far"][0].isdigit() else match["far"].split()
        return int(count) * (7 if unit.startswith("week") else 1) * (1 if match["way"] == "after" else -1)

    def _month(self, match: re.Match) -> Fields:
        """Its first day."""
        return {"day": 1, "month": self._months[match["month"]]}

    def _holiday(self, match: re.Match) -> Fields:
        month, day = self._words.section("holidays")[match["name"]]
        return {"month": month, "day": day, **({"repeats": True} if match[0].startswith("every") else {})}

    def _feast(self, match: re.Match) -> Fields:
        feast, days = self._words.section("feasts")[match["name"]]
        return {"feast": feast, **({"days": days} if days else {})}
