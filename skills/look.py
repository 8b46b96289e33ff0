"""Looks through the camera: describes what is there, and answers questions about it."""

from __future__ import annotations

from assistant.skill import Reply, Skill, Turn
from skills.asking import missing, question

SURE, FAIRLY = 0.85, 0.6
"""Confidence from which an answer is sure, and from which it is fairly so."""


class Look(Skill):
    name = "look"
    permissions = ("camera",)

    async def handle(self, turn: Turn) -> Reply:
        if turn.intent in ("sure", "why"):
            return self._of_the_last(turn)
        sight = turn.home.sight
        asked = "" if turn.intent == "describe" else question(self.phrases, turn)
        if none := await missing(self.phrases, turn, asked):
            return none
        answer = await (sight.answer(asked) if asked else sight.describe())
        if turn.intent == "describe_it" and answer.abstained:
            answer = await sight.describe()
        said = self.phrases.own("said").get(turn.intent, {})  # where the language has another yes and no for such a question
        spoken, denied = said.get(answer.spoken, answer.spoken), asked if answer.denied else ""
        return Reply(spoken, answer.regions, answer.engine, confidence=answer.confidence, denied=denied)

    def _of_the_last(self, turn: Turn) -> Reply:
        """How sure the last answer was about a picture, and what it rests on."""
        confidence = turn.context.get("confidence")
        if confidence is None:
            return Reply(self.phrases.say("seen_nothing"))
        if not confidence:
            return Reply(self.phrases.say("could_not_tell"), confidence=confidence)
        how = "sure" if confidence >= SURE else "fairly_sure" if confidence >= FAIRLY else "not_sure"
        said = self.phrases.say(how, percent=str(round(100 * confidence)))
        return Reply(self.phrases.text([self.phrases.say("by_looks"), said] if turn.intent == "why" else [said]), confidence=confidence)
