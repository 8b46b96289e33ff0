"""The words of one skill: hassil templates, example sentences, and words that no sentence for it has.

    [intents.start]
    templates = ["(set|start) [a] [{name}] timer for {duration}"]      # hassil's syntax; {slot} takes any words
    examples = ["set a tea timer for five minutes"]                    # shown to people; each must route to its own intent
    [slots]
    duration = "duration"                                              # a kind of assistant.routing.slots; words when left out
    [wordings]
    start = ["put five minutes on the clock"]                          # more of what people say, from which nearness is learned
    [frames]
    start = ["(time|clock) my {name} for {duration}"]                  # the same in the syntax of templates; some are drawn of each
    [unlike]
    frames = ["is the (bath|tea) {name}"]                              # what sounds like the skill and is not for it, in the same syntax
    [samples]
    name = ["tea", "bath"]                                             # values of slots for those; those of the kind when left out
    [ask]
    duration = "For how long?"                                         # said when a sentence lacks a slot that is needed
    [meant]
    start = "Shall I start a timer?"                                   # asked where it is not sure; by its first example when left out
    [never]
    words = ["weather"]                                                # a sentence with one of these is not for this skill
    unless = ["in the picture"]                                        # but where it has one of these

A score depends on the sentence and this skill alone, so installing another skill never changes it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

from assistant.events import Candidate
from assistant.phrases import DEFAULT_LANGUAGE
from assistant.routing import shape
from assistant.routing.calibration import calibration
from assistant.routing.fill import filled, own_words
from assistant.routing.grammar import Grammar, Match
from assistant.routing.meaning import Near
from assistant.routing.normal import begins_as_question, normal
from assistant.routing.samples import OF_FRAME, OF_TEMPLATE, check, drawn, filling
from assistant.routing.shelf import Keep, code, kept, shelf
from assistant.skill import Skill

STRICT = 0.98
"""Score of a template whose words were all its own or read, plus a little for those that were its own. Nothing else is as sure."""
LOOSE = 0.7
"""Score of a template that took words as they came, where nothing is known of nearness."""
BEHIND = 0.001
"""How far an intent by meaning stands behind those of the same skill that have a template for the sentence."""
TAKEN = 0.01
"""Taken off for the words that slots took: of two templates as likely, the one with more words of its own is meant."""
SHOWN = 0.01
"""Probability from which a candidate is worth showing."""
READABLE = 0.25
"""How much more an intent is meant when the slots that it needs can be read."""


SECTIONS = ("intents", "lists", "slots", "wordings", "frames", "unlike", "samples", "never")
"""Tables of a skill's file from which its sentences are made."""


