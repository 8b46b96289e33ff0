"""Slots of a sentence that no template takes: what can be read of it wherever it stands, and a name by the words around it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from assistant.routing.grammar import Grammar
from assistant.routing.normal import words_of
from assistant.routing.slots import torn

LONGEST_SPAN = 8
"""Words of one slot."""
LONGEST_LEAD = 12
"""Words that may lead to a wish."""
DEEDS = ("timed", "text")
"""Kinds of slots that say what is to be done."""


def filled(text: str, intent: str, grammar: Grammar, known: Collection[str], language: str) -> tuple[Mapping[str, Any], str]:
    """
    text:  normal form
    known: words that belong to the skill's way of speaking, so that they name no thing
    Returns the slots, and the name of one that is missing; it is empty where all that is needed was found.
    Where a template takes all but the words that lead to it, so it is. Else the fullest of the templates' sets of slots that the sentence
    can fill is taken; one is asked for rather than guessed.
    """
    for inner in _ends(text.split()):
        for match in grammar.matches(inner, intent):
            return match.slots, ""
    wanted = sorted(dict.fromkeys(grammar.needs(intent)), key=len, reverse=True)
    for names in wanted:
        if any(other != names and _kinds(other, grammar) == _kinds(names, grammar) for other in wanted):
            continue  # nothing tells which of the two is meant
        slots = _read(text, names, intent, grammar, known, language)
        if slots is not None:
            return slots, ""
    return {}, min(wanted, key=len)[0] if () not in wanted else ""


def _ends(words: Sequence[str]) -> Iterator[str]:
    """What is left of the sentence behind the words that it begins with: one less, two less, and so on."""
    return (" ".join(words[start:]) for start in range(1, min(len(words), LONGEST_LEAD + 1)))


def _kinds(names: Sequence[str], grammar: Grammar) -> list[str]:
    """A list is a kind of its own."""
    return sorted(grammar.kinds.get(name, "words") if grammar.open_slot(name) or name in grammar.kinds else name for name in names)


def _read(text: str, names: Sequence[str], intent: str, grammar: Grammar, known: Collection[str], language: str) -> dict[str, Any] | None:
    """
    names: slots that must be there; others of the intent are filled too where the sentence has them
    None where one of the names is not in the sentence. What can be read is taken first; the rest may hold a name.
    """
    slots: dict[str, Any] = {}
    words, more = text.split(), grammar.optional(intent)
    strict = [name for name in names if not grammar.open_slot(name)]
    for name in (*strict, *(name for name in more if name not in names), *(name for name in names if name not in strict)):
        for start, end in _places(words, name, grammar, known, language):
            found = None if _stands_for(words, start, end, name, grammar, language) else grammar.read(name, " ".join(words[start:end]))
            if found is not None and not torn(grammar.kinds.get(name, ""), words[:start], words[end:], language):
                slots |= found
                words[start:end] = ["|"]
                break
        else:
            if name in names:
                return None
    for name in (name for name in grammar.names(intent) if name not in names):
        slots |= grammar.read(name, beside(" ".join(words), known, language)) or {}
    return slots


def _places(words: Sequence[str], name: str, grammar: Grammar, known: Collection[str], language: str) -> Iterable[tuple[int, int]]:
    """Where the slot may stand; what is to be done has its verb with it: "call mum" of "i need to call mum |"."""
    if not grammar.open_slot(name):
        return _spans(len(words))
    return (grammar.kinds.get(name) in DEEDS and _done(words, language)) or named(words, known, language)


def _done(words: Sequence[str], language: str) -> list[tuple[int, int]]:
    """What follows the first word that leads to a deed, up to what was read; empty where nothing does."""
    leading = words_of(language).section("words").get("doing", ())
    start = next((at for at, word in enumerate(words, 1) if word in leading), len(words))
    end = next((at for at in range(start, len(words)) if words[at] == "|"), len(words))
    return [(start, end)] if start < end else []


def _stands_for(words: Sequence[str], start: int, end: int, name: str, grammar: Grammar, language: str) -> bool:
    """ "One" of "set one for seven" is no time."""
    said = words_of(language).section("words")
    only = grammar.kinds.get(name) == "when" and end == start + 1 and words[start] in said.get("stands_for", ())
    return only and (not start or words[start - 1] not in said["before_times"])


def _spans(count: int) -> Iterator[tuple[int, int]]:
    """The longest first, the leftmost of those."""
    for length in range(min(count, LONGEST_SPAN), 0, -1):
        for start in range(count - length + 1):
            yield start, start + length


def named(words: Sequence[str], known: Collection[str], language: str) -> list[tuple[int, int]]:
    """The longest run of words that are neither small ones nor the skill's own, and the last of those; empty where there is none."""
    small = words_of(language).section("words").get("small", ())
    runs: list[tuple[int, int]] = []
    start = None
    for at, word in enumerate([*words, "|"]):
        if word == "|" or word in small or word in known:
            if start is not None:
                runs.append((start, at))
            start = None
        elif start is None:
            start = at
    return [max(runs, key=lambda run: (run[1] - run[0], run[0]))] if runs else []


def beside(text: str, known: Collection[str], language: str) -> str:
    """
    text: with "|" where a slot was read
    What stands there with words that lead to a name: "rice" of "another one for the rice |"; or before the skill's own word for what it
    names: "tea" of "a tea alarm for |", "break" of "a | break timer". Empty where nothing does.
    """
    words = words_of(language).section("words")
    leading = "|".join(words.get("naming", ["$^"]))
    found = re.search(rf"(?<!\S)(?:{leading}) (?P<name>[^|]+) \|", text) or re.search(rf"\| (?:{leading}) (?P<name>[^|]+)$", text)
    named = found["name"] if found else _before_own(text.split(), known, language)
    return "" if any(word in known or word in words.get("small", ()) for word in named.split()) else named


def _before_own(words: Sequence[str], known: Collection[str], language: str) -> str:
    """The one word between an article or a slot and a word of the skill's own."""
    articles = words_of(language).section("words").get("articles", ())
    around = zip(words, words[1:], words[2:], strict=False)
    return next((name for first, name, last in around if (first in articles or first == "|") and last in known and name != "|"), "")


def own_words(templates: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Words of the templates outside of slots."""
    return frozenset(
        word for texts in templates.values() for text in texts for word in re.findall(r"[\w']+", re.sub(r"{\w+}", " ", text.lower()))
    )
