"""What was said, without what people wrap around it: punctuation, fillers, contractions, the wake word."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from assistant.phrases import Phrases
from assistant.routing.numerals import number

MARKS = re.compile(r"[^\w\s'.:%+\-/]|(?<!\d)[.:\-/]|[.:\-/](?!\d)|(?<!\w)'|'(?!\w)")
"""Punctuation; a point inside a number and an apostrophe inside a word stay."""
LONGEST = 300
"""Characters that are looked at; nobody wishes for more in one breath."""


@lru_cache(maxsize=8)
def words_of(language: str) -> Phrases:
    return Phrases("assistant", "routing", language)


def normal(text: str, language: str = "en", joined: bool = False) -> str:
    """
    Lower case, single spaces, no word twice in a row, no fillers at either end, unless one is all that was said.
    joined: keeps the "and" or "but" that ties it to the sentence before.
    """
    return _unwrapped(plain(text, language), language, joined)


def plain(text: str, language: str = "en") -> str:
    """The same with its fillers: "thanks so much" is a sentence of its own."""
    text = unicodedata.normalize("NFKC", text[:LONGEST]).lower().replace("’", "'")
    text = " ".join(MARKS.sub(" ", text).split())
    hesitation = "|".join(map(re.escape, words_of(language).section("words")["interjections"]))
    text = " ".join(re.sub(rf"(?<![\w'])(?:{hesitation})(?![\w'])", " ", text).split())
    for short, long in words_of(language).section("contractions").items():
        text = re.sub(rf"(?<![\w']){re.escape(short)}(?![\w'])", long, text)
    text = _once(text)
    for pattern, said in words_of(language).section("heard").items() if language == "en" else ():
        text = re.sub(pattern, said, text)
    return text


def _once(text: str) -> str:
    """A word that was stammered is said once; numbers may follow themselves."""
    words = text.split()
    return " ".join(word for at, word in enumerate(words) if at == 0 or word != words[at - 1] or number(word) is not None)


def _unwrapped(text: str, language: str, joined: bool) -> str:
    words = words_of(language).section("words")
    leads = frozenset((*words.get("leads", ()), *words["edges"])) - frozenset(words["fillers"])
    wraps = sorted({*words["fillers"], *words.get("leads", ()), *(() if joined else words["edges"])}, key=lambda wrap: (-len(wrap), wrap))
    space = "" if language == "zh" else " "
    changed = True
    while changed and text:
        changed = False
        for wrap in wraps:
            if text == wrap:  # said alone it is a sentence: "thank you", "hey jarvis"
                return text
            if text.startswith(wrap + space):
                text, changed = text[len(wrap) :].strip(), True
            elif wrap not in leads and text.endswith(space + wrap):
                text, changed = text[: -len(wrap)].strip(), True
    return text
