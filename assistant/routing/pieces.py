"""What the pieces of times and dates are: a pattern over tokens with digits, and what it means as fields of a When.

A loose piece ("seven", "friday") counts where nothing but a time is expected, or after another piece; in the middle of other words only
a strict one does ("at seven", "on friday"). The fields `part`, `half` and `without` are settled by assistant.routing.dates.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assistant.phrases import Phrases

Fields = dict[str, Any]
AT = "(?:(?:(?:at|from) )?(?:around|about|exactly|precisely|roughly|round about|approximately)|at|by|before|from|until|till)"
LOOSE_AT = f"(?:{AT}|for|after|to|set for)"
ON = "(?:on|by|until|before|from|starting on|starting|for)"
PART = "(?P<part>morning|forenoon|afternoon|evening|night)"


@dataclass(frozen=True)
class Piece:
    pattern: re.Pattern
    read: Callable[[re.Match], Fields | None]
    loose: bool = False


def piece(words: Phrases, pattern: str, read: Callable[[re.Match], Fields | None], loose: bool = False) -> Piece:
    """<WD> and <MONTH> in the pattern stand for the names of weekdays and months."""
    for name, section in (("<WD>", "weekdays"), ("<MONTH>", "months")):
        pattern = pattern.replace(name, any_of(words.section(section)))
    return Piece(re.compile(rf"{pattern}(?![^ ])"), read, loose)


def any_of(names: Any) -> str:
    """A pattern for one of the names, the longest first."""
    return "(?:" + "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) + ")"


def groups(match: re.Match) -> dict[str, str]:
    """The named groups that took part."""
    return {name: text for name, text in match.groupdict().items() if text}


def said_part(match: re.Match) -> Fields:
    part = groups(match).get("part") or groups(match).get("parts", "").removesuffix("s")
    return {"part": part} if part else {}
