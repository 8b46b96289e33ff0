"""From the words in a slot to a value: durations, numbers, arithmetic."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from assistant.routing.arithmetic import Unsolvable, expression
from assistant.routing.items import goods, items
from assistant.routing.normal import words_of
from assistant.routing.numerals import NUMBER, digits, number
from assistant.routing.units import quantity, unit

UNSOLVABLE = "unsolvable"


def duration(text: str, language: str = "en") -> float | None:
    """Seconds, or None when the text is no duration: "five and a half minutes", "an hour and ten minutes", "2 minutes 30"."""
    units: Mapping[str, float] = words_of(language).section("duration")
    words = words_of(language).section("duration_words")
    text = digits(text, language)
    names = "|".join(sorted(map(re.escape, units), key=len, reverse=True))
    articles, joins = ("|".join(map(re.escape, words[kind])) for kind in ("articles", "joins"))
    wrap = rf"(?:(?:{joins})\s+)*(?:(?:{articles})\s+)?"
    end = "" if language == "zh" else r"(?!\w)"
    token = re.compile(rf"\s*{wrap}(?:(?P<n>{NUMBER})\s*)?{wrap}(?P<u>{names})?{end}\s*")
    at, total, unit = 0, 0.0, None
    while at < len(text):
        match = token.match(text, at)
        if match is None or match.end() == at or not (match["n"] or match["u"]):
            return None
        number = float((match["n"] or "1").replace(",", "."))
        unit = units[match["u"]] if match["u"] else _implied(number, unit)
        if unit is None:
            return None
        total, at = total + number * unit, match.end()
    return total if unit else None


def _implied(number: float, before: float | None) -> float | None:
    """The unit of a number without one: "2 minutes 30" means seconds, "an hour and 0.25" a quarter of the hour."""
    if number < 1:
        return before
    return before / 60 if before in (60, 3600) else None


def words(text: str, language: str = "en") -> str | None:
    return text.strip() or None


def arithmetic(text: str, language: str = "en") -> float | str | None:
    """The value; UNSOLVABLE where there is none, as of a division by zero."""
    try:
        return expression(text, language)
    except Unsolvable:
        return UNSOLVABLE


def numbers(text: str, language: str = "en") -> list[float] | None:
    """At least two: "3 4 and 5"."""
    found = [number(part, language) for part in re.split(r"\s*,\s*|\s+and\s+|\s+", digits(text, language)) if part]
    values = [value for value in found if value is not None]
    return values if len(values) == len(found) >= 2 else None


def options(text: str, language: str = "en") -> list[str] | None:
    """At least two of what may be chosen: "tea coffee or water" has a comma or an "or" between each."""
    found = [part.strip() for part in re.split(r"\s*,\s*(?:or |and )?|\s+or\s+|\s+and\s+", text) if part.strip()]
    return found if len(found) > 1 else None


def dice(text: str, language: str = "en") -> list[int] | None:
    """How many, and with how many sides: "2d6", "two d twenty", "d 8"."""
    found = re.fullmatch(r"(?:(?:an? )|(?P<count>[\w-]+?) ?)??d[ -]?(?P<sides>\d+|[a-z ]+)", text)
    values = [number(said, language) if said else 1.0 for said in (found["count"], found["sides"])] if found else [None]
    return None if None in values else [int(value) for value in values if value is not None]


PARSERS: dict[str, Callable[[str, str], Any]] = {
    "words": words,
    "duration": duration,
    "number": number,
    "numbers": numbers,
    "arithmetic": arithmetic,
    "quantity": quantity,
    "unit": unit,
    "items": items,
    "goods": goods,
    "options": options,
    "dice": dice,
}
"""Kinds of slots. A duration also gives the slot `seconds`."""


def parse(kinds: dict[str, str], found: dict[str, str], language: str) -> dict[str, Any] | None:
    """found: what a template's wildcards took. Returns the slots with their values; None when one of them cannot be read."""
    slots: dict[str, Any] = {}
    for name, text in found.items():
        kind = kinds.get(name, "words")
        value = PARSERS[kind](text, language)
        if value is None:
            return None
        slots[name] = text if kind == "duration" else value
        if kind == "duration":
            slots["seconds"] = int(value) if float(value).is_integer() else value
    return slots
