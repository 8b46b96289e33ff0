"""One thing told of: where it is, of what colour, and of somebody what they do and wear; of each only what is answered without doubt."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from assistant.events import Answer, Grounding
from assistant.understanding.answering.saying import SURE, Saying
from assistant.understanding.asking.people_words import JOINING, NAMES_OF_PERSONS
from assistant.understanding.asking.there import detected_as
from models.lexicon import is_many, plural
from models.vilbert.vocabulary import vocabulary

MEANT = {"him": "the man", "her": "the woman", "me": "the person", "myself": "the person"}
DETERMINER = re.compile(r"^(?:the|this|that|these|those|my|your|his|her|their|its|an?) ")
AROUND = ("background", "foreground")
"""What lies everywhere."""
DEEDS = {"smiling": "smiling", "sitting": "sitting", "standing": "standing", "lying": "lying down"}
"""What people are seen to do from near, and how it is asked for."""


@dataclass(frozen=True)
class Detailing:
    ask: Callable[[str], Answer]
    ground: Callable[[str], Grounding]
    saying: Saying

    def told(self, phrase: str, size: tuple[int, int]) -> Answer | str:
        """phrase: `the man on the left`; size: of the picture. The key of what is said where nothing is told: `not_seen`, `not_sure`."""
        phrase = MEANT.get(phrase, phrase)
        name = named(phrase)
        if not is_known(name):
            return "not_sure"
        found = self.ground(phrase)
        if name not in AROUND and found.region is None:
            return "not_seen"
        name = self._sort(phrase) or name
        said = [*self._seen(name, found, size), *self._more(phrase, name)] if found.sure else []
        if not said or found.region is None:
            return "not_sure"
        regions = () if name in AROUND else (replace(found.region, label=found.region.label or name),)
        return Answer(name, self.saying.together(said), found.score, found.engine, regions)

    def _seen(self, name: str, found: Grounding, size: tuple[int, int]) -> Iterator[str]:
        if found.region is None or name in AROUND:
            return
        if is_many(name):
            yield self.saying.say("i_see", things=self.saying.a(name))
        else:
            yield self.saying.say("seen_at", a_noun=self.saying.a(name), place=self.saying.place(found.region.box, size))

    def _sort(self, phrase: str) -> str:
        """Of a person of whom no sort is said."""
        sort = self.ask(f"is {phrase} a man or a woman") if named(phrase) == "person" else None
        return sort.short if sort and self._is_sure(sort) else ""

    def _more(self, phrase: str, name: str) -> Iterator[str]:
        if name not in NAMES_OF_PERSONS:
            colour = self.ask(f"what color {_be(phrase)} {phrase}")
            if self._is_sure(colour):
                yield colour.spoken
        elif deeds := [*self._deeds(phrase)]:
            yield self.saying.say("looks_like_deed", deed=self.saying.listed(deeds))

    def _deeds(self, phrase: str) -> Iterator[str]:
        """Of somebody."""
        be = _be(phrase)
        found = {deed: self.ask(f"{be} {phrase} {asked}") for deed, asked in DEEDS.items()}
        yield from (self.saying.deed(deed) for deed, answer in found.items() if self._is_sure(answer) and answer.short == "yes")
        worn = self.ask(f"what {be} {phrase} wearing")
        if self._is_sure(worn):
            yield self.saying.say("wearing", a_noun=self.saying.a(worn.short))

    def _is_sure(self, answer: Answer) -> bool:
        return answer.confidence >= SURE and not answer.abstained and not answer.guessed


def named(phrase: str) -> str:
    """`man` of `the man on the left`"""
    name = re.split(rf" (?:{JOINING}|who|that|which|\w+ing)\b", DETERMINER.sub("", phrase), maxsplit=1)[0]
    return name.rpartition("'s ")[2]


def _be(phrase: str) -> str:
    return "are" if is_many(named(phrase)) else "is"


def is_known(name: str) -> bool:
    """Whether it is of something that may be seen: no difference."""
    if name in AROUND or name in NAMES_OF_PERSONS or detected_as(name):
        return True
    return any(name in (one, plural(one)) for one in vocabulary().names)
