"""What a question came to: the answer, and what it was read from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.events import Answer
from assistant.understanding.answering.from_near import Settled


@dataclass(frozen=True)
class Answered:
    answer: Answer
    decided: str = ""
    """The question whose reading the answer is, or which kept it from being given; "" where nothing was read."""
    seen: Settled | Answer | None = None
    """What answers in place of the fusion: what was seen of people from near, or what was read, measured, found or described."""

    def saying(self, answer: Answer) -> Answered:
        """The same put otherwise."""
        seen = replace(self.seen, answer=answer.short) if isinstance(self.seen, Settled) else self.seen and answer
        return replace(self, answer=answer, seen=seen)
