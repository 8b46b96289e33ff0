"""Counts things in the picture."""

from __future__ import annotations

from assistant.skill import Reply, Skill, Turn


class Count(Skill):
    name = "count"
    uses_camera = True
    permissions = ("camera",)

    async def handle(self, turn: Turn) -> Reply:
        question = turn.text
        if turn.intent in ("count", "what"):
            thing = turn.slots.get("thing") or turn.context.get("thing")  # "count them" is about what was spoken of
            if not thing:
                return Reply(self.phrases.say("what"), follow_up=self.phrases.say("answered", answer="{answer}"))
            question = self.phrases.say("question", thing=thing)
        answer = await turn.home.sight.answer(question)
        return Reply(answer.spoken, answer.regions, answer.engine)
