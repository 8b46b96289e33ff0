"""What is decided about one sentence by itself.

Sure enough, a skill acts; less sure, the person is asked whether it was meant; below that the sentence passes to the skill that takes
what nobody takes. Where a needed slot is missing, it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.events import Candidate
from assistant.routing.calibration import calibration
from assistant.routing.decision import LEAVE, SURE, Routing, of_one_intent
from assistant.routing.normal import DENIED, EXCEPTED, moods, normal, words_of
from assistant.routing.registry import FALLBACK, Registry
from assistant.routing.scales import SHOWN, Scales
from assistant.routing.templates import Wording

SIGHTED = 0.97
"""Probability of being about the picture, from which a sentence that no skill takes is asked of it."""
LOOK = ("look", "ask")
"""Skill and intent of questions about the picture."""


class Judge:
    def __init__(self, registry: Registry, scales: Scales, needs_picture: Callable[[str], float] | None) -> None:
        """needs_picture: how surely words are about what the camera sees"""
        self._registry, self._scales, self._needs_picture = registry, scales, needs_picture

    def decide(self, wish: str, language: str, made_by: str = "", hasty: bool = False) -> Routing:
        """
        wish:    normal form
        made_by: the skill that put the sentence together, as the answer to its question, or THE_HOUSE; nobody where a person said it
        hasty:   where a template surely takes it, only those that do are among the candidates
        What is denied is left, and what is only asked about passes, where whoever takes it did not hear that.
        """
        routing = self._weighed(wish, language, made_by, hasty)
        for mood, pattern in moods(language):
            if not routing.strict and (match := pattern.fullmatch(wish)) and self._unheard(routing, mood, match, language):
                candidates = (LEAVE, *routing.candidates) if mood == DENIED else routing.candidates
                return Routing(wish, LEAVE if mood == DENIED else None, candidates)
        return routing

    def _weighed(self, wish: str, language: str, made_by: str = "", hasty: bool = False) -> Routing:
        return self.outcome(wish, self._scales.weighed(wish, language, made_by, hasty), language)

    def _unheard(self, routing: Routing, mood: str, match: re.Match[str], language: str) -> bool:
        """Whether the same intent would take what is left without the mood, or surely another of its skill, and there is no sentence like
        this one that is put so itself. What is excepted was heard where it is in a slot: "remind me to buy everything but milk"."""
        best, rest = routing.best, match.groupdict().get("wish")
        if best is None or match.re.fullmatch(normal(best.near, language)):
            return False
        bare = self._weighed(rest, language) if rest else routing
        if mood == EXCEPTED:
            return of_one_intent(bare.best, best) and not any(match["but"] in str(value) for value in routing.slots.values())
        return of_one_intent(bare.best, best) or (best.method == "meaning" and bare.by_template and bare.belongs_to(best.skill))

    def outcome(self, wish: str, candidates: tuple[Candidate, ...], language: str) -> Routing:
        """candidates: best first"""
        best = _complete(next((one for one in candidates if one.skill != FALLBACK), None), candidates)
        if best is None or best.score < calibration().ask:
            return Routing(wish, None, candidates)
        if best.score < calibration().act:
            return Routing(wish, None, candidates, best, self._meant(best, language), "{answer}")
        question = self._missing(best, language) if best.missing else ""
        return Routing(wish, best, candidates, question=question, follow_up=f"{wish} {{answer}}" if question else "")

    def seen(self, routing: Routing) -> Routing:
        """
        Asks the eyes where nobody else understands. Their words must make that likely too, if not sure: the fusion has learned of
        pictures, and of little else that people talk about.
        """
        if self._needs_picture is None or not any(one.skill.name == LOOK[0] for one in self._registry.loaded):
            return routing
        candidate = Candidate(*LOOK, round(self._needs_picture(routing.text), 3), "fusion")
        candidates = (*routing.candidates, candidate)[-SHOWN:]
        likely = any(one.skill == candidate.skill and one.score >= calibration().ask for one in routing.candidates)
        sighted = likely and candidate.score >= SIGHTED
        return Routing(routing.text, candidate, candidates) if sighted else replace(routing, candidates=candidates)

    # ---- questions

    def _wording(self, candidate: Candidate) -> Wording:
        return self._registry.loaded_as(candidate.skill).wording

    def _meant(self, doubt: Candidate, language: str) -> str:
        """In the skill's own words for it, or by the intent's example, which says it whole where no slot is needed."""
        wording, phrases = self._wording(doubt), words_of(language)
        if own := wording.doubt(doubt.intent):
            return own
        example = next(iter(wording.examples.get(doubt.intent, ())), doubt.skill)
        return phrases.say("did_you_mean" if () in wording.grammar.needs(doubt.intent) else "did_you_mean_like", example=example)

    def _missing(self, chosen: Candidate, language: str) -> str:
        wording = self._wording(chosen)
        example = next(iter(wording.examples.get(chosen.intent, ())), chosen.skill)
        return wording.question(chosen.missing) or words_of(language).say("missing", example=example)


def _complete(best: Candidate | None, candidates: Sequence[Candidate]) -> Candidate | None:
    """Who lacks something asks for it only where nobody is sure to need nothing more."""
    if best is None or not best.missing:
        return best
    return next((one for one in candidates if one.skill != FALLBACK and not one.missing and one.score >= SURE), best)
