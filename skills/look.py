"""Looks through the camera: describes what is there, and answers questions about it."""

from __future__ import annotations

from assistant.skill import Reply, Skill, Turn


class Look(Skill):
    name = "look"
    uses_camera = True
    permissions = ("camera",)

    async def handle(self, turn: Turn) -> Reply:
        sight = turn.home.sight
        answer = await (sight.describe() if turn.intent == "describe" else sight.answer(turn.text))
        return Reply(answer.spoken, answer.regions, answer.engine)
