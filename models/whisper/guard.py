"""Stops a decoder that repeats itself, which short context makes likely. Works on token numbers, so it knows no language."""

from __future__ import annotations

from collections.abc import Sequence

SHORTEST_PHRASE = 4
"""Tokens; a phrase this long said twice in a row is a loop. Shorter ones are often meant ("no no"), and must stand four times."""
SHORT_COPIES = 4


def first_copy(tokens: Sequence[int]) -> int | None:
    """Where to cut: the index at which the repetition begins, or None while nothing repeats."""
    length = len(tokens)
    for period in range(SHORTEST_PHRASE, length // 2 + 1):
        if tokens[length - period :] == tokens[length - 2 * period : length - period]:
            return _single(tokens[: length - period])
    for period in range(1, SHORTEST_PHRASE):
        if length >= SHORT_COPIES * period and _copies(tokens, period) >= SHORT_COPIES:
            return length - (SHORT_COPIES - 1) * period
    return None


def _single(tokens: Sequence[int]) -> int:
    """Length of what is left once halves that equal each other are one: a short phrase may have looped before the longer was seen."""
    length = len(tokens)
    while length and length % 2 == 0 and tokens[: length // 2] == tokens[length // 2 : length]:
        length //= 2
    return length


def _copies(tokens: Sequence[int], period: int) -> int:
    """How many times the last `period` tokens stand in a row at the end."""
    phrase, count = tokens[len(tokens) - period :], 1
    while tokens[len(tokens) - (count + 1) * period : len(tokens) - count * period] == phrase:
        count += 1
    return count
