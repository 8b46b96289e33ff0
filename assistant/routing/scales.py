"""How likely each skill's intents are to be meant by a sentence: by their templates, and by its meaning. None knows of the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from assistant.events import Candidate
from assistant.routing.drawing import sentences
from assistant.routing.grammar import Match
from assistant.routing.meaning import Learned, Meaning, Near, Sensed, open_meaning
from assistant.routing.normal import sounding
from assistant.routing.registry import FALLBACK, Loaded, Registry
from assistant.routing.templates import STRICT
from models.choice import logger
from models.errors import ModelError, OutOfMemory
from models.keeper import Keeper
from models.plan import SENTENCE

SHOWN = 8
"""Candidates kept."""
THE_HOUSE = "the house"
"""In place of the skill that put a sentence together: it was made of the words of the last turn."""
NEARER = 0.2
"""How much nearer a sentence must be with words that sound alike, to have been said with those."""


class Scales:
    def __init__(self, registry: Registry, meaning: Meaning | None, keeper: Keeper) -> None:
        """meaning: that of this machine's prepared encoder when None; where it lacks one, templates alone decide, and `trouble` says why"""
        self._registry = registry
        self._guests = frozenset(one.skill.name for one in registry.loaded if one.is_guest)
        self._meaning, self.trouble = (meaning, "") if meaning else _meaning_of_this_machine(keeper)
        self._learned = {one.skill.name: self._learn(one) for one in registry.loaded}
        if self._meaning is not None:
            self._meaning.forget_whitening()

    def _learn(self, one: Loaded) -> Learned | None:
        if self._meaning is None or one.wording.language != "en":
            return None
        words, unlike = (
            sentences(self._meaning.vectors, name, one.wording.made_of, draw)
            for name, draw in ((one.skill.name, lambda: one.wording.sentences), (f"not {one.skill.name}", lambda: one.wording.unlike))
        )
        return self._meaning.learn(one.skill.name, (*words, *unlike)) if words else None

    def weighed(self, wish: str, language: str, made_by: str = "", hasty: bool = False) -> tuple[Candidate, ...]:
        """
        wish:    normal form
        made_by: the skill that put the sentence together, as the answer to its question, or THE_HOUSE; nobody where a person said it
        hasty:   where a template surely takes it, only those that do are found, which takes far less time
        Best first.
        """
        sounds = sounding(wish, language)
        matches = {one.skill.name: one.wording.matches(wish) for one in self._registry.loaded}
        if hasty and sounds == wish and (sure := self._sure(wish, matches)):
            return self._first(sure)
        sensed, resensed = self._sensed(wish), self._sensed(sounds) if sounds != wish else None
        found: list[Candidate] = []
        for one in self._registry.loaded:
            if all(map(one.wording.forbidden, (wish, sounds))):  # nothing is asked of how near it is
                continue
            near = self._near(one, sensed)
            candidates = list(one.wording.candidates(wish, near, made_by in (one.skill.name, THE_HOUSE), matches[one.skill.name]))
            if resensed and near and (better := self._near(one, resensed)) and better.score > near.score + NEARER:
                candidates = max(candidates, list(one.wording.candidates(sounds, better)), key=_best)
            found += candidates
        return self._first(found)

    def _sure(self, wish: str, matches: Mapping[str, Sequence[Match]]) -> list[Candidate]:
        sure = [
            candidate
            for one in self._registry.loaded
            for candidate in one.wording.candidates(wish, matches=matches[one.skill.name])
            if candidate.score > STRICT
        ]
        return sure if any(one.skill != FALLBACK for one in sure) else []

    def _sensed(self, wish: str) -> Sensed | None:
        """None where templates alone decide."""
        if self._meaning is None or not wish:
            return None
        try:
            return self._meaning.sense(wish)
        except OutOfMemory as error:
            logger.warning("%s Until then wishes are understood by their templates alone.", error)
            return None

    def _near(self, one: Loaded, sensed: Sensed | None) -> Near | None:
        learned = self._learned[one.skill.name]
        return learned.near(sensed) if learned and sensed else None

    def _first(self, found: Iterable[Candidate]) -> tuple[Candidate, ...]:
        """Best first; at the same score a skill that comes with Owlish goes before a guest, whatever the alphabet says."""
        ranked = sorted(found, key=lambda one: (-one.score, one.skill in self._guests, one.skill, one.intent))
        return tuple(ranked[:SHOWN])


def _best(candidates: Sequence[Candidate]) -> float:
    return max((candidate.score for candidate in candidates), default=0.0)


def _meaning_of_this_machine(keeper: Keeper) -> tuple[Meaning | None, str]:
    """None, and why, where there is no encoder, or no room for one."""
    if SENTENCE in keeper.plan.without:
        return None, ""
    try:
        return open_meaning(keeper), ""
    except ModelError as error:
        return None, str(error)
