"""A sentence as the patterns of this room read it, and what they share."""

from __future__ import annotations

SEEING = r"(?:you|we|i) (?:see|find|spot|count)"
OPEN = (
    rf"(?:(?:is|are) there|(?:do|can|could) {SEEING}"
    r"|does (?:the|this|that|my|your) (?:picture|photo|photograph|image|scene|view) (?:show|have|contain))"
)
"""With what it begins to be asked what is there."""
SEEN_IN = r"(?:can |do )?(?:you|we|i)(?: can)? see|(?:in|of) (?:the|this) (?:picture|photo|image|room|scene)"
TAIL = rf"(?: (?:there|here|around|anywhere|now|right now|visible|{SEEN_IN}))*"
"""What may follow without asking for more."""


def plain(text: str) -> str:
    return " ".join(text.lower().strip(" ?.!").split())
