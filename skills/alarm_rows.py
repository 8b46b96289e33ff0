"""One alarm, as it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from assistant.when import When, date_of, following


@dataclass(frozen=True)
class Alarm:
    key: str
    name: str
    when: When
    due: float
    """Wall clock of the next ring."""
    made: float
    waking: bool = False

    def row(self) -> dict[str, Any]:
        return {"name": self.name, "when": self.when.row(), "due": self.due, "made": self.made, "waking": self.waking}

    @staticmethod
    def of(key: str, row: Mapping[str, Any]) -> Alarm:
        return Alarm(key, row["name"], When.of(row["when"]), float(row["due"]), float(row["made"]), row["waking"])

    def after(self, now: float) -> Alarm | None:
        """The same alarm at its next time; None when it does not repeat."""
        due = following(self.when, self.due, now, waking=self.waking)
        return None if due is None else replace(self, due=due)

    def on_day_of(self, meant: When, now: float) -> Alarm | None:
        """The same alarm as it rings on that day; None when it does not."""
        day = date_of(meant, now)
        due: float | None = self.due
        while due is not None and day is not None and datetime.fromtimestamp(due).date() < day:
            due = following(self.when, due, due, waking=self.waking)
        return replace(self, due=due) if due is not None and datetime.fromtimestamp(due).date() == day else None

    def rings_on(self, meant: When, now: float) -> bool:
        """Whether it rings on that day, be it again or for the first time; at that time, where one was said."""
        on = self if meant.repeating else self.on_day_of(meant, now)
        return on is not None and on.meets(meant, now)

    def meets(self, meant: When, now: float) -> bool:
        """Whether "the seven o'clock alarm" or "tomorrow's alarm" is this one."""
        next_time = datetime.fromtimestamp(self.due)
        hours = {meant.hour % 24} if meant.settled and meant.hour is not None else {(meant.hour or 0) % 12, (meant.hour or 0) % 12 + 12}
        right_time = meant.hour is None or (next_time.hour in hours and next_time.minute == meant.minute)
        if meant.repeating:
            return right_time and meant.weekdays == self.when.weekdays and self.when.repeating
        return right_time and (not meant.dated or date_of(meant, now) == next_time.date())

    def shifted(self, seconds: float) -> Alarm:
        """That much later on the wall, every time if it repeats."""
        wall = datetime.fromtimestamp(self.due) + timedelta(seconds=seconds)
        when = replace(self.when, hour=wall.hour, minute=wall.minute, settled=True, offset=None)
        return replace(self, when=when, due=wall.timestamp())
