"""Which skill takes a sentence, and how sure that is. Deterministic; every candidate is kept, so that `owlish why` can show it.

A sentence is parted into its wishes (`wishes`); each is decided by itself (`judge`), and where it leans on the last turn, with that turn's
words (`leaning`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assistant.routing.decision import Routing
from assistant.routing.judge import Judge
from assistant.routing.leaning import Leaning
from assistant.routing.meaning import Meaning
from assistant.routing.normal import LONGEST, normal, plain
from assistant.routing.registry import Registry
from assistant.routing.scales import THE_HOUSE, Scales
from assistant.routing.sequels import Sequels
from assistant.routing.wishes import Wishes, halves
from models.keeper import FREE, Keeper

TAKES_BACK = {("control", "undo"): "undo", ("control", "wrong"): "undo_last"}
"""What the context has to take back, by skill and intent of the wish: what was done last, or what the last reply tells of."""
FEW = 2
"""Words; what is that short may have lost its sense with its fillers."""


class Router:
    def __init__(
        self,
        registry: Registry,
        language: str = "en",
        needs_picture: Callable[[str], float] | None = None,
        meaning: Meaning | None = None,
        keeper: Keeper = FREE,
    ) -> None:
        """
        needs_picture: how surely words are about what the camera sees; asked only about English, which the fusion was taught
        meaning:       that of this machine's prepared encoder when None; where it lacks one, templates alone decide
        """
        scales = Scales(registry, meaning, keeper)
        self._language, self.trouble = language, scales.trouble
        self._judge = Judge(registry, scales, needs_picture)
        self._wishes, self._leaning = Wishes(self._judge), Leaning(self._judge)
        self.sequels = Sequels(registry, self._leaning)
        self._ahead: tuple[tuple[str, str], Routing] | None = None
        self._made: tuple[str, ...] = ()
        """Of the wishes that were parted last, those that nobody said: what takes back the last turn, and does it anew."""

    def wishes(self, text: str, language: str | None = None, context: Mapping[str, Any] | None = None) -> tuple[str, ...]:
        """The sentence, or its parts where each is surely a wish; a correction comes after what takes back the last turn."""
        language, context = language or self._language, context or {}
        wish, said = normal(text, language), normal(text, language, joined=True)
        whole = self._judge.decide(wish, language)
        self._ahead, self._made = ((wish, language), whole), ()
        corrected = self._leaning.corrected(text, language, context)
        if whole.strict and not (corrected and _elsewhere(whole, corrected, context)):  # a skill has words of its own for it
            return (text,)
        if leaning := self._with_more(text, language, context, corrected):
            return leaning
        if corrected and (anew := self._anew(corrected, language)):
            undone = self._leaning.undoing(context["undo_corrected"](said), language) if context["replaces"](corrected.text) else None
            self._made = (*([undone.text] if undone else []), *anew)
            return self._made
        if amended := self._wishes.amended(said, language, context):
            return (amended,)
        return self._wishes.parts(text[:LONGEST], language, whole) or (text,)

    def _with_more(self, text: str, language: str, context: Mapping[str, Any], corrected: Routing | None) -> tuple[str, ...]:
        """A correction, and a wish by itself or one that leans on it: "make it ten and call it pasta"; empty where it is none."""
        if corrected is not None and corrected.strict:
            return ()
        for before, after in halves(text, language):
            leaning = self._leaning.named(normal(after, language, joined=True), language, context)
            other = leaning or self._judge.decide(normal(after, language), language)
            if other.by_template and self._leaning.corrected(before, language, context):
                return *self.wishes(before, language, context), after
        return ()

    def route(self, text: str, language: str | None = None, context: Mapping[str, Any] | None = None, hasty: bool = False) -> Routing:
        """
        context: what dialogue remembers; `complete(text)` of it turns "and the blue one" into whole sentences
        hasty:   where a template surely takes it, only those that do are among the candidates
        """
        language, context = language or self._language, context or {}
        wish = normal(text, language)
        if answered := self._leaning.answered(wish, language, context):
            return answered
        made_by = THE_HOUSE if text in self._made else ""
        routing = self._from_wishes(wish, language) or self._judge.decide(wish, language, made_by, hasty)
        named = self._leaning.named(normal(text, language, joined=True), language, context)
        undo = TAKES_BACK.get((routing.chosen.skill, routing.chosen.intent)) if routing.chosen else None
        if undo and (routing.strict or not named) and (undone := self._leaning.undoing(context.get(undo), language)):
            return undone
        if whole := self._with_fillers(text, wish, language, hasty):
            return whole
        if named and not (routing.strict and _otherwise(named, routing)):
            answer = None if named.belongs_to(context["asked_by"]) else self._leaning.asked(wish, language, context, routing)
            routing = answer if answer and answer.by_template else named  # "double it" after a sum is not the eggs before it
        elif not routing.strict:
            routing = self._leaning.completed(text, language, context, routing)
        return self._judge.seen(routing) if routing.chosen is None and language == "en" else routing

    def _anew(self, corrected: Routing, language: str) -> tuple[str, ...]:
        """The wishes of a sentence that was corrected; none where it is nothing that anybody would say."""
        return self._wishes.parts(corrected.text, language, corrected) or ((corrected.text,) if _is_said(corrected) else ())

    def _with_fillers(self, text: str, wish: str, language: str, hasty: bool) -> Routing | None:
        """ "Thank you so much", of which little is left without them; None where it is no sentence of its own."""
        if len(wish.split()) > FEW or (whole := plain(text, language)) == wish:
            return None
        routing = self._judge.decide(whole, language, hasty=hasty)
        return routing if routing.strict else None

    def _from_wishes(self, wish: str, language: str) -> Routing | None:
        """What `wishes` found of the same words just before."""
        (words, routing), self._ahead = self._ahead or ((), None), None
        return routing if words == (wish, language) else None


def _is_said(routing: Routing) -> bool:
    """Whether a template takes it, were it with any words, or it surely is meant: else it is two wishes of which one was understood."""
    return routing.sure or (routing.chosen is not None and routing.chosen.method == "template")


def _otherwise(one: Routing, other: Routing) -> bool:
    """Another wish to the same skill: "remind me of it again" is none for a new reminder."""
    left, right = one.chosen, other.chosen
    return left is not None and right is not None and left.skill == right.skill and left.intent != right.intent


def _elsewhere(whole: Routing, corrected: Routing, context: Mapping[str, Any]) -> bool:
    """ "No, at four" is a word of alarms, and corrects the reminder that was just made."""
    last, chosen = context.get("asked_by"), corrected.chosen
    return bool(last) and chosen is not None and chosen.skill == last and chosen.method == "template" and not whole.belongs_to(last)
