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

    @property
    def thing(self) -> str:
        """What the turn was about; empty where it was about no thing."""
        named = str(self.chosen.slots.get("thing") or "") if self.chosen else ""
        return named or (self.reply.regions[0].label if self.chosen and self.reply.regions else "")


class Dialogue:
    def __init__(self, phrases: Phrases, memory: float) -> None:
        """phrases: the topic `dialogue`; memory: seconds after which a turn is forgotten."""
        self._follow = [re.compile(pattern) for pattern in phrases.section("follow_up").get("patterns", ())]
        self._pronouns = tuple(phrases.section("follow_up").get("pronouns", ()))
        self._memory = memory
        self._last: Moment | None = None
        self._topic: Moment | None = None
        self._undoable: Moment | None = None

    def remember(self, text: str, chosen: Candidate | None, reply: Reply, time: float) -> None:
        """text: completed, as it was routed. Silence is no reply to repeat, and a turn about no thing changes no subject."""
        moment = Moment(text, chosen, reply, time)
        self._last = moment if reply.text else self._last
        self._topic = moment if moment.thing else self._topic
        undone = self._undoable is not None and text == self._undoable.reply.undo
        self._undoable = moment if reply.undo else None if undone else self._undoable

    def context(self, now: float) -> Mapping[str, Any]:
        """
        `last_reply` for repeating; `asked`, the sentence that a bare answer to it completes; `thing` that was spoken of; `complete`,
        which makes a follow-up a whole sentence; `undo`, the sentence that takes back the last act that can be taken back.
        """
        last, topic, act = (
            moment if moment and now - moment.time <= self._memory else None for moment in (self._last, self._topic, self._undoable)
        )
        said = {"last_reply": last.reply.text, "asked": last.reply.follow_up} if last else {}
        about = {"thing": topic.thing, "complete": lambda text: self._complete(text, topic)} if topic else {}
        return {**said, **about, **({"undo": act.reply.undo} if act else {})}

    def _complete(self, text: str, topic: Moment) -> str:
        """text: normal form. "and the chair" after "what colour is the cup" asks for the colour of the chair."""
        for pattern in self._follow:
            if match := pattern.fullmatch(text):
                before = topic.text.lower().strip(" ?.!")
                return before.replace(topic.thing, match["thing"], 1) if topic.thing in before else text
        for pronoun in self._pronouns:
            text = re.sub(rf"\b(is|are|find|was) {re.escape(pronoun)}(?!\w)", rf"\g<1> the {topic.thing}", text, count=1)
        return text
