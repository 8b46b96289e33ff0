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


@lru_cache(maxsize=8)
def words_of(language: str) -> Phrases:
    return Phrases("assistant", "routing", language)


def normal(text: str, language: str = "en", joined: bool = False) -> str:
    """
    Lower case, single spaces, no fillers at either end, unless one is all that was said.
    joined: keeps the "and" or "but" that ties it to the sentence before.
    """
    text = unicodedata.normalize("NFKC", text[:LONGEST]).lower().replace("’", "'")
    text = " ".join(MARKS.sub(" ", text).split())
    hesitation = "|".join(map(re.escape, words_of(language).section("words")["interjections"]))
    text = " ".join(re.sub(rf"(?<![\w'])(?:{hesitation})(?![\w'])", " ", text).split())
    for short, long in words_of(language).section("contractions").items():
        text = re.sub(rf"(?<![\w']){re.escape(short)}(?![\w'])", long, text)
    return _unwrapped(text, language, joined)


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
