"""Spoken durations: "five and a half minutes", "an hour and a quarter", "two minutes thirty"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from assistant.routing.normal import words_of
from assistant.routing.numerals import NUMBER, digits

AROUND = "about|around|roughly|approximately|exactly|nearly|almost|another|just|the next|like|maybe"
SHARES = {"(?:an? |one )?half": 0.5, "(?:a |one )?quarter": 0.25, "three quarters": 0.75}


def duration(text: str, language: str = "en") -> float | None:
    """Seconds, or None when the text is no duration: "five and a half minutes", "an hour and ten minutes", "2 minutes 30"."""
    units: Mapping[str, float] = words_of(language).section("duration")
    text = digits(_plain(text, _names(language)) if language == "en" else text, language)
    at, total, unit = 0, 0.0, None
    while at < len(text):
        match = _token(language).match(text, at)
        if match is None or match.end() == at or not (match["n"] or match["u"]):
            return None
        number = float((match["n"] or "1").replace(",", "."))
        unit = units[match["u"]] if match["u"] else _implied(number, unit)
        if unit is None:
            return None
        total, at = total + number * unit, match.end()
    return total if unit else None


@lru_cache(maxsize=8)
def _token(language: str) -> re.Pattern[str]:
    """A number, a unit, or both, and what ties them to those before."""
    words = words_of(language).section("duration_words")
    articles, joins = ("|".join(map(re.escape, words[kind])) for kind in ("articles", "joins"))
    wrap = rf"(?:(?:{joins})\s+)*(?:(?:{articles})\s+)?"
    end = "" if language == "zh" else r"(?!\w)"
    return re.compile(rf"\s*{wrap}(?:(?P<n>{NUMBER})\s*)?{wrap}(?P<u>{_names(language)})?{end}\s*")


@lru_cache(maxsize=8)
def _names(language: str) -> str:
    """Of the units, the longest first, as a pattern."""
    return "|".join(sorted(map(re.escape, words_of(language).section("duration")), key=len, reverse=True))


def _implied(number: float, before: float | None) -> float | None:
    """The unit of a number without one: "2 minutes 30" means seconds, "an hour and 0.25" a quarter of the hour."""
    if number < 1:
        return before
    return before / 60 if before in (60, 3600) else None


def _plain(text: str, names: str) -> str:
    """Without "about" and "or so"; "an hour and a half", "1 1/2", "1h30" and "a dozen" in numbers; "half our" is what recognizers hear."""
    text = re.sub(rf"^(?:(?:{AROUND}) )+| or so$|,", "", text.lower().strip())
    text = re.sub(r"\b(half|halves|a|an|quarter|\d+) our(s?)\b", r"\1 hour\2", re.sub(r"\b(\d+) 1/2\b", r"\1.5", text))
    text = re.sub(r"\b(?:an? )?dozen\b", "12", re.sub(r"\b(?:a )?half (?:a |of a )?dozen\b", "6", text))
    text = re.sub(r"\b(\d+)h(\d+)\b", r"\1 hours \2 minutes", text)
    for share, value in SHARES.items():
        text = re.sub(rf"\b({names}) and {share}\b(?! (?:of )?(?:an? )?(?:{names})\b)", rf"\1 {value}", text)
    return text
