"""Tosses a coin for who goes first in a game."""

from __future__ import annotations

import secrets

from assistant.skill import Reply, Skill, Turn


class Coin(Skill):
    name = "coin"

    async def handle(self, turn: Turn) -> Reply:
        return Reply(self.phrases.say(secrets.choice(("heads", "tails"))))
