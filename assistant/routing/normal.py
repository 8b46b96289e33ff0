"""What was said, without what people wrap around it: punctuation, fillers, contractions, the wake word."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from assistant.phrases import Phrases

MARKS = re.compile(r"[^\w\s'.:%+\-/]|(?<!\d)[.:\-/]|[.:\-/](?!\d)|(?<!\w)'|'(?!\w)")
"""Punctuation; a point inside a number and an apostrophe inside a word stay."""
LONGEST = 300
"""Characters that are looked at; nobody wishes for more in one breath."""
LONGEST_IN_ROW = 4
"""Words between two commas of a row of things."""
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
"""The comma of 1,250."""


@lru_cache(maxsize=8)
def words_of(language: str) -> Phrases:
    return Phrases("assistant", "routing", language)


def normal(text: str, language: str = "en", joined: bool = False) -> str:
    """
    Lower case, single spaces, no fillers at either end, unless one is all that was said.
    joined: keeps the "and" or "but" that ties it to the sentence before.
    """
    text = unicodedata.normalize("NFKC", text[:LONGEST]).lower().replace("’", "'")
    text = _series(THOUSANDS.sub("", text), language)
    text = " ".join(MARKS.sub(" ", text).split())
    hesitation = "|".join(map(re.escape, words_of(language).section("words")["interjections"]))
    text = " ".join(re.sub(rf"(?<![\w'])(?:{hesitation})(?![\w'])", " ", text).split())
    for short, long in words_of(language).section("contractions").items():
        text = re.sub(rf"(?<![\w']){re.escape(short)}(?![\w'])", long, text)
    return _unwrapped(text, language, joined)


def _series(text: str, language: str) -> str:
    """ "milk, eggs and bread" becomes "milk and eggs and bread", so that what stands in a row does not run together without its commas."""
    words = words_of(language).section("words")
    joins, chunks = words.get("series", ()), re.split(r",\s+", text)
    join = next((join for join in joins if f" {join} " in f" {chunks[-1]}"), "and")
    if not joins or len(chunks) < 2 or chunks[0].strip() in {*words["fillers"], *words["interjections"], *words["answers"]}:
        return text
    before, found, _ = f" {chunks[-1]}".partition(f" {join} ")
    closed = bool(found) and len(before.split()) <= LONGEST_IN_ROW
    row = closed or (len(chunks) > 2 and len(chunks[0].split()) > 1)
    if not row or any(len(chunk.split()) > LONGEST_IN_ROW for chunk in chunks[1:-1]):
        return text
    return f" {join} ".join(chunk.removeprefix(f"{join} ") for chunk in chunks)


def _unwrapped(text: str, language: str, joined: bool) -> str:
    words = words_of(language).section("words")
    wraps = sorted((*words["fillers"], *(() if joined else words["edges"])), key=len, reverse=True)
    space = "" if language == "zh" else " "
    changed = True
    while changed and text:
        changed = False
        for wrap in wraps:
            if text == wrap:  # said alone it is a sentence: "thank you", "hey jarvis"
                return text
            if text.startswith(wrap + space):
                text, changed = text[len(wrap) :].strip(), True
            elif text.endswith(space + wrap) and wrap not in words["edges"]:
                text, changed = text[: -len(wrap)].strip(), True
    return text
