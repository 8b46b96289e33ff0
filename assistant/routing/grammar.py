"""The templates of one skill: hassil's syntax, what each of them needs, and what a sentence gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from hassil import Intents, recognize_all
from hassil.parser import ParseError
from hassil.recognize import RecognizeResult

from assistant.routing.normal import words_of
from assistant.routing.shelf import Keep
from assistant.routing.sieve import Sieve, parsed
from assistant.routing.slots import PARSERS, parse

TYPED = 0.5
"""A word in a slot that could be read as a duration or a number counts half as the template's own."""
LONGEST_SLOT = 7
"""Words; a slot that swallows more has taken a sentence for a thing."""
ROOMY = {"when": 14, "moment": 14} | dict.fromkeys(
    ("timed", "text", "items", "goods", "options", "arithmetic", "numbers", "quantity", "durations", "moments"), 40
)
"""The same for kinds that have more to say."""
SLOT = re.compile(r"{(\w+)}")
NONSENSE = "zrkv"
"""What no kind of slot can read but those that take any words."""


@dataclass(frozen=True)
class Match:
    """One way in which a sentence fits a template."""

    intent: str
    slots: Mapping[str, Any]
    own: float
    """Share of the sentence that is the template's own, 0 to 1; of what a slot could read, half counts."""
    strict: bool
    """Every word is the template's own or was read; none was taken as it came."""


@lru_cache(maxsize=64)
def is_open(kind: str, language: str) -> bool:
    """Whether it takes any words, so that it says nothing about whether they were meant for it."""
    return PARSERS[kind](NONSENSE, language) is not None


