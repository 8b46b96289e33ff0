"""What may follow in a text, with times and without; and the segments that the tokens of times make (Radford et al. 2022, section 2.3).

Times are tokens of their own, 20 ms apart, after all others: one before and one behind every segment, never going back. Where they are
likelier together than any word, one must come. The rules are those of openai-whisper's ApplyTimestampRules.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from models.whisper.search import Tokens, log_sum

TICK = 0.02
"""Seconds between two tokens of time."""
LATEST = 50
"""The first time that may come first is a second at most: later, the model would rather invent words than wait."""


@dataclass(frozen=True)
class Segment:
    start: float
    """Seconds from the beginning of the sound."""
    end: float
    text: str


class WithoutTimes:
    """No times: what is no word never follows, and the text doesn't begin with its end."""

    def __init__(self, end: int, never: Sequence[int], never_first: Sequence[int], vocabulary: int) -> None:
        self.end = end
        self._never, self._never_first = np.array([*never, *range(end + 1, vocabulary)]), np.array(never_first)

    def forbid(self, logits: np.ndarray, texts: Sequence[Tokens]) -> None:
        logits[:, self._never] = -np.inf
        if not texts[0]:
            logits[:, self._never_first] = -np.inf


class WithTimes:
    """Words, and the times before and behind them."""

    def __init__(self, end: int, never: Sequence[int], zero: int) -> None:
        """zero: the token of the time 0"""
        self.end, self._zero = end, zero
        self._never = np.array([*never, *range(end + 1, zero)])

    def forbid(self, logits: np.ndarray, texts: Sequence[Tokens]) -> None:
        logits[:, self._never] = -np.inf
        for row, text in zip(logits, texts, strict=True):
            if not text:
                row[: self._zero] = row[self._zero + LATEST + 1 :] = -np.inf
            else:
                self._in_order(row, text)
                self._time_if_likely(row)

    def _in_order(self, row: np.ndarray, text: Tokens) -> None:
        """Times stand in pairs, save at the beginning and before the end, and never go back."""
        zero, last, begun = self._zero, text[-1] >= self._zero, len(text) < 2 or text[-2] >= self._zero
        if last and begun:
            row[zero:] = -np.inf
        elif last:
            row[: self.end] = -np.inf
        if times := [token for token in text if token >= zero]:
            row[zero : times[-1] + (not (last and not begun))] = -np.inf  # a segment takes time

    def _time_if_likely(self, row: np.ndarray) -> None:
        times, words = row[self._zero :], row[: self._zero]
        if times.max() > -np.inf and log_sum(times) > words.max():
            words[:] = -np.inf


def segments(tokens: Tokens, zero: int, spell: Callable[[Sequence[int]], str], begin: float, seconds: float) -> tuple[Segment, ...]:
    """
    tokens: with times
    spell:  the text of some tokens
    begin, seconds: where the sound begins in the whole, and how long it is; a last segment without an end lasts until there
    """
    found: list[Segment] = []
    start, words = 0.0, []
    for token in (*tokens, None):
        if token is not None and token < zero:
            words.append(token)
            continue
        time = seconds if token is None else min(seconds, (token - zero) * TICK)
        if words and (text := spell(words).strip()):
            found.append(Segment(round(begin + start, 2), round(begin + max(start, time), 2), text))
        start, words = time, []
    return tuple(found)
