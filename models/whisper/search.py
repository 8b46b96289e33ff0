"""Beam search over tokens (Radford et al. 2022, section 4.5): the likeliest few texts are followed side by side; one alone is greedy
decoding.

Texts are compared by the mean log probability of their tokens, the end among them, so that a short one is not likelier for being short.
The search is over when as many have ended as are followed, and none of those still going is likelier. A text that repeats itself
(models.whisper.guard) goes no further; it is cut to one copy, for which the probability of all of it counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from models.whisper.guard import loop_at

Tokens = tuple[int, ...]


@dataclass(frozen=True)
class Text:
    tokens: Tokens
    total: float
    """Log probability of the tokens, and of the end where there is one."""

    @property
    def mean(self) -> float:
        return self.total / (len(self.tokens) + 1) if self.tokens else float("-inf")


class Rules(Protocol):
    end: int

    def forbid(self, logits: np.ndarray, texts: Sequence[Tokens]) -> None:
        """logits: (B, V), changed in place: -inf for what may not follow each of the texts."""
        ...


Follow = Callable[[Sequence[int], Sequence[int]], np.ndarray]
"""(the beams that go on, the token that each takes) -> logits (B, V)."""


@dataclass(frozen=True)
class Search:
    rules: Rules
    width: int
    """How many texts are followed at once."""
    seconds: float
    """Of sound: a text that repeats itself for longer is a loop."""
    most: int
    """Tokens of a text."""

    def run(self, logits: np.ndarray, follow: Follow) -> tuple[Text, bool]:
        """
        logits: (1, V), for the first token
        Returns the best text, and whether it is one that the guard has cut.
        """
        going, ended, loops = [Text((), 0.0)], [], []
        while True:
            beams, nexts = [], []
            for beam, text in self._candidates(logits, going):
                if text.tokens[-1] == self.rules.end:
                    ended.append(Text(text.tokens[:-1], text.total))
                elif cut := self._cut(text.tokens):
                    loops.append(Text(text.tokens[:cut], text.total))
                else:
                    beams.append(beam)
                    nexts.append(text)
                if len(nexts) + len(loops) >= self.width:
                    break
            going = nexts
            if self._is_over(going, ended):
                best = likeliest([*ended, *going, *loops])
                return best, best in loops
            logits = follow(beams, [text.tokens[-1] for text in going])

    def _is_over(self, going: Sequence[Text], ended: Sequence[Text]) -> bool:
        if not going or len(going[0].tokens) >= self.most:
            return True
        return len(ended) >= self.width and likeliest(ended).mean >= likeliest(going).mean

    def _candidates(self, logits: np.ndarray, going: Sequence[Text]) -> Iterator[tuple[int, Text]]:
        """(the text it goes on from, the longer text), likeliest first."""
        self.rules.forbid(logits, [text.tokens for text in going])
        found = [
            (text.total + float(row[token]) - rest, beam, token)
            for beam, (text, row) in enumerate(zip(going, logits, strict=True))
            for rest in (log_sum(row),)
            for token in top(row, self.width + (self.width > 1))
            if row[token] > -np.inf
        ]
        for total, beam, token in sorted(found, key=lambda item: -item[0]):
            yield beam, Text((*going[beam].tokens, token), total)

    def _cut(self, tokens: Tokens) -> int | None:
        """Where a loop is cut; times are no words."""
        places = [place for place, token in enumerate(tokens) if token < self.rules.end]
        cut = loop_at([tokens[place] for place in places], self.seconds)
        return places[cut] if cut else None


def likeliest(texts: Sequence[Text]) -> Text:
    return max(texts, key=lambda text: text.mean)


def top(row: np.ndarray, count: int) -> list[int]:
    """The places of the largest."""
    count = min(count, len(row))
    return [int(row.argmax())] if count == 1 else np.argpartition(row, -count)[-count:].tolist()


def log_sum(row: np.ndarray) -> float:
    """log(sum(exp(row)))"""
    best = row.max()
    return float(best + np.log(np.exp(row - best).sum()))
