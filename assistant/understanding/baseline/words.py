"""The nouns of a language, as far as the networks know what they look like: detector classes and backbone names by the words for them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.phrases import Phrases
from models.backbone.runtime import names as imagenet
from models.detector.coco import NAMES as COCO

LONGEST = 3
"""Words of the longest noun."""
MISLEADING = ("hot dog", "sea lion", "sea cucumber", "guinea pig", "prairie chicken", "koala bear", "cat bear", "bear cat", "red panda")
"""Names whose last word is another thing."""


@dataclass(frozen=True)
class Thing:
    noun: str
    classes: frozenset[str] = frozenset()
    """Detector classes that it covers."""
    names: frozenset[str] = frozenset()
    """Backbone names that it covers."""

    def __or__(self, other: Thing) -> Thing:
        return Thing(self.noun, self.classes | other.classes, self.names | other.names)


class Lexicon:
    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases
        self._plurals: Mapping[str, str] = phrases.section("plurals")
        self._mass = set(phrases.section("article").get("none", ()))
        self._shown: Mapping[str, str] = phrases.section("shown")
        self._no_nouns = set(phrases.section("reading").get("skipped", ()))  # a trash can is no reason to read "can you see" so
        self._one_name: dict[str, str] = {}
        self._things: dict[str, Thing] = {}
        self.groups: dict[str, Thing] = {}
        self._learn_names()
        self._learn_classes()
        self._learn_groups()
        regular = {f"{noun}s": noun for noun in self._things}
        self._singulars = {**regular, **{self.plural(noun): noun for noun in self._things}}

    # ---- forms

    def plural(self, noun: str) -> str:
        head, _, last = noun.rpartition(" ")
        if last in self._plurals:
            many = self._plurals[last]
        elif noun in self._mass:
            many = last
        elif re.search(r"[^aeiou]y$", last):
            many = last[:-1] + "ies"
        else:
            many = last + ("es" if re.search(r"(s|x|z|ch|sh)$", last) else "s")
        return f"{head} {many}".strip()

    def a(self, noun: str) -> str:
        if noun in self._mass or noun in self._plurals.values():
            return noun
        return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"

    def shown(self, name: str) -> str:
        """A backbone name (`hog, pig, grunter`) as a person would say it."""
        first = name.split(",")[0]
        return self._shown.get(first) or self._one_name.get(name) or (first if first[:1].islower() else first.lower())

    # ---- finding

    def thing(self, words: str) -> Thing | None:
        """The noun in singular or plural, or None when the networks never learned it."""
        return self._things.get(words) or self._things.get(self._singulars.get(words, ""))

    def mentions(self, words: Sequence[str]) -> list[tuple[int, int, Thing]]:
        """Nouns by (first word, one past the last), the longest at each place."""
        found, at = [], 0
        while at < len(words):
            for length in range(min(LONGEST, len(words) - at), 0, -1):
                if thing := self.thing(" ".join(words[at : at + length])):
                    found.append((at, at + length, thing))
                    at += length - 1
                    break
            at += 1
        return found

    def is_group(self, thing: Thing) -> bool:
        return any(thing.names == group.names and thing.classes == group.classes for group in self.groups.values())

    def classes_of(self, noun: str) -> frozenset[str]:
        thing = self.thing(noun)
        return thing.classes if thing else frozenset()

    def named(self, label: str) -> Thing:
        """The thing that a detector class is; what the detector of drawn things names is taken as it stands."""
        return self._things.get(label) or Thing(label, frozenset((label,)))

    # ---- learning

    def _add(self, noun: str, thing: Thing) -> None:
        if noun in self._no_nouns:
            return
        self._things[noun] = self._things.get(noun, Thing(thing.noun)) | thing

    def _learn_names(self) -> None:
        for name in imagenet():
            for synonym in name.lower().split(", "):
                thing = Thing(synonym, names=frozenset((name,)))
                self._add(synonym, thing)
                if " " in synonym and synonym not in MISLEADING:
                    head = synonym.split()[-1]
                    self._add(head, Thing(head, names=thing.names))

    def _learn_classes(self) -> None:
        for label in COCO.values():
            self._add(label, Thing(label, frozenset((label,))))
        said_as = self.phrases.section("said_as")
        for label, words in self.phrases.section("things").items():
            for word in words:
                self._add(word, Thing(said_as.get(word, word), frozenset((label,))))

    def _learn_groups(self) -> None:
        rows = imagenet()
        for group, members in self.phrases.section("groups").items():
            covered = frozenset(rows[number] for span in members["imagenet"] for number in _numbers(span))
            self.groups[group] = Thing(group, frozenset(members["coco"]), covered)
            for word in members["words"]:
                self._things[word] = Thing(word, self.groups[group].classes, covered)
            if members.get("one_name"):
                self._one_name.update(dict.fromkeys(covered, group))


def _numbers(span: str) -> range:
    first, _, last = span.partition("-")
    return range(int(first), int(last or first) + 1)
