"""Which skill takes a sentence, and how sure that is. Deterministic; every candidate is kept, so that `owlish why` can show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.events import Candidate
from assistant.routing.normal import normal
from assistant.routing.registry import Registry

ACT = 0.7
"""Score from which a skill may act: every template's, and a likeness strong enough that "turn off the light" closes no eyes."""
SHOWN = 8
"""Candidates kept."""
NEVER_CHOSEN = "fallback"


@dataclass(frozen=True)
class Routing:
    text: str
    """What was routed, in normal form, completed from the last turn where it leaned on it."""
    chosen: Candidate | None
    candidates: tuple[Candidate, ...]
    """Best first."""


class Router:
    def __init__(self, registry: Registry, language: str = "en") -> None:
        self._registry, self._language = registry, language

    def route(self, text: str, language: str | None = None, context: Mapping[str, Any] | None = None) -> Routing:
        """context: what dialogue remembers; `completed(text)` of it turns "and the blue one" into a whole sentence."""
        language = language or self._language
        wish = normal(text, language)
        routing = self._route(wish)
        if context and routing.chosen is None and (asked := context.get("asked")):
            answered = self._route(asked.replace("{answer}", wish))
            routing = answered if answered.chosen else routing
        if context and (complete := context.get("complete")) and self._may_lean(routing.chosen):
            said = normal(text, language, joined=True)
            whole = complete(said)
            return routing if whole == said else self._route(normal(whole, language))
        return routing

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
