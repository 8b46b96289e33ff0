"""Where the time of the last turn went."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from assistant.events import Event, TurnEnded
from assistant.phrases import Phrases
from assistant.tui.bars import reach

STAGES = ("endpoint", "asr", "route", "look", "skill", "tts")
WHOLES = ("first_audio", "answer", "text")
"""Not stages beside the others: from the end of speech to the first sound of the reply, to the reply, to the text."""
SHORTEST = 0.005
"""Seconds; a stage that is shown as 0.00 says nothing."""
NARROWEST, WIDEST = 2, 12
"""Cells of the longest bar; with less room there are none, and with still less the shortest stages go."""


class Latency(Static):
    def __init__(self, phrases: Phrases) -> None:
        super().__init__("", id="latency")
        self._phrases = phrases
        self._stages: Mapping[str, float] = {}

    def on_mount(self) -> None:
        self._tell()

    def on_resize(self) -> None:
        self._tell()

    def show(self, event: Event) -> None:
        if isinstance(event, TurnEnded) and event.stages:
            self._stages = event.stages
            self._tell()

    def _tell(self) -> None:
        if not self._stages:
            self.update(Content.styled(self._phrases.say("latency_none"), "dim"))
            return
        stages = {name: self._stages[name] for name in STAGES if self._stages.get(name, 0.0) >= SHORTEST}
        while stages and self._room(stages) < 0:
            del stages[min(stages, key=lambda name: self._stages[name])]
        width, longest = self._bar_width(stages), max(stages.values(), default=1.0)
        parts = [self._stage(name, seconds, seconds / longest, width) for name, seconds in stages.items()]
        self.update(Content("  ").join([*parts, *self._whole()]))

    def _bar_width(self, stages: Mapping[str, float]) -> int:
        room = self._room(stages) // max(1, len(stages)) - 1
        return min(room, WIDEST) if room >= NARROWEST else 0

    def _room(self, stages: Mapping[str, float]) -> int:
        """Cells that the words leave to the bars."""
        words = sum(cell_len(self._phrases.say(f"stage_{name}")) + len(" 0.00  ") for name in stages)
        return self.size.width - words - sum(part.cell_length for part in self._whole())

    def _stage(self, name: str, seconds: float, share: float, width: int) -> Content:
        drawn = (f" {reach(share, width)}", "$primary") if width else ""
        return Content.assemble((self._phrases.say(f"stage_{name}"), "dim"), drawn, f" {seconds:.2f}")

    def _whole(self) -> list[Content]:
        """The last that the turn reached."""
        for name in WHOLES:
            if name in self._stages:
                return [Content.assemble((self._phrases.say(f"stage_{name}"), "dim"), " ", (f"{self._stages[name]:.2f} s", "bold"))]
        return []
