"""A sentence as the patterns of this room read it, and what they share."""

from __future__ import annotations

OPEN = (
    r"(?:(?:is|are) there|(?:do|can|could) (?:you|we|i) (?:see|find|spot|count)"
    r"|does (?:the|this) (?:picture|photo|image|scene) (?:show|have|contain))"
)
"""With what it begins to be asked what is there."""
SEEN_IN = r"(?:can |do )?(?:you|we|i)(?: can)? see|(?:in|of) (?:the|this) (?:picture|photo|image|room|scene)"
TAIL = rf"(?: (?:there|here|now|right now|visible|{SEEN_IN}))*"
"""What may follow without asking for more."""


def plain(text: str) -> str:
    return " ".join(text.lower().strip(" ?.!").split())
