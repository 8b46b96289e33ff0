"""Yes and no in their many words, each language's own: those that give and deny a permission, and what is said to other questions."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.phrases import Phrases


def plain_answer(wish: str, language: str = "en") -> str:
    """
    wish: normal form
    The language's plain "yes" or "no", where nothing else was said, were it twice over: "yeah sure, go ahead". Empty where more was said.
    """
    space = "" if language == "zh" else " "
    return next((words[0] for words in _answers(language) if _only(words, space).fullmatch(wish)), "")


def is_yes(answer: str, language: str = "en") -> bool:
    """answer: a plain one"""
    return answer == _answers(language)[0][0]


def plain_words(language: str = "en") -> tuple[str, ...]:
    """Its "yes" and its "no"."""
    return tuple(words[0] for words in _answers(language))


def begins_with_answer(wish: str, language: str = "en") -> bool:
    """So that it is no name of a thing: "no milk" is said to a question, and asks for nothing called so."""
    return any(f"{wish} ".startswith(f"{answer} ") for words in _answers(language) for answer in words)


@lru_cache(maxsize=8)
def _answers(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All that stands for yes, and for no; the plain word first."""
    granting, beside = (Phrases("assistant", topic, language) for topic in ("permissions", "routing"))
    yes, no = ((*granting.section("words")[answer], *beside.section("answers").get(answer, ())) for answer in ("yes", "no"))
    return yes, no


@lru_cache(maxsize=16)
def _only(words: tuple[str, ...], space: str) -> re.Pattern[str]:
    one = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"(?:{one})(?:{space}(?:{one}))*")
