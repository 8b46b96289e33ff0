"""Sentences that templates and frames stand for, from which nearness is learned beside those that are written out.

A frame has the syntax of a template and is no template: what fits one is near to the skill, and nothing is read by it. A few sentences
of each are drawn, the same ones every time, with values of the skill's own `[samples]` in its slots, or with those of the slot's kind.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from hassil.expression import Alternative, Expression, Group, ListReference, Permutation, TextChunk
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError

from assistant.routing.grammar import SLOT
from assistant.routing.normal import words_of

OF_TEMPLATE = 3
"""Sentences drawn of each template, of which some may be alike."""
OF_FRAME = 6
LEFT_OUT = 0.5
"""How often what stands in brackets is left out."""
NAMELESS = "thing"
"""Kind whose values a slot has that names none."""

Fill = Callable[[str], Sequence[str]]
"""The values of a slot."""


def drawn(texts: Sequence[str], fill: Fill, count: int) -> Iterator[str]:
    """texts: templates or frames; what is drawn of one does not depend on the others."""
    for text in texts:
        chance = random.Random(zlib.crc32(text.encode()))
        expression = _parsed(text)
        for _ in range(count):
            yield " ".join(_said(expression, fill, chance).split())


def check(frames: Mapping[str, Sequence[str]], unlike: Sequence[str], samples: Mapping[str, Sequence[str]]) -> None:
    """
    frames:  by intent
    samples: by slot
    Raises ValueError with the first text that nothing can be drawn of.
    """
    for intent, texts in frames.items():
        _check_each(texts, f"frame “{{}}” of the intent '{intent}'")
    _check_each(unlike, "frame “{}” of [unlike]")
    for slot, texts in samples.items():
        _check_each(texts, f"sample “{{}}” of the slot '{slot}'")
        if slot in _reached(slot, samples):
            raise ValueError(f"the samples of the slot '{slot}' have that slot in them; write words")


def _check_each(texts: Sequence[str], called: str) -> None:
    for text in texts:
        try:
            _parsed(text)
        except ParseError as error:
            raise ValueError(f"the {called.format(text)} cannot be read; close each bracket that it opens") from error
        except AssertionError as error:  # hassil's word for it
            raise ValueError(f"the {called.format(text)} has nothing in it; write words, or take it out") from error


def _reached(slot: str, samples: Mapping[str, Sequence[str]]) -> set[str]:
    """Slots in its samples, and in the samples of those."""
    found: set[str] = set()
    ahead = [slot]
    while ahead:
        named = set(SLOT.findall(" ".join(samples.get(ahead.pop(), ())))) - found
        found |= named
        ahead += named
    return found


def filling(own: Mapping[str, Sequence[str]], lists: Mapping[str, Sequence[object]], kinds: Mapping[str, str], language: str) -> Fill:
    """
    own:   the skill's samples of a slot
    lists: values that are all that a slot may have, as templates have them
    """
    common = words_of(language).section("samples")

    def fill(slot: str) -> Sequence[str]:
        if own.get(slot):
            return own[slot]
        if lists.get(slot):
            return [str(value["in"] if isinstance(value, Mapping) else value) for value in lists[slot]]
        return common.get(kinds.get(slot, slot)) or common.get(NAMELESS) or (slot,)

    return fill


@lru_cache(maxsize=256)
def _parsed(text: str) -> Expression:
    return parse_sentence(text).expression


def _said(expression: Expression, fill: Fill, chance: random.Random) -> str:
    if isinstance(expression, TextChunk):
        return expression.original_text
    if isinstance(expression, ListReference):
        return _said(_parsed(chance.choice(fill(expression.list_name))), fill, chance)
    if isinstance(expression, Alternative):
        if expression.is_optional and chance.random() < LEFT_OUT:
            return ""
        items = expression.items[:-1] if expression.is_optional else expression.items  # the last one of an option is empty
        return _said(chance.choice(items), fill, chance)
    if isinstance(expression, Permutation):
        return " ".join(_said(item, fill, chance) for item in chance.sample(expression.items, len(expression.items)))
    return "".join(_said(item, fill, chance) for item in expression.items) if isinstance(expression, Group) else ""
