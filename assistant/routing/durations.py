"""Spoken durations: "five and a half minutes", "an hour and a quarter", "two minutes thirty"."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from assistant.routing.normal import words_of
from assistant.routing.numerals import NUMBER, digits, number

AROUND = "about|around|roughly|approximately|exactly|nearly|almost|another|just|the next|like|maybe"
BEFORE_UNIT = r"(?<!\w)"
SHARES = {"(?:an? |one )?half": 0.5, "(?:a |one )?quarter": 0.25, "three quarters": 0.75}


def duration(text: str, language: str = "en") -> float | None:
    """Seconds, or None when the text is no duration: "five and a half minutes", "an hour and ten minutes", "2 minutes 30"."""
    if re.match(r"-\d", text):
        back = duration(text[1:], language)
        return None if back is None else -back
    units: Mapping[str, float] = words_of(language).section("duration")
    text = digits(_plain(text, _names(language)) if language == "en" else text, language)
    at, total, unit = 0, 0.0, None
    while at < len(text):
        match = _token(language).match(text, at)
        if match is None or match.end() == at or not (match["n"] or match["u"]):
            return None
        if not match["n"] and match["u"][:-1] in units:  # "minutes", and nobody has understood how many
            return None
        count = float((match["n"] or "1").replace(",", "."))
        unit = units[match["u"]] if match["u"] else _implied(count, unit)
        if unit is None:
            return None
        total, at = total + count * unit, match.end()
    return total if unit else None


def durations(text: str, language: str = "en") -> list[float] | None:
    """
    Seconds of at least two: "ten minutes and another for twenty", "five minutes and ten minutes", "ten and twenty minutes". One without a
    unit has that of its neighbour. "Five minutes and ten seconds" is one.
    """
    words = words_of(language).section("duration_words")
    kinds = (sorted(words.get(kind, ["$^"]), key=len, reverse=True) for kind in ("others", "parts", "nexts"))
    others, joins, nexts = ("|".join(map(re.escape, kind)) for kind in kinds)
    gap = "" if language == "zh" else " "
    between = rf"(?:{gap}|^)(?:(?:{joins}|{nexts}){gap})?(?:{others}){gap}|{gap}(?:{nexts}){gap}"
    said = [part for part in re.split(between, text) if part]
    if len(said) < 2:
        said = _apart(re.split(rf"{gap}(?:{joins}){gap}", text), language)
    units = [named[0] for part in said if (named := _named_unit(part, language))]
    unit, found = units[0] if units else "", list[str]()
    for part in said:
        named = _named_unit(part, language)
        unit = named[0] if named else unit
        found.append(f"{part} {unit}" if number(part, language) is not None else part)
    lengths = [duration(part, language) for part in found]
    return [length for length in lengths if length is not None] if len(lengths) > 1 and None not in lengths else None


def _apart(parts: Sequence[str], language: str) -> list[str]:
    """Those that are no smaller than the one before, and so no part of it, and bare numbers, each by itself."""
    found: list[str] = []
    for part in (one for some in parts for one in _numbers_apart(some, language)):
        before = found[-1] if found else ""
        smaller = (_size(part, language) or 0) < (_size(before, language) or math.inf)
        bare = number(before, language) is not None and (number(re.sub(r" \S+$", "", part), language) or 1) >= 1
        if not found or bare or not smaller:
            found.append(part)
        else:
            found[-1] = f"{before} {words_of(language).section('duration_words')['parts'][0]} {part}"
    return found


def _numbers_apart(text: str, language: str) -> list[str]:
    """ "Five ten" are two."""
    words = text.split()
    several = number(text, language) is None and all(number(word, language) is not None for word in words)
    return words if several else [text]


def _size(text: str, language: str) -> float | None:
    """Seconds of the last unit that was named."""
    named = _named_unit(text, language)
    return words_of(language).section("duration")[named[0]] if named else None


def _named_unit(text: str, language: str) -> re.Match[str] | None:
    return re.search(rf"{'' if language == 'zh' else BEFORE_UNIT}(?:{_names(language)})$", text)


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
    """The unit of a number without one: "2 minutes 30" means seconds, "an hour and 0.25" a quarter of the hour; "and one" another."""
    if number < 1:
        return before
    return before / 60 if before in (60, 3600) and number > 1 else None


def _plain(text: str, names: str) -> str:
    """Without "about" and "or so"; "an hour and a half", "1 1/2", "1h30" and "a dozen" in numbers; "half our" is what recognizers hear."""
    text = re.sub(rf"^(?:(?:{AROUND}) )+| or so$|,", "", text.lower().strip())
    text = re.sub(r"\b(half|halves|a|an|quarter|\d+) our(s?)\b", r"\1 hour\2", re.sub(r"\b(\d+) 1/2\b", r"\1.5", text))
    text = re.sub(r"\b(?:an? )?dozen\b", "12", re.sub(r"\b(?:a )?half (?:a |of a )?dozen\b", "6", text))
    text = re.sub(r"\b(\d+)h(\d+)\b", r"\1 hours \2 minutes", text)
    for share, value in SHARES.items():
        text = re.sub(rf"\b({names}) and {share}\b(?! (?:of )?(?:an? )?(?:{names})\b)", rf"\1 {value}", text)
    return text
