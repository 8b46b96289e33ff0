"""What is decided about a sentence: who takes it, or what is asked first, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.events import Candidate
from assistant.routing.templates import STRICT

LEAVE = Candidate("control", "leave", 1.0, "mood")
"""What a wish becomes that is denied: "don't cancel the timer"."""
SURE = 0.9
"""Score from which a sentence surely is a wish, and half a sentence one of its own."""


@dataclass(frozen=True)
class Routing:
    text: str
    """What was routed, in normal form, completed from the last turn where it leaned on it."""
    chosen: Candidate | None
    candidates: tuple[Candidate, ...]
    """Best first."""
    doubt: Candidate | None = None
    """The best, where it is sure enough to ask whether it was meant, and not to act."""
    question: str = ""
    """What to ask instead of acting: whether it was meant, or for what is missing."""
    follow_up: str = ""
    """The sentence that a bare answer to the question completes."""

    @property
    def best(self) -> Candidate | None:
        return self.chosen or self.doubt

    @property
    def slots(self) -> Mapping[str, Any]:
        return self.best.slots if self.best else {}

    @property
    def sure(self) -> bool:
        return self.chosen is not None and self.chosen.score >= SURE

    @property
    def by_template(self) -> bool:
        """Whether a template surely takes it, were it with any words."""
        return self.chosen is not None and self.chosen.method == "template" and self.chosen.score >= SURE

    @property
    def strict(self) -> bool:
        """Whether a template takes it whose words were all its own, or read."""
        return self.chosen is not None and self.chosen.method == "template" and self.chosen.score > STRICT

    @property
    def holds(self) -> bool:
        """A sentence that was put together is one that somebody would say: a template takes it, or its slots could be filled."""
        chosen = self.chosen
        return chosen is not None and not self.question and (chosen.method == "template" or bool(chosen.slots))

    def belongs_to(self, skill: str | None) -> bool:
        """A skill may have its own sentence said by an answer or an undo, and nobody else's."""
        return self.chosen is not None and skill in (None, "", self.chosen.skill)


def of_one_intent(one: Candidate | None, other: Candidate | None) -> bool:
    return one is not None and other is not None and (one.skill, one.intent) == (other.skill, other.intent)
