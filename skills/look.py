"""Looks through the camera: describes what is there, and answers questions about it."""

from __future__ import annotations

from assistant.skill import Reply, Skill, Turn
from skills.asking import question


class Look(Skill):
    name = "look"
    uses_camera = True
    permissions = ("camera",)

    async def handle(self, turn: Turn) -> Reply:
        sight = turn.home.sight
        answer = await (sight.describe() if turn.intent == "describe" else sight.answer(question(self.phrases, turn)))
        said = self.phrases.own("said").get(turn.intent, {})  # where the language has another yes and no for such a question
        return Reply(said.get(answer.spoken, answer.spoken), answer.regions, answer.engine)
