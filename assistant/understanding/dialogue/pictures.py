""" "Any cars", "no, it is a fox", "only two": what is said of a picture that was just told of, as the whole sentence that it means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.phrases import Phrases
from assistant.understanding.dialogue.moment import Moment
from models.lexicon import article, is_many, plural

SLOT = re.compile(r"{(\w+)}")
SOMEBODY = "person"
"""What a detector calls everybody: nobody says "a woman or a person"."""


class Pictures:
    def __init__(self, phrases: Phrases) -> None:
        """phrases: with `pictured`: patterns, and for each the sentences that it may mean, of which the first holds that can be filled"""
        self._meant: Mapping[str, Sequence[str]] = phrases.section("pictured")

    def meant(self, text: str, last: Moment | None, topic: Moment | None) -> str:
        """
        text: normal form; topic: the last turn about a thing
        Empty where the last turn was about no picture, or nothing of the kind is said.
        """
        if last is None or not last.looked:
            return ""
        return next(self._sentences(text, _named(topic.thing if topic else "")), "")

    def _sentences(self, text: str, names: Mapping[str, str]) -> Iterator[str]:
        for pattern, sentences in self._meant.items():
            written = _filled(pattern, {slot: re.escape(name) for slot, name in names.items()})
            if written and (match := re.fullmatch(written, text)):
                yield from (match.expand(whole) for sentence in sentences if (whole := _filled(sentence, _unlike(match, names))))


def _named(thing: str) -> Mapping[str, str]:
    """The ways in which a thing is named; of somebody only how many they are."""
    if not thing:
        return {}
    many = {"things": thing if is_many(thing) else plural(thing)}
    return many if is_many(thing) or thing == SOMEBODY else {**many, "thing": thing, "a_thing": article(thing)}


def _unlike(match: re.Match[str], names: Mapping[str, str]) -> Mapping[str, str]:
    """Without the thing where it is what is said: nothing is "a cat or a cat"."""
    said = match.groupdict().get("one") or ""
    return {} if names.get("thing") and said.split()[-1:] == names["thing"].split()[-1:] else names


def _filled(text: str, names: Mapping[str, str]) -> str:
    """Empty where it needs a name that is not there."""
    return SLOT.sub(lambda slot: names[slot[1]], text) if {*SLOT.findall(text)} <= names.keys() else ""
