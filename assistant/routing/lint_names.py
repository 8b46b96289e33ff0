"""Names in the words of a skill that lead nowhere: of slots, of intents, and of phrases that one of its languages lacks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from assistant.phrases import Phrases
from assistant.routing.grammar import SLOT
from assistant.routing.normal import words_of
from assistant.routing.samples import drawn
from assistant.routing.templates import Wording

BESIDE = re.compile(r"{(\w+)}\s*\[\s*{(\w+)}")
"""A slot, and one beside it that may be left out."""


def misnamed(wording: Wording, phrases: Phrases) -> Iterator[str]:
    """Each finding one line with a remedy. phrases: of the skill"""
    yield from _intents(wording)
    yield from _slots(wording)
    yield from _of_frames(wording)
    yield from _unreadable(wording)
    yield from _left_empty(wording)
    yield from _phrases(wording, phrases)


def _intents(wording: Wording) -> Iterator[str]:
    """[wordings] are looked at where they are routed."""
    for table in ("frames", "meant"):
        for intent in (name for name in wording.tables.get(table, {}) if name not in wording.examples):
            yield f"{wording.skill}: [{table}] names the intent '{intent}', which does not exist; {_meant(intent, wording.examples)}"
    for intent in (name for name in sorted(wording.asked_back) if wording.examples[name]):
        yield f"{wording.skill}.{intent} has examples, which nobody says outright, for it is asked_back; take out one of the two."


def _slots(wording: Wording) -> Iterator[str]:
    own = _named(text for texts in wording.grammar.templates.values() for text in texts)
    samples = _named(text for texts in wording.tables.get("samples", {}).values() for text in texts)
    values = _named(str(value) for values in wording.tables.get("lists", {}).values() for value in values)
    known = own | samples | values | _named(text for _, text in _frames(wording))
    for table, had in (("ask", own), ("slots", known), ("lists", known), ("samples", known)):
        for slot in (name for name in wording.tables.get(table, {}) if name not in had):
            what = "template" if table == "ask" else "template or frame"
            yield f"{wording.skill}: [{table}] names the slot '{slot}', which no {what} has; {_meant(slot, had)}"


def _of_frames(wording: Wording) -> Iterator[str]:
    """Any thing would stand in a slot of which nothing is known: "water the cup"."""
    own = _named(text for texts in wording.grammar.templates.values() for text in texts)
    known = {*own, *(name for table in ("slots", "lists", "samples") for name in wording.tables.get(table, {}))}
    for where, text in _frames(wording):
        for slot in sorted(_named([text]) - known - words_of(wording.language).section("samples").keys()):
            lacks = f"the slot '{slot}' of the frame “{text}” is in no template, and [samples] has no values for it"
            yield f"{wording.skill}{where}: {lacks}; {_meant(slot, known)}"


def _unreadable(wording: Wording) -> Iterator[str]:
    """What may be said by a list, and cannot be read as the kind that the slot has besides."""
    for slot in (name for name in wording.tables.get("lists", {}) if name in wording.grammar.kinds):
        values = (value["in"] if isinstance(value, dict) else value for value in wording.tables["lists"][slot])
        for text in drawn([str(value) for value in values], lambda slot: (slot,), 1):
            if wording.grammar.read(slot, text.lower()) is None:
                kind = wording.grammar.kinds[slot]
                yield f"{wording.skill}: '{slot}' is in [lists] and in [slots], and “{text}” is no {kind}; take it out of [slots]."
                break


def _left_empty(wording: Wording) -> Iterator[str]:
    """Of two slots side by side the first takes all words, and where others follow the second, no sentence has the form of the template."""
    for intent, templates in wording.grammar.templates.items():
        for text in templates:
            for first, second in BESIDE.findall(text):
                if not {first, second} & wording.tables.get("lists", {}).keys():
                    why = f"{{{second}}} gets no word of the template “{text}”, for {{{first}}} beside it takes them all"
                    yield f"{wording.skill}.{intent}: {why}; put a word between the two{_timed(wording, first, second)}."


def _timed(wording: Wording, first: str, second: str) -> str:
    moment = wording.grammar.kinds.get(second) in ("when", "moment")
    return f", or make {{{first}}} of the kind timed, which takes a moment out of its words" if moment else ""


def _phrases(wording: Wording, phrases: Phrases) -> Iterator[str]:
    for language, key, other in phrases.lacking():
        files = [f"locales/{one}/{wording.skill}.toml" for one in (language, other)]
        yield f"{wording.skill}: {files[0]} lacks the phrase '{key}', which {files[1]} has; write it there too."


def _frames(wording: Wording) -> Iterator[tuple[str, str]]:
    """(what follows the skill's name, frame)"""
    yield from ((f".{intent}", text) for intent, texts in wording.frames.items() for text in texts)
    yield from ((": [unlike]", text) for text in wording.tables.get("unlike", {}).get("frames", ()))


def _named(texts: Iterable[str]) -> set[str]:
    return {slot for text in texts for slot in SLOT.findall(text)}


def _meant(name: str, known: Collection[str]) -> str:
    if near := get_close_matches(name, known, 1):
        return f"did you mean '{near[0]}'?"
    return f"there are {', '.join(sorted(known))}." if known else "there are none."
