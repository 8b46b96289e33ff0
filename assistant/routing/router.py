"""Which skill takes a sentence, and how sure that is. Deterministic; every candidate is kept, so that `owlish why` can show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.events import Candidate
from assistant.routing.normal import normal, words_of
from assistant.routing.registry import Registry

ACT = 0.7
"""Score from which a skill may act: every template's, and a likeness strong enough that "turn off the light" closes no eyes."""
SHOWN = 8
"""Candidates kept."""
NEVER_CHOSEN = "fallback"
SIGHTED = 0.97
"""Probability of being about the picture, from which a sentence that no template takes is asked of it."""
LOOK = ("look", "ask")
"""Skill and intent of questions about the picture."""
UNDO = ("control", "undo")
"""Skill and intent of the wish to take back what was done last."""


@dataclass(frozen=True)
class Routing:
    text: str
    """What was routed, in normal form, completed from the last turn where it leaned on it."""
    chosen: Candidate | None
    candidates: tuple[Candidate, ...]
    """Best first."""


class Router:
    def __init__(self, registry: Registry, language: str = "en", needs_picture: Callable[[str], float] | None = None) -> None:
        """needs_picture: how surely words are about what the camera sees; asked only about English, which the fusion was taught."""
        self._registry, self._language, self._needs_picture = registry, language, needs_picture

    def route(self, text: str, language: str | None = None, context: Mapping[str, Any] | None = None) -> Routing:
        """context: what dialogue remembers; `completed(text)` of it turns "and the blue one" into a whole sentence."""
        language = language or self._language
        wish = normal(text, language)
        routing = self._route(wish)
        if context and (undo := context.get("undo")) and routing.chosen and (routing.chosen.skill, routing.chosen.intent) == UNDO:
            return self._route(undo)
        if context and (asked := context.get("asked")) and self._may_answer(wish, asked, routing.chosen, language):
            answered = self._route(asked.replace("{answer}", wish))
            routing = answered if answered.chosen else routing
        if context and (complete := context.get("complete")) and self._may_lean(routing.chosen):
            said = normal(text, language, joined=True)
            whole = complete(said)
            routing = routing if whole == said else self._route(normal(whole, language))
        return self._seen(routing) if routing.chosen is None and language == "en" else routing

    def _may_answer(self, wish: str, asked: str, chosen: Candidate | None, language: str) -> bool:
        """What begins with "yes" or "no" belongs to whoever asked for that, also where others understand it, and is no name of a thing."""
        answers = words_of(language).section("words").get("answers", ())
        plain = any(wish == answer or wish.startswith(f"{answer} ") for answer in answers)
        return asked.startswith("{answer}") if plain else chosen is None

    def _seen(self, routing: Routing) -> Routing:
        """Asks the eyes where nobody else understands."""
        if self._needs_picture is None or not any(one.skill.name == LOOK[0] for one in self._registry.loaded):
            return routing
        candidate = Candidate(*LOOK, round(self._needs_picture(routing.text), 3), "fusion")
        chosen = candidate if candidate.score >= SIGHTED else None
        return Routing(routing.text, chosen, (*routing.candidates, candidate)[-SHOWN:])

    def _route(self, wish: str) -> Routing:
        candidates = sorted(
            (candidate for one in self._registry.loaded for candidate in one.wording.candidates(wish)),
            key=lambda candidate: (-candidate.score, candidate.skill, candidate.intent),
        )[:SHOWN]
        chosen = next((one for one in candidates if one.score >= ACT and one.skill != NEVER_CHOSEN), None)
        return Routing(wish, chosen, tuple(candidates))

    def _may_lean(self, chosen: Candidate | None) -> bool:
        """A sentence about the picture, or one that nobody takes; "what time is it" is whole as it stands."""
        return chosen is None or self._registry.get(chosen.skill).uses_camera
