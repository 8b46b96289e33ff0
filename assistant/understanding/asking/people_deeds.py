"""Words for what a look at people from near may tell that they do, and which way they look."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.understanding.asking.people_words import ARTICLE

LINK = r"(?: (?:look|looking|seem|appear|to be|very|really|still|just))*"
LOOKS = (
    r"(?:looking|facing|turned|turning|staring|gazing|look)(?: (?:right|straight|directly)(?= at| in))?"
    r"(?: (?:to|towards?|at|in|into))?(?: the)?"
)
"""Not to his left, which may be the right of the picture."""
DEEDS: Mapping[str, str] = {
    "smiling": r"(?:smiling|laughing|grinning|happy(?! (?:with|about|to|for|that)\b)|cheerful|smile|laugh)",
    "sad": r"(?:sad|unhappy|angry|upset|crying|frowning|serious)",
    "sitting": r"(?:sitting|seated|sit)(?: down)?",
    "standing": r"(?:standing|stand)(?: up)?",
    "lying": r"(?:(?:lying|lie)(?: down)?|laying down)",
    "left": rf"{LOOKS} left(?: side)?",
    "right": rf"{LOOKS} right(?: side)?(?! (?:at|in|into|through|past|back|now)\b)",
    "down": rf"{LOOKS} (?:down(?:wards?)?(?! {ARTICLE}\b)|floor|ground)",
    "camera": rf"{LOOKS} (?:camera|me|us|you|viewer|lens|photographer)",
    "away": rf"{LOOKS} away(?: from (?:the camera|me|us|you))?",
}
