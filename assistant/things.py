"""What the networks know in English alone, in the other languages: how a thing is said, and what is meant by somebody's word for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.phrases import Phrases
from models.lexicon import article, plural

SHORTEST_HEAD, SHORTEST_REST = 4, 3
"""Letters of a noun that a longer word may end with, and of what is before it: "Gartenstuhl" is a chair."""


@dataclass(frozen=True)
class Noun:
    one: str
    """As one sees it: "einen Stuhl", "一把椅子"."""
    many: str
    """What is said behind a number: "Stühle", "把椅子"."""
    some: str
    """Several without a number: "Stühle", "椅子"."""


class Things:
    def __init__(self, language: str) -> None:
        self._phrases = Phrases("assistant", "things", language)
        self.native = not self._phrases.own("nouns")
        """Whether things are told in English."""
        self._numbers = (Phrases("assistant", "vision") if self.native else self._phrases).section("numbers")["words"]

    # ---- as they are said; each word in English

    def a(self, noun: str) -> str:
        """`a cup`, `eine Tasse`; what is not known stays English, in quotation marks."""
        if self.native:
            return article(noun)
        if known := self._nouns.get(noun):
            return known.one
        if described := self._described(noun):
            return described
        several = self._plurals.get(noun)
        return several.some if several else self._phrases.say("unknown", word=noun)

    def _described(self, text: str) -> str:
        """`eine rote Tasse`, `一个红色的杯子`, `rote Tassen`; empty for what is not known."""
        for kind, said in self._stems.items():
            noun = text.removeprefix(f"{kind} ")
            if noun != text and (parts := self._apart(noun)):
                before, ending, named = parts
                return self._phrases.say("coloured", before=before, colour=said + ending, noun=named).strip()
        return ""

    def _apart(self, noun: str) -> tuple[str, str, str] | None:
        """What a noun is said with, the ending that this gives to a colour between them, and the noun itself."""
        if many := self._plurals.get(noun):
            return "", self._endings.get("several", ""), many.some
        if not (known := self._nouns.get(noun)):
            return None
        if not self._phrases.space:
            return known.one.removesuffix(known.some), "", known.some
        before, _, named = known.one.rpartition(" ")
        return before, self._endings.get(before, "es"), named

    def stuff(self, noun: str) -> str:
        """`stone`, `Stein`, `石头`, of which something is made."""
        if said := self._phrases.own("stuff").get(noun):
            return str(said)
        if self.native or not (known := self._nouns.get(noun)):
            return noun if self.native else self.a(noun)
        return known.one.rpartition(" ")[2] if self._phrases.space else known.some

    def several(self, number: int, noun: str) -> str:
        known = self._nouns.get(noun)
        if known:
            return self._phrases.space.join((self.number(number), known.many))
        return f"{self.number(number)} {plural(noun) if self.native else self.a(plural(noun))}"

    def bare_noun(self, said: str) -> str:
        """`椅子` of `一把椅子`, as one denies it; where articles stay, as it is."""
        counted = () if self._phrases.space else (known.one.removesuffix(known.some) for known in self._nouns.values())
        return next((said.removeprefix(one) for one in counted if one and said.startswith(one)), said)

    def number(self, number: int) -> str:
        return str(self._numbers[number]) if number < len(self._numbers) else str(number)

    def word(self, answer: str) -> str:
        """What is no noun: a colour, how something looks, what somebody does."""
        said = self._phrases.own("colours").get(answer) or self._phrases.own("words").get(answer)
        return answer if self.native else str(said or self.a(answer))

    def is_word(self, answer: str) -> bool:
        """Whether what is said for it is no noun."""
        return answer in self._phrases.own("words") and answer not in self._nouns

    # ---- as they are understood

    def english(self, text: str, many: bool = False) -> str | None:
        """
        text: small letters; with a colour, a place, and what a person puts before it: "meine rote tasse auf dem tisch"
        many: in the plural, whatever was said
        "red cup on the table"; None for what is not known.
        """
        return self._with(text, many) or self._between(text, many) or self._clause(text, many)

    def pronoun(self, text: str) -> str:
        """In English; empty for other words."""
        return str(self._phrases.own("pronouns").get(text, ""))

    def bare(self, english: str) -> str:
        """Without where it is and what it has: "red cup" of "red cup on the table"."""
        return self._joins.split(english, maxsplit=1)[0]

    def _with(self, text: str, many: bool) -> str | None:
        if (noun := self._noun(text, many)) or not text:
            return noun
        for kind, meant in self._kinds.items():
            if text.startswith(kind) and (rest := self._with(text[len(kind) :], many)):
                return f"{meant} {rest}"
        for word in self._before:
            if text.startswith(word):
                return self._with(text[len(word) :], many)
        return next((self._with(text[: -len(word)], many) for word in self._after if text.endswith(word)), None)

    def _between(self, text: str, many: bool) -> str | None:
        """Of two nouns, that which is by the other: the first one, or, in Chinese, the last."""
        for word, meant in self._phrases.own("relations").items():
            first, found, last = text.partition(f"{self._phrases.space}{word}{self._phrases.space}")
            thing, place = (first, last) if self._phrases.space else (last, first)
            if found and (noun := self._with(thing, many)) and (where := self._with(place, False)):
                return f"{noun} {meant} the {where}"
        return None

    def _clause(self, text: str, many: bool) -> str | None:
        """Of two nouns in Chinese, that of which is said what it has: "man wearing a hat"."""
        for verb, meant in self._phrases.own("clauses").items():
            for at in (found.start() for found in re.finditer("的", text) if text.startswith(verb)):
                if (noun := self._with(text[at + 1 :], many)) and (worn := self._with(text[len(verb) : at], False)):
                    return f"{noun} {meant} {article(worn)}"
        return None

    def _noun(self, text: str, many: bool) -> str | None:
        noun = self._forms.get(text) or self._head(text)
        return plural(noun) if noun and many and noun in self._nouns else noun

    def _head(self, text: str) -> str:
        """The longest noun that a word of a language with spaces ends with."""
        heads = (text[at:] for at in range(SHORTEST_REST, len(text) - SHORTEST_HEAD + 1))
        return next((self._heads[head] for head in heads if head in self._heads), "") if self._phrases.space and " " not in text else ""

    # ---- the tables

    @cached_property
    def _entries(self) -> Mapping[str, list[str]]:
        known = (*self._phrases.own("nouns").items(), *self._phrases.own("others").items())
        return {noun: [part.strip() for part in said.split(";")] for noun, said in known}

    @cached_property
    def _nouns(self) -> Mapping[str, Noun]:
        return {noun: self._noun_of(parts[0]) for noun, parts in self._entries.items()}

    @cached_property
    def _plurals(self) -> Mapping[str, Noun]:
        return {plural(noun): known for noun, known in self._nouns.items()}

    def _noun_of(self, said: str) -> Noun:
        one, comma, many = said.partition(", ")
        if self._phrases.space or " " not in said:
            return Noun(one, *(2 * [many if comma else one]))
        measured = said.replace(" ", "")
        return Noun(f"{self.number(1)}{measured}", measured, said.rpartition(" ")[2])

    @cached_property
    def _forms(self) -> Mapping[str, str]:
        """English by each word for it; of one that stands for two things, the first."""
        found: dict[str, str] = {}
        for english, (said, *others) in self._entries.items():
            one, comma, many = said.partition(", ")
            article, _, noun = one.rpartition(" ")
            possessive = [noun + ending for ending in self._phrases.own("reading").get("genitives", {}).get(article, ())]
            for word in (f"{noun}{comma}{many}", *others, *possessive):
                single, _, several = word.lower().partition(", ")
                for form, meant in ((single, english), (several, plural(english)), (several and f"{several}n", plural(english))):
                    if form:
                        found.setdefault(form, meant)
        return found

    @cached_property
    def _heads(self) -> Mapping[str, str]:
        """Of those with which longer words may end."""
        seldom = {form for noun in self._phrases.own("others") for form in (noun, plural(noun))}
        return {form: noun for form, noun in self._forms.items() if noun not in seldom}

    @cached_property
    def _stems(self) -> Mapping[str, str]:
        """Of colours and the like, as they are said before a noun."""
        own = self._phrases.own
        return {**own("kinds"), **own("colours"), **own("inflectible")}

    @property
    def _endings(self) -> Mapping[str, str]:
        endings: Mapping[str, str] = self._phrases.own("reading").get("inflected", {})
        return endings

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        """Colours and the like, with all endings, as a text begins with them."""
        endings = self._phrases.own("reading").get("endings", ())
        tables = [*map(self._phrases.own, ("colours", "kinds", "inflectible"))]
        made = {f"{stem}{ending}{self._phrases.space}": meant for table in tables for meant, stem in table.items() for ending in endings}
        return dict(sorted(made.items(), key=lambda pair: -len(pair[0])))

    @cached_property
    def _joins(self) -> re.Pattern[str]:
        """How in English one thing is said to be by another, or to have it."""
        meant = {*self._phrases.own("relations").values(), *self._phrases.own("clauses").values()}
        return re.compile(rf" (?:{'|'.join(meant) or '$^'}) ")

    @cached_property
    def _before(self) -> list[str]:
        """Articles and the like, and the common measure words."""
        common = (self._nouns[noun] for noun in self._phrases.own("nouns"))
        measures = {known.many.removesuffix(known.some) for known in common} - {""}
        words = {*self._phrases.own("reading").get("before", ()), *measures}
        return [f"{word}{self._phrases.space}" for word in sorted(words, key=lambda word: (-len(word), word))]

    @cached_property
    def _after(self) -> list[str]:
        words = self._phrases.own("reading").get("after", ())
        return [f"{self._phrases.space}{word}" for word in sorted(words, key=len, reverse=True)]


@lru_cache(maxsize=8)
def things_of(language: str) -> Things:
    return Things(language)
