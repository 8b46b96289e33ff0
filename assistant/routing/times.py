"""Pieces of the time of day: "half past six", "7 30 am", "at noon", "in the evening"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.phrases import Phrases
from assistant.routing.pieces import AT, LOOSE_AT, PART, Fields, Piece, any_of, groups, piece

MORE = "(?: (?:sharp|exactly|on the dot|ish|or so|or))?"
HALF = f"(?: (?P<half>am|pm))?{MORE}"
SURELY = re.compile(rf"\boclock\b|^{AT} \d+:")
"""What stands with a time alone, whatever its hour."""
TO = ("to", "of", "before", "till", "til", "2", "too")
"""The last two are what recognizers hear."""


class Times:
    def __init__(self, words: Phrases) -> None:
        self._words = words

    def pieces(self) -> list[Piece]:
        named: Mapping[str, int] = self._words.section("named")
        plain = any_of(name for name in named if "noon" in name or name.startswith("mid"))
        hour = rf"(?P<h>\d{{1,2}}|{plain})(?: oclock)?{HALF}"
        past = r"(?P<m>quarter|\d{1,2})(?: minutes?)? (?P<way>past|passed|after|to|before|till|til)"
        return [
            piece(self._words, rf"(?:{AT} )?(?:12 )?(?P<name>{plain})(?: ?ish)?", self._named),
            piece(self._words, rf"(?P<how>at|by|around|after|before) (?:the )?(?P<name>{any_of(named)})", self._named),
            piece(self._words, rf"(?P<name>{any_of(named)})", self._named, loose=True),
            piece(self._words, rf"(?:{LOOSE_AT} )?half (?:past|passed) {hour}", self._past),
            piece(self._words, rf"{AT} half (?P<h>\d{{1,2}}){HALF}", self._past),
            piece(self._words, rf"(?:{LOOSE_AT} )?half (?P<h>\d{{1,2}}){HALF}", self._past, loose=True),
            piece(
                self._words, rf"(?:{LOOSE_AT} )?(?:a )?quarter (?P<way>past|passed|after|to|too|2|of|before|till|til) {hour}", self._past
            ),
            piece(self._words, rf"{AT} (?:a )?{past} {hour}", self._past),
            piece(self._words, rf"(?:{AT} )?(?P<m>\d{{1,2}}) minutes? (?P<way>before|after|past) {hour}", self._past),
            piece(self._words, rf"{past} (?P<h>{plain})", self._past),
            piece(self._words, rf"(?:{LOOSE_AT} )?{past} {hour}", self._past, loose=True),
            piece(self._words, rf"(?:{LOOSE_AT} )?(?P<h>\d{{1,2}})[:.](?P<m>\d\d)(?: oclock| hours)?{HALF}", self._clock),
            piece(self._words, rf"(?P<much>half an|an?|\d{{1,2}}) hours? (?P<way>before|after|past) {hour}", self._hours_off),
            piece(self._words, rf"(?:{AT} )(?P<h>\d{{1,2}}) (?P<m>\d\d){HALF}", self._clock),
            piece(self._words, r"(?P<h>\d{1,2}) (?P<m>\d\d) (?P<half>am|pm)", self._clock),
            piece(self._words, rf"(?:{LOOSE_AT} )?(?P<h>\d{{1,2}}) (?P<m>\d\d){HALF}", self._clock, loose=True),
            piece(self._words, rf"(?:{AT} )?(?P<h>\d{{1,2}})(?P<m>\d\d) hours", self._military),
            piece(self._words, rf"(?:{AT} )(?P<h>\d{{1,2}})(?P<m>\d\d){HALF}", self._clock),
            piece(self._words, rf"(?:{LOOSE_AT} )?(?P<h>\d{{1,2}})(?P<m>\d\d){HALF}", self._clock, loose=True),
            piece(self._words, rf"(?:{AT} )(?P<h>\d{{1,2}})(?: oclock)?{HALF}", self._clock),
            piece(self._words, rf"(?:{LOOSE_AT} )?(?P<h>\d{{1,2}})(?: oclock)? (?P<half>am|pm){MORE}", self._clock),
            piece(self._words, rf"(?:{LOOSE_AT} )?(?P<h>\d{{1,2}}) oclock{HALF}", self._clock),
            piece(self._words, rf"(?:{LOOSE_AT} )?(?P<h>\d{{1,2}}){MORE}", self._clock, loose=True),
            piece(
                self._words,
                rf"(?:in the |this |during the |at |later this |early in the |late in the |later in the |in the early |in the late ){PART}",
                self._part,
            ),
            piece(self._words, rf"(?:the |early |late |early in the )?{PART}", lambda match: {"part": match["part"]}, loose=True),
            piece(self._words, r"1st thing(?: in the morning)?", lambda match: {"part": "morning"}),
            piece(self._words, r"(?:for |by |later |late )?(?:tonight|to night)", lambda match: {"days": 0, "part": "tonight"}),
        ]

    def _named(self, match: re.Match) -> Fields:
        minutes = self._words.section("named")[match["name"]]
        minutes += 60 if groups(match).get("how") == "after" and not re.search("noon|^mid", match["name"]) else 0
        return {"hour": minutes // 60, "minute": minutes % 60, "settled": True}

    def _past(self, match: re.Match) -> Fields | None:
        """ "Half past six", "quarter to nine", "ten past seven", "half seven", "quarter past midnight"."""
        said = groups(match)
        settles: Fields = {} if said["h"].isdigit() else {"settled": True}
        hour = int(said["h"]) if said["h"].isdigit() else self._words.section("named")[said["h"]] // 60
        minutes = 30 if "way" not in said else int(said["m"]) if said.get("m", "").isdigit() else 15
        if hour > 24 or not 0 < minutes < 60:
            return None
        if said.get("way") in TO:
            hour, minutes = hour - 1 if settles or hour > 12 else hour - 1 or 12, 60 - minutes
        half = {"half": said["half"]} if "half" in said else {}
        return {"hour": hour % 24, "minute": minutes, **settles, **half}

    def _hours_off(self, match: re.Match) -> Fields | None:
        """ "An hour before noon", "two hours after 9 pm", "half an hour before seven"."""
        said = groups(match)
        settles, much = not said["h"].isdigit() or "half" in said, said["much"]
        hour = self._words.section("named")[said["h"]] // 60 if not said["h"].isdigit() else int(said["h"])
        if "half" in said:
            hour = hour % 12 + 12 * (said["half"] == "pm")
        off = 30 if "half" in much else 60 * (int(much) if much.isdigit() else 1)
        minutes = hour * 60 + (-off if said["way"] == "before" else off)
        if hour > 24 or off > 12 * 60:
            return None
        return {"hour": minutes // 60 % 24, "minute": minutes % 60, **({"settled": True} if settles or hour > 12 else {})}

    def _clock(self, match: re.Match) -> Fields | None:
        known = groups(match)
        hour, minute = int(known["h"]), int(known.get("m", 0))
        if hour > 24 or minute > 59:
            return {"hour": 0, "settled": True, "impossible": True} if SURELY.search(match[0]) else None
        settles = {"settled": True} if known["h"].startswith("0") and not known.get("half") else {}
        return {"hour": hour, "minute": minute, **settles, **({"half": known["half"]} if known.get("half") else {})}

    def _military(self, match: re.Match) -> Fields | None:
        fields = self._clock(match)
        return {**fields, "settled": True} if fields else None

    def _part(self, match: re.Match) -> Fields:
        return {"part": match["part"], **({"days": 0} if "this " in match[0] else {})}
