"""Counts things in the picture."""

from __future__ import annotations

from dataclasses import replace

from assistant.skill import Reply, Skill, Turn
from skills.asking import question


class Count(Skill):
    name = "count"
    permissions = ("camera",)

    async def handle(self, turn: Turn) -> Reply:
        asked, thing = question(self.phrases, turn), None
        if turn.intent in ("count", "what"):
            thing = str(turn.slots.get("thing") or turn.context.get("thing", ""))  # "count them" is about what was spoken of
            if not thing:
                return Reply(self.phrases.say("what"), follow_up=self.phrases.say("answered", answer="{answer}"))
            asked = self.phrases.say("question", thing=thing)
        answer = await turn.home.sight.answer(asked)
        counted = tuple(replace(region, label=thing) for region in answer.regions) if thing else answer.regions
        denied = asked if answer.denied else ""
        return Reply(answer.spoken, counted, answer.engine, confidence=answer.confidence, denied=denied)