class Wording:
    def __init__(self, skill: Skill, language: str) -> None:
        """Raises ValueError, with the file, for wrong shapes, templates that cannot be parsed, and kinds of slots that do not exist."""
        self.skill = skill.name
        self.language = language if skill.phrases.native else DEFAULT_LANGUAGE
        self.tables = skill.phrases.tables
        self.has_file = not skill.phrases.missing
        self.made_of = json.dumps({name: self._table(name) for name in SECTIONS}, default=str)
        """All words that its sentences come from, in their order, as one text."""
        intents = self._table("intents")
        try:
            shape.check(skill.phrases)
            self.grammar = Grammar(intents, self._table("lists"), self._table("slots"), self.language, self._keep())
        except ValueError as error:
            raise ValueError(f"{self.file}: {error}") from error
        self.examples: dict[str, tuple[str, ...]] = {intent: tuple(words.get("examples", ())) for intent, words in intents.items()}
        self.wordings: dict[str, tuple[str, ...]] = {intent: tuple(texts) for intent, texts in self._table("wordings").items()}
        self.frames: dict[str, tuple[str, ...]] = {intent: tuple(texts) for intent, texts in self._table("frames").items()}
        self._unlike: tuple[str, ...] = tuple(self._table("unlike").get("frames", ()))
        self._fill = filling(self._table("samples"), self._table("lists"), self.grammar.kinds, self.language)
        self._asked = frozenset(intent for intent, words in intents.items() if self._is_asked(intent, words.get("templates", ())))
        self.asked_back = frozenset(intent for intent, words in intents.items() if words.get("asked_back"))
        """Intents that no person reaches outright: by an answer to the skill's own question alone, by "undo", or by a correction."""
        self._ask = dict(self._table("ask"))
        self._meant = dict(self._table("meant"))
        words = (self._table("never").get(kind, ()) for kind in ("words", "unless"))
        self._never, self._unless = (_any_of(some, skill.phrases.space) for some in words)
        self._known = own_words(self.grammar.templates)

    @property
    def file(self) -> str:
        """Beside the skill's module."""
        return f"locales/{self.language}/{self.skill}.toml"

    def check_drawn(self) -> None:
        """Raises ValueError, with the file, for the first frame or sample that cannot be parsed. A start has no time for those of all."""
        try:
            check(self.frames, self._unlike, self._table("samples"))
        except ValueError as error:
            raise ValueError(f"{self.file}: {error}") from error

    def _keep(self) -> Keep:
        return partial(kept, shelf(), f"templates of {self.skill} in {self.language}", (code(), self.made_of))

    def _table(self, name: str) -> Mapping[str, Any]:
        """Of one language alone: what words of English are never for the skill says nothing about those of another."""
        table: Mapping[str, Any] = self.tables.get(name, {})
        return table

    @cached_property
    def sentences(self) -> tuple[tuple[str, str], ...]:
        """(normal form, intent) of all examples and wordings, and of some that templates and frames stand for, each once."""
        found: dict[str, str] = {}
        for intent, raw in (*self._drawn(), *self._written()):
            text = normal(raw, self.language)
            if text and intent in self.examples and intent not in self.asked_back and not self.forbidden(text):
                found[text] = intent
        return tuple(found.items())

    @cached_property
    def unlike(self) -> tuple[tuple[str, str], ...]:
        """(normal form, no intent) of what sounds like the skill and is not for it."""
        said = dict.fromkeys(normal(text, self.language) for text in drawn(self._unlike, self._fill, OF_FRAME))
        own = {text for text, _ in self.sentences}
        return tuple((text, "") for text in said if text and text not in own and not self.forbidden(text))

    def _is_asked(self, intent: str, templates: Sequence[str]) -> bool:
        """Whether a sentence of the intent begins as a question does."""
        said = (*templates, *(text for kind in (self.examples, self.wordings, self.frames) for text in kind.get(intent, ())))
        return any(begins_as_question(text, self.language) for text in said)

    def _written(self) -> Iterator[tuple[str, str]]:
        for kind in (self.examples, self.wordings):
            yield from ((intent, text) for intent, texts in kind.items() for text in texts)

    def _drawn(self) -> Iterator[tuple[str, str]]:
        for kind, count in ((self.grammar.templates, OF_TEMPLATE), (self.frames, OF_FRAME)):
            yield from ((intent, text) for intent, texts in kind.items() for text in drawn(texts, self._fill, count))

    def matches(self, text: str) -> tuple[Match, ...]:
        """text: normal form. How its templates take it; at most one an intent."""
        return () if not text or self.forbidden(text) else tuple(self.grammar.matches(text))

    def candidates(
        self, text: str, near: Near | None = None, made: bool = False, matches: Sequence[Match] | None = None
    ) -> Iterator[Candidate]:
        """
        text:    normal form
        near:    how near it is to this skill's sentences; None where that is not known
        made:    not by a person: as the answer to the skill's question, or of the last turn, whatever words are in it
        matches: where they are known
        At most one candidate an intent. Of what is asked back a person says nothing outright; what it sounds like then is only asked about.
        """
        if not text or self.forbidden(text):
            return
        found = self.matches(text) if matches is None else matches
        outright = [match for match in found if match.intent not in self.asked_back]
        matched = [self._of_template(match, near, match.intent in self.asked_back) for match in (found if made else outright)]
        highest = STRICT if made or len(outright) == len(found) else calibration().act - BEHIND
        yield from matched
        if near is not None and not any(one.score >= STRICT for one in matched):
            candidate = self._of_meaning(text, self.as_asked(text, near))
            if candidate and candidate.intent not in {one.intent for one in matched}:
                yield replace(candidate, score=min([candidate.score, highest, *(one.score - BEHIND for one in matched)]))

    def as_asked(self, text: str, near: Near) -> Near:
        """Of a question, only the intents that are asked: "what is the reminder" is near to "cancel the reminder", and cancels none."""
        intents = {name: value for name, value in near.intents.items() if name in self._asked}
        return replace(near, intents=intents) if intents and begins_as_question(text, self.language) else near

    def forbidden(self, text: str) -> bool:
        """Whether it has words that no sentence for this skill has, but where it says that it is for it all the same."""
        return self._never.search(text) is not None and not self._unless.search(text)

    def question(self, slot: str) -> str:
        """What to ask for a slot; empty where the skill does not say."""
        return str(self._ask.get(slot, ""))

    def doubt(self, intent: str) -> str:
        """What to ask where the intent may not be meant; empty where the skill does not say."""
        return str(self._meant.get(intent, ""))

    def _of_template(self, match: Match, near: Near | None, sure: bool) -> Candidate:
        if match.strict or sure:
            score = STRICT + (1 - STRICT) * match.own
        elif near is None:
            score = LOOSE + (STRICT - LOOSE) * match.own
        else:
            score = min(STRICT, calibration().of_template(near.score)) - TAKEN * (1 - match.own)
        return Candidate(self.skill, match.intent, round(score, 4), "template", match.slots, near=near.sentence if near else "")

    def _of_meaning(self, text: str, near: Near) -> Candidate | None:
        if len(text.split()) < 2:  # one word is a wish only where a template says so
            return None
        best = max(near.intents.values())
        intent = max(near.intents, key=near.intents.__getitem__)
        slots: Mapping[str, Any] = {}
        missing = ""
        score = calibration().of_meaning(near.score, best)
        if score >= calibration().ask:
            intent, slots, missing = self.meant(text, near)
            score = calibration().of_meaning(near.score, best, bool(missing))
        found = Candidate(self.skill, intent, round(min(STRICT, score), 4), "meaning", slots, missing, near.sentence)
        return found if score >= SHOWN else None

    def meant(self, text: str, near: Near) -> tuple[str, Mapping[str, Any], str]:
        """The intent, what could be read for it, and the name of a slot that it needs and the sentence lacks."""
        best = max(near.intents.values())
        likely = [intent for intent, value in near.intents.items() if value >= best - 2 * READABLE]
        fits = {intent: filled(text, intent, self.grammar, self._known, self.language) for intent in likely}
        intent = max(likely, key=lambda name: near.intents[name] + self._readable(*fits[name]))
        return intent, *fits[intent]

    def _readable(self, slots: Mapping[str, Any], missing: str) -> float:
        """A sentence with a duration is meant for the intent that needs one, and one without is not."""
        if missing:
            return -READABLE
        return READABLE * any(not self.grammar.open_slot(name) for name in slots if name in self.grammar.kinds)


def _any_of(words: Sequence[str], space: str) -> re.Pattern[str]:
    """space: between words. One of them, as it stands there whole; in a language without spaces anywhere."""
    either = "|".join(map(re.escape, words)) or "(?!)"
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)" if space else f"(?:{either})")
