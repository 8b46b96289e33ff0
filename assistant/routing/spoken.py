"""Numbers inside a sentence about time, as digits, word for word: "half past six" keeps its half, "seven thirty" stays two numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

ONES = {name: value for value, name in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}
ONES |= {name: value for value, name in enumerate("thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(), 13)}
TENS = {name: value for value, name in zip(range(20, 60, 10), "twenty thirty forty fifty".split(), strict=True)}
TENS |= {"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
ORDINALS = {name: value for value, name in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)}
ORDINALS |= {name: value for value, name in enumerate("eleventh twelfth thirteenth fourteenth fifteenth sixteenth".split(), 11)}
ORDINALS |= {"seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30}
OWNERS = ("minute", "hour", "day", "week", "month", "today", "tomorrow")
"""In "an hour's time" the 's says nothing."""
COUNTED = ("minutes", "hours", "days", "weeks", "months")
"""Before these a "to" is a two: "remind me to hours from now"."""
GLUED = re.compile(r"(\d[\d:.]*)(am|pm|a\.m|p\.m|h|hrs?|min|mins|oclock|o'clock)")


@dataclass(frozen=True)
class Token:
    text: str
    first: int
    end: int
    """Of the words that it was made from: first to end - 1."""


def tokens(text: str) -> list[Token]:
    """Lower case, numbers as digits ("25", "05"), ordinals as "3rd"; "second", which is also a unit, stays unless "twenty" is before it."""
    words = [(part, number) for number, word in enumerate(text.lower().split()) for part in _parts(word)]
    found: list[Token] = []
    at = 0
    while at < len(words):
        made, used = _token([word for word, _ in words[at : at + 5]], found[-1].text if found else "")
        found.append(Token(made, words[at][1], words[at + used - 1][1] + 1))
        at += used
    return found


def _parts(word: str) -> list[str]:
    """ "7am" is two, "twenty-five" too; a mark at the end of a word is none of it."""
    word = word.strip(",;!?").rstrip(".")
    word = word.removesuffix("'s") if word.removesuffix("'s") in OWNERS else word
    if word.endswith("ish") and word.removesuffix("ish") in (*ONES, *TENS, "noon", "midnight"):
        return [word.removesuffix("ish"), "ish"]
    if glued := GLUED.fullmatch(word):
        return [glued[1], glued[2].replace(".", "").replace("o'clock", "oclock")]
    if re.fullmatch(r"[a-z]+(-[a-z]+)+", word):
        return word.split("-")
    return [word]


def _token(words: list[str], before: str) -> tuple[str, int]:
    """The next token, and how many words it took."""
    word, after = words[0], words[1] if len(words) > 1 else ""
    if word in ("a", "p") and after == "m" and before.replace(":", "").replace(".", "").isdigit():
        return word + "m", 2
    if word in ("am", "pm", "a.m", "p.m"):
        return word.replace(".", ""), 1
    if word in ("o'clock", "oclock") or (word in ("o", "oh") and after == "clock"):
        return "oclock", 2 if after == "clock" else 1
    if word in ("to", "too") and after in COUNTED:
        return "2", 1
    if (led := _led_by_zero(words, before)) is not None:
        return led
    if re.fullmatch(r"\d\d?", word) and after == "hundred":
        return f"{word}00", 2
    if word in ORDINALS and word != "second":
        return ordinal(ORDINALS[word]), 1
    if word in TENS and after in ORDINALS and ORDINALS[after] < 10:
        return ordinal(TENS[word] + ORDINALS[after]), 2
    value, used = _small(words)
    if value is None:
        return word, 1
    return _large(value, used, words)


def _led_by_zero(words: list[str], before: str) -> tuple[str, int] | None:
    """ "Seven oh five", "oh six hundred", "0 6 hundred", "oh six thirty": what begins with "oh", and how many words it took."""
    zero, ones, then = (*words[:3], "", "")[:3]
    digit = int(ones) if re.fullmatch(r"\d", ones) else ONES.get(ones, 10)
    if zero not in ("oh", "o", "zero", "0") or digit > 9:
        return None
    if then == "hundred":
        return f"0{digit}00", 3
    tens = zero != "0" and (then in TENS or ONES.get(then, 0) > 9)
    return (f"0{digit}", 2) if tens or (before.isdigit() and zero != "0" and ones in ONES) else None


def _large(value: int, used: int, words: list[str]) -> tuple[str, int]:
    """Hundreds and thousands, with what follows them."""
    scale = {"hundred": 100, "thousand": 1000}.get(words[used] if used < len(words) else "")
    if scale is None:
        return str(value), used
    value, used = value * scale, used + 1
    joined = used + (words[used : used + 1] == ["and"])
    more, took = _small(words[joined:])
    return (str(value + more), joined + took) if more is not None else (str(value), used)


def _small(words: list[str]) -> tuple[int | None, int]:
    """0 to 99, and how many words it took."""
    if words and words[0] in TENS:
        ones = ONES.get(words[1], 0) if len(words) > 1 else 0
        return (TENS[words[0]] + ones, 2) if 0 < ones < 10 else (TENS[words[0]], 1)
    return (ONES[words[0]], 1) if words and words[0] in ONES else (None, 0)


def ordinal(value: int) -> str:
    ending = "th" if 10 < value < 14 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"
