"""What a conversation remembers: what "it" is, what was said last, what a short follow-up leans on. Pure; time is an argument."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.events import Candidate
from assistant.phrases import Phrases
from assistant.skill import Reply


@dataclass(frozen=True)
class Moment:
    text: str
    chosen: Candidate | None
    reply: Reply
    time: float


class Dialogue:
    def __init__(self, phrases: Phrases, memory: float) -> None:
        """phrases: the topic `dialogue`; memory: seconds after which the last turn is forgotten."""
        self._follow = [re.compile(pattern) for pattern in phrases.section("follow_up").get("patterns", ())]
        self._pronouns = tuple(phrases.section("follow_up").get("pronouns", ()))
        self._memory = memory
        self._last: Moment | None = None
        self._topic: Moment | None = None

    def remember(self, text: str, chosen: Candidate | None, reply: Reply, time: float) -> None:
        """text: completed, as it was routed. What nobody could do changes no subject."""
        self._last = Moment(text, chosen, reply, time)
        if chosen is not None:
            self._topic = self._last

    def context(self, now: float) -> Mapping[str, Any]:
        """
        `last_reply` for repeating; `asked`, the sentence that a bare answer to the last reply completes; `thing` that was spoken of;
        `complete`, which makes a follow-up a whole sentence.
        """
        if self._last is None or now - self._last.time > self._memory:
            return {}
        reply = self._last.reply
        return {"last_reply": reply.text, "asked": reply.follow_up, "thing": self._thing(), "complete": self._complete}

    def _thing(self) -> str:
        """What the last turn was about."""
        if self._topic is None or self._topic.chosen is None:
            return ""
        named = str(self._topic.chosen.slots.get("thing") or "")
        return named or (self._topic.reply.regions[0].label if self._topic.reply.regions else "")

    def _complete(self, text: str) -> str:
        """text: normal form. "and the chair" after "what colour is the cup" asks for the colour of the chair."""
        thing = self._thing()
        if not thing or self._topic is None:
            return text
        for pattern in self._follow:
            if match := pattern.fullmatch(text):
                before = self._topic.text.lower().strip(" ?.!")
                return before.replace(thing, match["thing"], 1) if thing in before else text
        for pronoun in self._pronouns:
            text = re.sub(rf"\b(is|are|find|was) {re.escape(pronoun)}(?!\w)", rf"\g<1> the {thing}", text, count=1)
        return text
