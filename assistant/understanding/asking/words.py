"""Whether words can be read at all, put right and whole: too many, of another language, of none, or a part of a question."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cached_property

from assistant.phrases import Phrases
from assistant.understanding.asking import fragments
from assistant.understanding.asking.amounts import of_nothing
from assistant.understanding.asking.granted import LONGEST_NAME
from assistant.understanding.asking.people_words import ARTICLE, NAMES_OF_PERSONS
from assistant.understanding.asking.plain import OPEN, plain
from assistant.understanding.asking.spelling import put_right, stems
from assistant.understanding.asking.there import MYSELF
from models.errors import UnfitInput
from models.lexicon import in_known_words, is_alias, lexicon, plural
from models.vilbert.vocabulary import SIDES, UNKNOWN, Vocabulary

FOREIGN = 0.5
"""Share of unknown words from which a question is not understood: it is of another language, or of no language."""
MOST_BARE = 8
"""Words of the longest phrase that lacks no more than an article."""
SPELT = 2
"""Pieces from which a word counts as spelt."""
WORD = re.compile(r"(?<![\w'])(?!(?:is|are|was|were|do|does|did|ca|could|would|wo|has|have|had|should)nt\b)[^\W\d_]{3,}(?!\w)")
PICTURED = re.compile("(?<=\\w )[\u2600-\u27bf\U0001f000-\U0001faff]+(?= \\w)")
"""An emoji between words, where it stands for one; at the end it only adorns what is asked."""
A_THING = re.compile(rf"{OPEN} {ARTICLE}\b")
UNTOLD = re.compile(
    r"^(?:why|how come)\b|^when\b(?!.*\bor\b)|^who (?:made|built|painted|drew|took|owns|bought|designed|invented|wrote)\b"
    r"|^what(?:'?s| is| was) (?:wrong|the matter)\b|^whose (?:\w+ )?(?:is|are) (?:it|this|that|these|those)$"
)
"""What is before a picture or behind it, and not in it."""


class Words:
    def __init__(self, vocabulary: Vocabulary, phrases: Phrases) -> None:
        """phrases: the topic `vision`."""
        self._vocabulary, self._lists, self._parts = vocabulary, phrases.section("languages"), phrases.section("whole")
        self._openers = phrases.section("reading")["openers"]
        self._nameless, days = frozenset(phrases.section("nameless")["words"]), phrases.section("calendar")
        asked, named = ("|".join(days[kind]) for kind in ("asked", "named"))
        self._calendar = re.compile(
            rf"(?:what|which)(?:'?s| is| was)?(?: the)? (?:{asked})\b|(?:is|was|isn't) (?:it|this|that|today)(?: \w+)? (?:{named})[ ?.!]*$"
        )

    def trouble(self, text: str, said: str = "") -> str | None:
        """The sentence that says why they can't be read; None where they can. said: the words as they are read, where they are others."""
        text, said = in_known_words(text), in_known_words(said)
        try:
            pieces = self._vocabulary.question(text)[1:]
        except UnfitInput:
            return "too_many_words" if self._vocabulary.ids(text)[1:] else "no_words"
        strange = pieces.count(UNKNOWN) > FOREIGN * len(pieces) or self._is_nonsense(said or text) or self._is_foreign(text)
        return "unknown_words" if strange else None

    def _is_nonsense(self, text: str) -> bool:
        """Most of its words are in no dictionary, and had to be spelt: three, or fewer where no little word says that it is English."""
        words = text.lower().split()
        spelt = sum(map(self._is_spelt, words))
        english = any(word in self._lists["english"] for word in words)
        return spelt > FOREIGN * len(words) and (spelt > 2 or not english)

    def put_right(self, text: str) -> str:
        """With straight apostrophes; and where it is English, without its slips of typing."""
        text = text.replace("’", "'")
        return text if self._is_foreign(text) else put_right(text, lambda word: is_alias(word) or not self._is_spelt(word))

    def hardly_known(self, text: str, seen: Collection[str]) -> str:
        """
        The first word that nobody taught the network, which says of such things that they are there wherever it is asked; "" where there
        is none.
        seen: names of what is seen; others are not known well enough to be claimed, either, if they have to be spelt
        """
        spelt = {word: {*stems(word)} for word in WORD.findall(in_known_words(text).lower()) if all(map(self._is_spelt, stems(word)))}
        known = self._learned | _forms(seen) if spelt else frozenset()
        return next((word for word, made_of in spelt.items() if not made_of & known), "")

    def is_name(self, word: str) -> bool:
        """Whether one of the networks that look at a picture would say it of what it sees."""
        return any(one in self._names for one in stems(word))

    @cached_property
    def _names(self) -> frozenset[str]:
        return _forms(self._vocabulary.names)

    @cached_property
    def _learned(self) -> frozenset[str]:
        """Words that have to be spelt, and were learned all the same: for answers that are no names, and for what a detector knows."""
        answers = set(self._vocabulary.answers) - set(self._vocabulary.names)
        return _forms((*answers, *(word for words in lexicon()["things"].values() for word in words)))

    def _is_spelt(self, word: str) -> bool:
        return len(self._vocabulary.ids(word)) - 1 >= SPELT

    def is_whole(self, question: str) -> bool:
        """Whether something is asked: not "is there", "how many" or "are there two" alone, nor what breaks off, lacks what it compares
        with, or has a picture for a word."""
        if PICTURED.search(question.strip()):
            return False
        words = re.findall(r"[^\W_]+", question.lower().replace("'s", " is"))
        if not words or words[-1] in self._parts["open"] or of_nothing(question):
            return False
        if MYSELF.match(plain(question)):
            return True
        a_thing = (words[-2:-1] and words[-2] in self._parts["open"]) or A_THING.match(plain(question))  # a lighter
        if words[-1] in self._parts["comparing"] and not a_thing and not {*words} & {*self._parts["with"]}:
            return False
        said = [word for word in words if word not in self._parts["little"]]
        return any(word not in self._parts["pointing"] for word in said) or (bool(said) and words[0] in self._parts["asking"])

    def asks_the_calendar(self, question: str) -> bool:
        """The season, the day, or whether it is Monday, which no picture tells."""
        return self._calendar.match(question.lower().strip()) is not None

    def names_a_thing(self, phrase: str) -> bool:
        """Not `everything`, nor `the` alone."""
        return not {*re.findall(r"[^\W_]+", phrase.lower())} <= self._nameless

    def asks(self, text: str) -> bool:
        """Whether it begins as a question does: whatever else is said may be no question at all."""
        words = re.findall(r"[^\W_]+", text.lower())
        return bool(words) and words[0].removesuffix("nt") in (*self._parts["little"], *self._parts["asking"])

    def whole(self, text: str) -> str:
        """The question of which a fragment is left, "" of what is none."""
        looks = {*self._vocabulary.answers} - SIDES - {"yes", "no"}
        return fragments.whole(text, lambda name: in_known_words(name) in self._things, looks.__contains__)

    def names_something(self, text: str) -> bool:
        """Whether anything is named that could be seen: not in `this is fun`."""
        words = re.findall(r"[^\W_]+", in_known_words(text).lower())
        named = (" ".join(words[place : place + many]) for place in range(len(words)) for many in range(1, LONGEST_NAME + 1))
        return any(one in self._seeable or one in self._parts["nobody"] for one in named)

    @cached_property
    def _things(self) -> frozenset[str]:
        """Names of what can be seen, in either number."""
        named = (*self._vocabulary.names, *(word for words in lexicon()["things"].values() for word in words), *NAMES_OF_PERSONS)
        return self._meant(named)

    @cached_property
    def _seeable(self) -> frozenset[str]:
        """And all else that answers a question about a picture."""
        return self._things | self._meant(self._vocabulary.answers)

    def _meant(self, told: Iterable[str]) -> frozenset[str]:
        """In either number, but for words that mean as much elsewhere."""
        forms = (form for one in told if one for form in (one.lower(), plural(one.lower())))
        return frozenset(forms) - {*self._parts["anywhere"], *self._parts["nobody"]}

    def determined(self, phrase: str) -> str:
        """`the red cup` for `red cup`: so say it those who look at a picture, and of those the network learned."""
        words = phrase.lower().split()
        bare = 0 < len(words) <= MOST_BARE and words[0].isalnum() and words[0] not in self._openers
        return f"the {phrase}" if bare else phrase

    def knows(self, text: str) -> bool:
        """Any word of it that need not be spelt, and is no little one of another language."""
        own = (word for word in text.split() if word.lower() not in self._lists["others"])
        return any(len(pieces) == 1 and UNKNOWN not in pieces for pieces in (self._vocabulary.ids(word)[1:] for word in own))

    def _is_foreign(self, text: str) -> bool:
        """More of the little words of other languages than of English ones; what both have tells nothing."""
        words = "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()
        return sum(word in self._lists["others"] for word in words) > sum(word in self._lists["english"] for word in words)


def _forms(names: Iterable[str]) -> frozenset[str]:
    """The words of names in either number."""
    return frozenset(word for name in names for form in (name.lower(), plural(name.lower())) for word in form.split())


def untold(text: str) -> bool:
    """Whether something is asked that no picture tells."""
    return UNTOLD.match(plain(text)) is not None
