"""What will come due, in one line with the seconds that are left; no line where there is nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from assistant.events import Due, Event, Pending
from assistant.phrases import Phrases

DAY = 86_400.0
GAP = " · "


def left(seconds: float, day: str) -> str:
    """`4:31`, `1:04:31`, and `2 d 1:04:31` for what is days away."""
    whole = max(0, round(seconds))
    days, rest = divmod(whole, int(DAY))
    hours, rest = divmod(rest, 3600)
    clock = f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours or days else f"{rest // 60}:{rest % 60:02}"
    return f"{days} {day} {clock}" if days else clock


def coming(pending: Mapping[str, Sequence[Due]], now: float, phrases: Phrases) -> list[str]:
    """`tea 4:31`, the next first; what has no name is called by its skill."""
    items = [(item.name or skill, item) for skill, some in pending.items() for item in some]
    items.sort(key=lambda one: (one[1].at is None, one[1].at or one[1].left or 0.0))
    return [_line(name, item, now, phrases) for name, item in items]


def _line(name: str, item: Due, now: float, phrases: Phrases) -> str:
    seconds = (item.left or 0.0) if item.at is None else item.at - now
    return f"{name} {left(seconds, phrases.say('day'))}{'' if item.at is not None else ' ' + phrases.say('paused')}"


class Coming(Static):
    def __init__(self, phrases: Phrases, wall: Callable[[], float] = time.time) -> None:
        super().__init__("", id="pending")
        self._phrases, self._wall = phrases, wall
        self._items: dict[str, tuple[Due, ...]] = {}
        self._said = ""

    def on_mount(self) -> None:
        self.set_interval(1.0, self._tell)
        self._tell()

    def on_resize(self) -> None:
        self._tell()

    def show(self, event: Event) -> None:
        if isinstance(event, Pending):
            self._items[event.skill] = event.items
            self._tell()

    def _tell(self) -> None:
        """A new layout only when the line comes or goes."""
        lines = coming(self._items, self._wall(), self._phrases)
        self.display = bool(lines)
        said = self._fitted(lines)
        if said != self._said:
            self._said = said
            self.update(Content.assemble((f"{self._phrases.say('pending')}  ", "dim"), said), layout=False)

    def _fitted(self, lines: list[str]) -> str:
        """As many as the line has room for, and how many more there are."""
        room = max(self.size.width, 20) - cell_len(self._phrases.say("pending")) - 2
        for count in range(len(lines), 0, -1):
            more = f"{GAP}+{len(lines) - count}" if count < len(lines) else ""
            said = GAP.join(lines[:count]) + more
            if cell_len(said) <= room or count == 1:
                return said
        return ""
