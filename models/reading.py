"""Written text as it is read aloud: without markup and pictures, with the abbreviations, times and units that espeak-ng would spell out."""

from __future__ import annotations

import re
import unicodedata

READ = frozenset("°℃℉")
"""Symbols that espeak-ng has words for; all others (emoji, arrows, dingbats) are passed over."""
UNREAD = frozenset(("So", "Sk", "Cc", "Cf", "Cs", "Co", "Cn"))
"""Unicode categories: pictures, their modifiers, controls, halves of characters."""
MARKUP = (
    (re.compile(r"</?[a-zA-Z][^<>]*>"), " "),
    (re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)"), r"\1"),  # a link: its words
    (re.compile(r"[*_`~#|\[\]{}<>\\]+"), " "),  # brackets would also be taken for phonemes by espeak-ng
    (re.compile(r"\s+[-–]+\s+|\s*—\s*"), ", "),
)
ENGLISH = (
    (re.compile(r"\be\.g\.,?"), "for example"),
    (re.compile(r"\bi\.e\.,?"), "that is"),
    (re.compile(r"\b(Dr|Mr|Ms|Mrs|St|Prof|vs|No(?=\. ?\d))\."), r"\1"),
    (re.compile(r"\b([AaPp])\.([Mm])\.(?=,?\s+[a-z\d])|\b([AaPp])\.([Mm])\b"), r"\1\2\3\4"),
    (re.compile(r"\b(1?\d|2[0-4]):00(?!\s*[AaPp]\.?[Mm]|:)"), r"\1 o'clock"),
    (re.compile(r"\b(1?\d|2[0-4]):00(?=\s*[AaPp]\.?[Mm])"), r"\1"),
    (re.compile(r"\b(1?\d|2[0-4]):0([1-9])\b(?!:)"), r"\1 oh \2"),
    (re.compile(r"(?<=\d)\s*[-–](?=\d)"), " to "),
)
UNITS = {
    "km/h": "kilometer per hour", "m/s": "meter per second", "m²": "square meter", "km²": "square kilometer", "m³": "cubic meter",
    "km": "kilometer", "m": "meter", "cm": "centimeter", "mm": "millimeter", "kg": "kilogram", "g": "gram", "l": "liter",
    "ml": "milliliter", "h": "hour", "min": "minute", "s": "second", "ms": "millisecond", "GB": "gigabyte", "MB": "megabyte",
}  # fmt: skip
MEASURE = re.compile(rf"(\d)\s?({'|'.join(sorted(map(re.escape, UNITS), key=len, reverse=True))})(?![\w/²³])")


def readable(text: str, language: str) -> str:
    """language: espeak-ng's name of it. Returns "" where there is nothing to say."""
    for pattern, words in MARKUP + (ENGLISH if language.startswith("en") else ()):
        text = pattern.sub(words, text)
    if language.startswith("en"):
        text = MEASURE.sub(_measured, text)
    text = "".join(letter if letter.isspace() else _kept(letter) for letter in text)
    return re.sub(r"\s+", " ", text).strip() if re.search(r"\w", text) else ""


def _kept(letter: str) -> str:
    return " " if unicodedata.category(letter) in UNREAD and letter not in READ else letter


def _measured(match: re.Match[str]) -> str:
    """3.5 kg are kilograms; 1 kg is one, but 11 and 2.1 are not."""
    first, _, rest = UNITS[match[2]].partition(" ")
    head = rest if first in ("square", "cubic") else first
    single = match[1] == "1" and not re.search(r"[\d.,]$", match.string[: match.start()])
    plural = head if single else head + "s"
    return f"{match[1]} {first} {plural}" if head == rest else f"{match[1]} {plural} {rest}".rstrip()
