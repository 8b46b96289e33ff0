"""Which templates a sentence may fit, by the words that each cannot do without: hassil then tries those few, and not some two thousand.

Sound: whatever hassil would match is let through. It has its own way with case, punctuation and hyphens, so only runs of letters and
digits are compared here, which it neither parts nor joins.

What each template needs is read from disk at a later start, and a template is parsed when a sentence first comes through to it: to parse
two thousand takes longer than all else that a start does for words.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from hassil import Intents
from hassil.errors import MissingListError, MissingRuleError
from hassil.expression import Alternative, Expression, Group, ListReference, Permutation, RuleReference, Sentence, TextChunk
from hassil.intents import Intent, SlotList, TextSlotList
from hassil.parse_expression import parse_sentence

from assistant.routing.shelf import Arrays, Keep, as_array, as_text

Lists = Mapping[str, SlotList]
RUN = re.compile(r"[^\W_]+")
UNDOTTED = str.maketrans("İı", "ii")
"""An i to hassil's regular expressions, which ignore case; `casefold` has it otherwise."""
ANYTHING = frozenset([""])
"""What every sentence begins with."""


@lru_cache(maxsize=64)  # one sentence is asked of every skill's sieve
def bare(text: str) -> str:
    """Its runs of letters and digits, case folded, a space after each."""
    runs = RUN.findall(unicodedata.normalize("NFC", text).translate(UNDOTTED).casefold())
    return " ".join(runs) + " " if runs else ""


@lru_cache(maxsize=4096)
def fragment(text: str) -> str:
    """Of a template. Its last word is a whole one only where a space follows: "minute[s]" has the fragments "minute" and "s"."""
    return bare(text) if text[-1:].isspace() else bare(text)[:-1]


@dataclass(frozen=True)
class Needed:
    """What a sentence has that fits a template."""

    beginnings: tuple[str, ...]
    """It begins with one of them."""
    parts: tuple[tuple[str, ...], ...]
    """Of each of these it has one."""

    def by(self, sentence: str) -> bool:
        """Plain loops: asked some four hundred times a sentence, generators would take three times as long."""
        if not sentence.startswith(self.beginnings):
            return False
        for part in self.parts:
            for one in part:
                if one in sentence:
                    break
            else:
                return False
        return True


@dataclass(frozen=True)
class Template:
    intent: str
    text: str
    needed: Needed


class Sieve:
    def __init__(self, intents: Intents, keep: Keep = lambda make: make()) -> None:
        """
        intents: each with one block of sentences
        keep:    may give what it has made before of the same intents
        Raises ParseError where a template has a mistake, and HassilError where it names a rule or a list that does not exist.
        """
        self._intents = intents
        self._blocks = {name: intent.data[0] for name, intent in intents.intents.items()}
        try:
            self.known = _templates(keep(lambda: _rows(intents)))
        except (ValueError, KeyError, TypeError):  # a damaged file
            self.known = _templates(_rows(intents))
        self._anyhow = [one for one in self.known if "" in one.needed.beginnings]
        letters = {begins[0] for one in self.known for begins in one.needed.beginnings if begins}
        self._by_letter: dict[str, list[Template]] = {letter: [] for letter in letters}
        for one in self.known:
            for letter in letters if "" in one.needed.beginnings else {begins[0] for begins in one.needed.beginnings}:
                self._by_letter[letter].append(one)

    def through(self, text: str, intent: str = "") -> Intents | None:
        """The templates that the text may fit, of all intents or of that one, in their order; None where there are none."""
        sentence, found = bare(text), defaultdict(list)
        for one in self._by_letter.get(sentence[:1], self._anyhow):
            if intent in ("", one.intent) and one.needed.by(sentence):
                found[one.intent].append(parsed(one.text))
        return replace(self._intents, intents={name: self._only(name, few) for name, few in found.items()}) if found else None

    def _only(self, name: str, sentences: list[Sentence]) -> Intent:
        block = replace(self._blocks[name])
        vars(block)["sentences"] = sentences  # where hassil keeps them once they are parsed
        return Intent(name, [block])


