"""From the words in a slot to a value: durations and numbers. Number words are read by ovos-number-parser, in any of its languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ovos_number_parser import numbers_to_digits

from assistant.routing.normal import words_of

NUMBER = r"\d+(?:[.,]\d+)?"


def digits(text: str, language: str = "en") -> str:
    """ "two and a half" becomes "2.5"."""
    if language == "zh":
        return _chinese_digits(text)
    try:
        return numbers_to_digits(re.sub(r"(?<=\w)-(?=[^\W\d])", " ", text), lang=language)
    except (NotImplementedError, ValueError, AttributeError):  # a language that the library lacks
        return text


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


def _chinese_digits(text: str) -> str:
    """Numerals up to 99 and the half, as they are spoken in a duration."""
    ones = {name: value for value, name in enumerate("零一二三四五六七八九")} | {"两": 2}

    def value(match: re.Match) -> str:
        tens, _, rest = match[0].partition("十")
        if "十" in match[0]:
            return str((ones.get(tens, 1) if tens else 1) * 10 + (ones.get(rest, 0) if rest else 0))
        return "".join(str(ones[sign]) for sign in match[0])

    text = re.sub(r"半个?(小时|分钟)", r"0.5\1", text)
    return re.sub("[零一二三四五六七八九两]?十[一二三四五六七八九]?|[零一二三四五六七八九两]+", value, text)


def number(text: str, language: str = "en") -> float | None:
    found = re.fullmatch(rf"\s*({NUMBER})\s*", digits(text, language))
    return float(found[1].replace(",", ".")) if found else None


def words(text: str, language: str = "en") -> str | None:
    return text.strip() or None


PARSERS: dict[str, Callable[[str, str], Any]] = {"words": words, "duration": duration, "number": number}
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
