"""What is asked of the picture: no skill of its own, but the words of `look` and `count`."""

from __future__ import annotations

import re

from assistant.phrases import Phrases
from assistant.skill import Reply, Turn

SOMETHING = "thing"
"""What "it" is where nothing was spoken of."""
PRONOUNS = ("he", "she", "they")
OF_SOMEBODY = frozenset((
    "arm", "beard", "coat", "dress", "ear", "eye", "face", "foot", "glasses", "hair", "hand", "hat", "head", "jacket", "leg", "mouth",
    "nose", "pants", "scarf", "shirt", "shoe", "skirt", "suit", "sunglasses", "tie",
))  # fmt: skip
"""What somebody has, whom "he" and "she" go on to mean: "is she sad" after "what colour are her eyes"."""


def question(phrases: Phrases, turn: Turn) -> str:
    """As it was said; in another language than English, what its file has for the intent, in the English that the networks know."""
    asked = phrases.own("questions").get(turn.intent)
    if not asked:
        return turn.text
    about = turn.context.get("thing")
    slots = {"thing": about or SOMETHING, "is_thing": "is", **turn.slots}
    if about and slots.get("who") in PRONOUNS and not {about, about.removesuffix("s")} & OF_SOMEBODY:
        slots["the_who"] = f"the {about}"
    return str(asked).format(**slots)


async def missing(phrases: Phrases, turn: Turn, asked: str) -> Reply | None:
    """
    asked: what the picture is asked
    What is said of a thing where the last look denied that it is there and another one does, too; None of all else.
    """
    thing, denied = str(turn.context.get("thing", "")), str(turn.context.get("denied", ""))
    if not denied or not re.search(rf"\b{re.escape(thing)}\b", asked) or _asks_alike(asked, denied):
        return None
    answer = await turn.home.sight.answer(denied)
    said = phrases.say("missing", thing=thing)
    return Reply(said, (), answer.engine, confidence=answer.confidence, denied=denied) if answer.denied else None


def _asks_alike(asked: str, denied: str) -> bool:
    """Whether it asks itself what is there: "is there a cat or a woman" after "is there a cat"."""
    return asked.split()[:2] == denied.split()[:2]
