"""What is asked of the picture: no skill of its own, but the words of `look` and `count`."""

from __future__ import annotations

from assistant.phrases import Phrases
from assistant.skill import Turn

SOMETHING = "thing"
"""What "it" is where nothing was spoken of."""
PRONOUNS = ("he", "she", "they")


def question(phrases: Phrases, turn: Turn) -> str:
    """As it was said; in another language than English, what its file has for the intent, in the English that the networks know."""
    asked = phrases.own("questions").get(turn.intent)
    if not asked:
        return turn.text
    about = turn.context.get("thing")
    slots = {"thing": about or SOMETHING, "is_thing": "is", **turn.slots}
    if about and slots.get("who") in PRONOUNS:
        slots["the_who"] = f"the {about}"
    return str(asked).format(**slots)
