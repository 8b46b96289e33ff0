"""The second guard against the assistant hearing itself: what was transcribed while it spoke, compared with what it said.

The first guard is the echo canceller, which works on sound; this one works on words and needs no tuning to a room.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher


def is_echo(heard: str, said: str, *, least: float = 0.75) -> bool:
    """
    heard: a transcript of sound that came while the assistant spoke
    said:  everything that it was saying then
    least: share of the heard words that stand in the said ones in the same order
    One word is never taken for an echo: it may be "stop".
    """
    mine, theirs = words(said), words(heard)
    if len(theirs) < 2:
        return False
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    shared = sum(block.size for block in matcher.get_matching_blocks())
    return shared / len(theirs) >= least


def words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.lower())
