"""The time, the date and the weekday."""

from __future__ import annotations

from datetime import datetime

from assistant.skill import Reply, Skill, Turn


class Clock(Skill):
    name = "clock"

    async def handle(self, turn: Turn) -> Reply:
        now = datetime.fromtimestamp(turn.home.now())
        names = self.phrases.section("names")
        return Reply(
            self.phrases.say(
                turn.intent,
                hour=now.hour % 12 or 12,
                hour24=now.hour,
                minute=f"{now.minute:02d}",
                half=names["halves"][now.hour >= 12],
                weekday=names["weekdays"][now.weekday()],
                day=now.day,
                month=names["months"][now.month - 1],
                year=now.year,
            )
        )