class Grammar:
    def __init__(
        self,
        intents: Mapping[str, Any],
        lists: Mapping[str, Any],
        kinds: Mapping[str, str],
        language: str,
        keep: Keep = lambda make: make(),
    ) -> None:
        """
        keep: may give what it has made before of the same words
        Raises ValueError for templates that cannot be parsed, and for kinds of slots that do not exist.
        """
        for slot, kind in kinds.items():
            if kind not in PARSERS:
                raise ValueError(f"slot kind '{kind}' of '{slot}' does not exist; there are {', '.join(sorted(PARSERS))}")
        self.kinds = dict(kinds)
        self.templates: dict[str, tuple[str, ...]] = {name: tuple(words.get("templates", ())) for name, words in intents.items()}
        self._language, self._lists = language, lists
        try:
            self._sieve = Sieve(self.compiled(self.templates), keep)
        except ParseError as error:
            raise ValueError(self._unreadable()) from error
        self._loose: Intents | None = None
        self._readers: dict[str, Intents] = {}
        self._listed: dict[str, frozenset[str]] = {}
        words = words_of(language).section("words")
        joins, starters = ("|".join(map(re.escape, words.get(kind, ["$^"]))) for kind in ("joins", "starters"))
        self._another = re.compile(rf"(?<!\w)(?:{joins}) (?:{starters})(?!\w)")
        self._needs = {name: [required(text) for text in texts] for name, texts in self.templates.items()}

    def compiled(self, templates: Mapping[str, tuple[str, ...]], loose: bool = False) -> Intents:
        """loose: each slot takes any words, that of a list too"""
        lists = {} if loose else self._lists
        names = {name for texts in templates.values() for text in texts for name in SLOT.findall(text)}
        wild = {name: {"wildcard": True} for name in names if name not in lists}
        fixed = {name: {"values": values} for name, values in lists.items()}
        data = {intent: {"data": [{"sentences": list(texts)}]} for intent, texts in templates.items() if texts}
        return Intents.from_dict({"language": self._language, "intents": data, "lists": {**wild, **fixed}})

    def _unreadable(self) -> str:
        """Which value of a list, or which template, it is that cannot be parsed."""
        for name in self._lists:
            for text in self._values(name):
                if not _can_be_read(text):
                    return f"the value “{text}” of the list '{name}' cannot be read; close each bracket that it opens"
        for intent, texts in self.templates.items():
            for text in texts:
                try:
                    Sieve(self.compiled({intent: (text,)}))
                except ParseError:
                    return f"the template “{text}” of the intent '{intent}' cannot be read; close each bracket that it opens"
        return "its templates cannot be read"

    def fits(self, text: str) -> bool:
        """Whether it has the form of a template, whatever stands in its slots."""
        self._loose = self._loose or self.compiled(self.templates, loose=True)
        return next(iter(recognize_all(text, self._loose)), None) is not None

    def matches(self, text: str, intent: str = "") -> Iterator[Match]:
        """text: normal form. The best match of each intent, or of that one alone: that with most words of its own."""
        best: dict[str, Match] = {}
        likely = self._sieve.through(text, intent)
        for result in recognize_all(text, likely) if likely else ():
            match = self._match(text, result)
            if match is not None:
                best[match.intent] = max(best.get(match.intent, match), match, key=lambda one: (one.strict, one.own))
        yield from best.values()

    def _match(self, text: str, result: RecognizeResult) -> Match | None:
        found = {name: str(entity.value).strip() for name, entity in result.entities.items()}
        if not all(self._is_plausible(name, value) for name, value in found.items()):
            return None
        if self._language != "zh" and not all(_whole(entity.text.strip(), text) for entity in result.entities.values()):
            return None
        slots = parse(self.kinds, found, self._language)
        if slots is None:
            return None
        lengths = {name: len(value if self._language == "en" else result.entities[name].text.strip()) for name, value in found.items()}
        taken = sum(length * (TYPED if name in self.kinds else 1.0) for name, length in lengths.items())  # of English by what it means
        strict = not any(self.open_slot(name) for name in found)
        return Match(result.intent.name, slots, max(0.0, 1.0 - taken / len(text)), strict)

    def _is_plausible(self, name: str, value: str) -> bool:
        kind = self.kinds.get(name, "words")
        return bool(value) and len(value.split()) <= ROOMY.get(kind, LONGEST_SLOT) and (kind in ROOMY or not self._another.search(value))

    def open_slot(self, name: str) -> bool:
        return name not in self._lists and is_open(self.kinds.get(name, "words"), self._language)

    def read(self, name: str, text: str) -> dict[str, Any] | None:
        """The slot's value where the text is one: of its list, or as its kind reads it. None otherwise."""
        if name not in self._lists:
            return parse(self.kinds, {name: text}, self._language)
        if self._language != "zh" and not set(text.split()) <= self._words_of(name):  # much quicker than to try, and most spans fail
            return None
        values = (str(result.entities[name].value) for result in recognize_all(text, self._alone(name)))
        found = next(values, None)
        return None if found is None else parse(self.kinds, {name: found}, self._language)

    def _values(self, name: str) -> list[str]:
        """Of a list, as they are said."""
        return [str(value["in"] if isinstance(value, Mapping) else value) for value in self._lists[name]]

    def _words_of(self, name: str) -> frozenset[str]:
        """All words of a list's values."""
        if name not in self._listed:
            self._listed[name] = frozenset(re.split(r"[\s()\[\]|;]+", " ".join(self._values(name)).lower()))
        return self._listed[name]

    def _alone(self, name: str) -> Intents:
        if name not in self._readers:
            self._readers[name] = self.compiled({"it": (f"{{{name}}}",)})
        return self._readers[name]

    def optional(self, intent: str) -> list[str]:
        """Slots of the intent's templates that are read strictly, and that some template can do without."""
        named = {name for text in self.templates.get(intent, ()) for name in SLOT.findall(text)}
        return sorted(name for name in named if not self.open_slot(name))

    def names(self, intent: str) -> list[str]:
        """Slots of the intent's templates that hold what a thing is called."""
        slots = {slot for text in self.templates.get(intent, ()) for slot in SLOT.findall(text)}
        return sorted(slot for slot in slots if self.kinds.get(slot) == "name")

    def stand_in(self, slot: str) -> str:
        """Some value of a list, or any words."""
        return next(iter(self._values(slot) if slot in self._lists else ()), "blue thing")

    def needs(self, intent: str) -> list[tuple[str, ...]]:
        """For each template of the intent, the slots that it cannot do without, in order."""
        return self._needs.get(intent) or [()]


def _whole(words: str, text: str) -> bool:
    """Not a piece of a word: "lond" of "london tomorrow", whose other piece a template read as "on tomorrow"."""
    return f" {words} " in f" {text} " or re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def _can_be_read(text: str) -> bool:
    try:
        parsed(text)
    except ParseError:
        return False
    except AssertionError:  # hassil's word for an empty one
        pass
    return True


def required(template: str) -> tuple[str, ...]:
    """Slots outside of optional brackets."""
    before = ""
    while before != template:
        before, template = template, re.sub(r"\[[^\[\]]*\]", " ", template)
    return tuple(dict.fromkeys(SLOT.findall(template)))
