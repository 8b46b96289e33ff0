"""The second guard against the assistant hearing itself: what was transcribed while it spoke, compared with what it said.

The first guard is the echo canceller, which works on sound; this one works on words and needs no tuning to a room.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

ALIKE = 0.75
"""Share of the heard words that stand in the said ones in the same order, from which they are an echo."""


def is_echo(heard: str, said: str) -> bool:
    """
    heard: a transcript of sound that came while the assistant spoke
    said:  everything that it was saying then
    One word is never taken for an echo: it may be "stop".
    """
    mine, theirs = words(said), words(heard)
    if len(theirs) < 2:
        return False
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    shared = sum(block.size for block in matcher.get_matching_blocks())
    return shared / len(theirs) >= ALIKE


def words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.lower())
