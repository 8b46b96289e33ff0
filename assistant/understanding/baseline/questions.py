"""Words to a question: of which kind it is and about what. Made for speech: no punctuation, dropped articles, digits or words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, takewhile

from assistant.phrases import Phrases
from assistant.understanding.baseline.words import Lexicon, Thing

CONTRACTED = (
    (r"\b(what|where|who|that|there|it|he|she|how)'?s\b", r"\1 is"),
    (r"n't\b", " not"),
    (r"\bcolour", "color"),
    (r"\bgray\b", "grey"),
)


MANY = re.compile(r"[^s]s$")


@dataclass(frozen=True)
class Target:
    """What a noun phrase points at."""

    noun: str = ""
    thing: Thing | None = None
    """None where the networks never learned the noun, or none was said."""
    part: str = ""
    """`torso`, `hat`, `hair`, `legs` or `feet` of a person, or `top`, `bottom`, `edge` of the picture."""
    colour: str = ""
    side: str = ""
    size: str = ""
    """`largest` or `smallest`."""
    place: int = 0
    """Position of the noun among the words."""
    many: bool = False


@dataclass(frozen=True)
class Question:
    kind: str
    words: tuple[str, ...]
    targets: tuple[Target, ...] = ()
    relation: str = ""
    colour: str = ""
    """Said of the first target: is the mug red?"""
    choices: tuple[str, ...] = ()
    """Sides to choose from."""
    side: str = ""
    number: int | None = None

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def target(self) -> Target:
        return self.targets[0] if self.targets else Target()


class Reader:
    def __init__(self, lexicon: Lexicon, phrases: Phrases) -> None:
        self._lexicon = lexicon
        self.keys: Mapping[str, Sequence[str]] = phrases.section("reading")
        self._numbers: Sequence[str] = phrases.section("numbers").get("words", ())
        self._colours = _by_word(phrases.section("colours"))
        self._sides = _by_word(phrases.section("sides"))
        self._parts = {**_by_word(phrases.section("parts")), **_by_word(phrases.section("surroundings"))}
        self._relations = sorted(_by_word(phrases.section("relations")).items(), key=lambda pair: -len(pair[0]))

    def read(self, text: str) -> Question:
        words = self.split(text)
        joined = " ".join(words)
        kind = self._kind(joined, words)
        relation, place = self._relation(joined)
        question = Question(kind, tuple(words), self.targets(words), relation, number=self._number(words))
        return self._predicates(question, place)

    def side(self, word: str) -> str:
        return self._sides.get(word, "")

    def unknown(self, words: Sequence[str]) -> str:
        """The noun phrase of a question about a thing that nobody taught: `flurb` of `is there a flurb on the table`."""
        rest = list(dropwhile(lambda word: word in self.keys["skipped"], words))
        return " ".join(takewhile(lambda word: word not in self.keys["cut"], rest)) or " ".join(words)

    def has(self, text: str, key: str) -> bool:
        return any(re.search(rf"\b{re.escape(word)}\b", text) for word in self.keys[key])

    def split(self, text: str) -> list[str]:
        text = text.lower().replace("’", "'")
        for pattern, plain in CONTRACTED:
            text = re.sub(pattern, plain, text)
        return re.findall(r"[a-z0-9]+", re.sub(r"'s\b", "", text))

    # ---- kind

    def _kind(self, text: str, words: Sequence[str]) -> str:
        if self._offers_sides(words):
            return "where"
        for kind in ("count", "scene", "weather", "colour", "where", "deed"):
            if self.has(text, kind):
                return self._unless_yes_no(kind, words)
        if self.has(text, "compare") and self.has(text, "than"):
            return "compare"
        if words and words[0] in self.keys["yes_no"]:
            return "yes_no"
        if self.has(text, "describe"):
            return "describe"
        return "identify" if self.has(text, "identify") else "yes_no"

    def _offers_sides(self, words: Sequence[str]) -> bool:
        """`is it on the left or on the right`"""
        return "or" in words and len({self._sides[word] for word in words if word in self._sides}) > 1

    def _unless_yes_no(self, kind: str, words: Sequence[str]) -> str:
        """`is he playing` is not `what is he playing`."""
        return "yes_no" if kind in ("deed", "colour") and words[0] in self.keys["yes_no"] else kind

    # ---- what about

    def targets(self, words: Sequence[str]) -> tuple[Target, ...]:
        """Noun phrases in their order; parts of a person and the picture's surroundings are nouns too."""
        found = [
            Target(" ".join(words[start:end]), thing, place=start, many=words[end - 1] != thing.noun.split()[-1])
            for start, end, thing in self._lexicon.mentions(words)
            if not self._is_colour(words, start, end) and " ".join(words[start:end]) not in self._parts
        ]
        found += [Target(noun, None, part, place=at, many=bool(MANY.search(noun))) for at, noun, part in self._find(words, self._parts)]
        found += [Target(word, None, place=at) for at, word in enumerate(words) if word in (*self.keys["persons"], *self.keys["anything"])]
        found.sort(key=lambda target: target.place)
        return tuple(self._adorned(words, target) for target in found)

    def _is_colour(self, words: Sequence[str], start: int, end: int) -> bool:
        """`orange` before a noun, or said of one, is no fruit."""
        if end - start > 1 or words[start] not in self._colours:
            return False
        before = words[start - 1] if start else ""
        return end < len(words) or before not in ("a", "an", "the", "this", "that")

    def _adorned(self, words: Sequence[str], target: Target) -> Target:
        """With the colour, the side and the size that stand close by."""
        before = words[max(0, target.place - 3) : target.place]
        after = words[target.place + len(target.noun.split()) :][:6]
        colour = next((self._colours[word] for word in reversed(before) if word in self._colours), "")
        if after[:1] == ["in"]:
            colour = colour or next((self._colours[word] for word in after[1:4] if word in self._colours), "")
        side = " ".join(dict.fromkeys(self._sides[word] for word in (*before, *after) if word in self._sides))
        size = next((size for size in ("largest", "smallest") for word in before if word in self.keys[size]), "")
        return replace(target, colour=colour, side=_one_place(side), size=size)

    def _predicates(self, question: Question, place: int) -> Question:
        words = question.words
        choices = tuple(dict.fromkeys(self._sides[word] for word in words if word in self._sides)) if "or" in words else ()
        after = [self._colours[word] for at, word in enumerate(words) if word in self._colours and at > question.target.place]
        colour = after[-1] if after and question.target.colour != after[-1] else ""
        side = "" if choices else question.target.side
        relation = question.relation
        if relation and not any(target.place > place for target in question.targets[1:]):
            relation = relation if relation in ("holding", "wearing") or len(question.targets) == 1 else ""
        return replace(question, choices=choices, colour=colour, side=side, relation=relation)

    def _relation(self, text: str) -> tuple[str, int]:
        """The longest relation that is said, and the word at which it stands."""
        for words, relation in self._relations:
            if match := re.search(rf"\b{words}\b", text):
                return relation, len(text[: match.start()].split())
        return "", 0

    def _number(self, words: Iterable[str]) -> int | None:
        for word in words:
            if word.isdigit():
                return int(word)
            if word in self._numbers[1:]:
                return self._numbers.index(word)
        return None

    @staticmethod
    def _find(words: Sequence[str], table: Mapping[str, str]) -> list[tuple[int, str, str]]:
        joined = " ".join(words)
        hits = ((match, noun) for noun in table for match in re.finditer(rf"\b{noun}\b", joined))
        return [(len(joined[: match.start()].split()), noun, table[noun]) for match, noun in hits]


def _by_word(table: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {word: key for key, words in table.items() for word in words}


def _one_place(side: str) -> str:
    """`top left` from words in any order; contradictions leave the first."""
    parts = side.split()
    vertical = next((part for part in parts if part in ("top", "bottom")), "")
    horizontal = next((part for part in parts if part in ("left", "right", "middle")), "")
    return f"{vertical} {horizontal}".strip()
