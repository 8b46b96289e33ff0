"""Stops a decoder that repeats itself. Works on token numbers, so it knows no language.

People repeat themselves, too: a loop is a repetition that goes on for longer than there was time to say it.
"""

from __future__ import annotations

from collections.abc import Sequence

FASTEST = 6.0
"""Tokens a second; nobody speaks faster for long."""
LONG_PHRASE = 4
"""Tokens; a phrase of this length or more said twice in a row is a loop. Shorter ones are often meant, and must stand four times."""
SHORT_COPIES = 4


def loop_at(tokens: Sequence[int], seconds: float) -> int | None:
    """
    seconds: of sound
    Returns where to cut, so that one copy is left; None while nothing repeats, or there was time for it.
    """
    length = len(tokens)
    if length <= FASTEST * seconds:
        return None
    for period in range(1, length // 2 + 1):
        start = _periodic_from(tokens, period)
        if length - start >= period * (2 if period >= LONG_PHRASE else SHORT_COPIES):
            return start + period
    return None


def _periodic_from(tokens: Sequence[int], period: int) -> int:
    """Where the run begins in which every token is the one `period` places later, up to the end."""
    start = len(tokens) - period
    while start > 0 and tokens[start - 1] == tokens[start - 1 + period]:
        start -= 1
    return start
