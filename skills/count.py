"""Counts things in the picture."""

from __future__ import annotations

from assistant.skill import Reply, Skill, Turn
from skills.asking import question


class Count(Skill):
    name = "count"
    uses_camera = True
    permissions = ("camera",)

    async def handle(self, turn: Turn) -> Reply:
        asked = question(self.phrases, turn)
        if turn.intent in ("count", "what"):
            thing = turn.slots.get("thing") or turn.context.get("thing")  # "count them" is about what was spoken of
            if not thing:
                return Reply(self.phrases.say("what"), follow_up=self.phrases.say("answered", answer="{answer}"))
            asked = self.phrases.say("question", thing=thing)
        answer = await turn.home.sight.answer(asked)
        return Reply(answer.spoken, answer.regions, answer.engine)
