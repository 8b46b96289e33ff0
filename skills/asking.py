"""What is asked of the picture: no skill of its own, but the words of `look` and `count`."""

from __future__ import annotations

from assistant.phrases import Phrases
from assistant.skill import Turn

SOMETHING = "thing"
"""What "it" is where nothing was spoken of."""


def question(phrases: Phrases, turn: Turn) -> str:
    """As it was said; in another language than English, what its file has for the intent, in the English that the networks know."""
    asked = phrases.own("questions").get(turn.intent)
    return str(asked).format(**{"thing": turn.context.get("thing") or SOMETHING, "is_thing": "is", **turn.slots}) if asked else turn.text