@lru_cache(maxsize=4096)
def parsed(template: str) -> Sentence:
    return parse_sentence(template, keep_text=True)


def _templates(rows: Arrays) -> list[Template]:
    """Raises ValueError, KeyError or TypeError where they are damaged."""
    return [
        Template(name, text, Needed(tuple(begins), tuple(map(tuple, parts))))
        for name, text, begins, parts in json.loads(as_text(rows["templates"]))
    ]


def _rows(intents: Intents) -> Arrays:
    """Intent, text, beginnings and parts of each template, in hassil's order, as JSON."""
    return {"templates": as_array(json.dumps(list(_worked_out(intents)), ensure_ascii=False))}


def _worked_out(intents: Intents) -> Iterator[tuple[object, ...]]:
    for name, intent in intents.intents.items():
        for sentence in intent.data[0].sentences:
            found = needed(sentence.expression, intents.slot_lists)
            yield name, sentence.text, found.beginnings, found.parts


def needed(expression: Expression, lists: Lists) -> Needed:
    beginnings, may_lack = _beginnings(expression, lists)
    parts = sorted(map(sorted, _parts(expression, lists)), key=len)
    return Needed(tuple(ANYTHING if may_lack or "" in beginnings else sorted(beginnings)), tuple(map(tuple, parts)))


def _beginnings(expression: Expression, lists: Lists) -> tuple[frozenset[str], bool]:
    """Fragments with one of which it begins, and whether it may lack words."""
    if isinstance(expression, TextChunk):
        begins = fragment(expression.text)
        return frozenset([begins] if begins else []), not begins
    if isinstance(expression, (Alternative, Permutation)):
        each = [_beginnings(item, lists) for item in expression.items]
        return frozenset().union(*(begins for begins, _ in each)), any(lacks for _, lacks in each)
    if isinstance(expression, Group):
        return _of_sequence(expression.items, lists)
    values = _values(expression, lists)
    return _beginnings(values, lists) if values else (ANYTHING, False)


def _of_sequence(items: list[Expression], lists: Lists) -> tuple[frozenset[str], bool]:
    """Of the first that has words, and of those before it."""
    found: frozenset[str] = frozenset()
    for item in items:
        begins, lacks = _beginnings(item, lists)
        found |= begins
        if not lacks:
            return found, False
    return found, True


def _parts(expression: Expression, lists: Lists) -> set[frozenset[str]]:
    """Of each of the sets one fragment is in every sentence."""
    if isinstance(expression, TextChunk):
        part = fragment(expression.text)
        return {frozenset([part])} if part else set()
    if isinstance(expression, Alternative):
        if expression.is_optional:
            return set()
        each = [_parts(item, lists) for item in expression.items]
        return {frozenset().union(*map(_rarest, each))} if each and all(each) else set()
    if isinstance(expression, Group):
        return {part for item in expression.items for part in _parts(item, lists)}
    values = _values(expression, lists)
    return _parts(values, lists) if values else set()


def _rarest(parts: set[frozenset[str]]) -> frozenset[str]:
    """That with the longest fragments, which few sentences have; the same one every time."""
    return next(iter(parts)) if len(parts) == 1 else max(parts, key=lambda part: (min(map(len, part)), -len(part), sorted(part)))


def _values(expression: Expression, lists: Lists) -> Alternative | None:
    """Of a slot with a list; None where it takes any words."""
    if isinstance(expression, RuleReference):
        raise MissingRuleError(f"Missing expansion rule <{expression.rule_name}>")
    if not isinstance(expression, ListReference) or expression.is_inline_range:
        return None
    if expression.list_name not in lists:
        raise MissingListError(f"Missing slot list {{{expression.list_name}}}")
    found = lists[expression.list_name]
    return Alternative(items=[value.text_in for value in found.values]) if isinstance(found, TextSlotList) else None
