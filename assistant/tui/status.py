"""The line at the top: what the assistant does, and what its senses may; two lines where one is too short for that."""

from __future__ import annotations

from pathlib import Path

from textual.content import Content
from textual.widgets import Static

from assistant.events import Event, Privacy, Recording, SenseChanged, SenseTrouble, State, StateChanged
from assistant.phrases import Phrases

STATES: dict[State, tuple[str, str]] = {
    "starting": ("◌", "dim"),
    "idle": ("○", "$foreground"),
    "listening": ("●", "bold $secondary"),
    "thinking": ("◐", "bold $primary"),
    "speaking": ("▶", "bold $accent"),
    "stopped": ("■", "dim"),
}
PRIVACY: dict[Privacy, tuple[str, str]] = {"off": ("○", "dim"), "armed": ("◐", "$foreground"), "active": ("●", "bold $secondary")}
GAP = "   "
LONGEST = 24
"""Cells of a folder's name."""


class Status(Static):
    def __init__(self, phrases: Phrases, talk_key: str) -> None:
        super().__init__("", id="status")
        self._phrases, self.talk_key = phrases, talk_key
        self._folder: str | None = None
        self._state: State = "starting"
        self._talking = False
        self._privacy: dict[str, Privacy] = {"microphone": "off", "camera": "off"}
        self._troubles = dict.fromkeys(self._privacy, 0)
        """How many each has that are not over."""

    def on_mount(self) -> None:
        self._tell()

    def on_resize(self) -> None:
        self._tell()

    def show(self, event: Event) -> None:
        match event:
            case StateChanged(state=state):
                self._state = state
            case Recording(on=on, folder=folder):
                self._folder = folder if on else None
            case SenseChanged(sense=sense, privacy=privacy) if sense in self._privacy:
                self._privacy[sense] = privacy
                self._troubles[sense] *= privacy != "off"
            case SenseTrouble(sense=sense, recovered=recovered) if sense in self._privacy:
                self._troubles[sense] = max(0, self._troubles[sense] + (-1 if recovered else 1))
            case _:
                return
        self._tell()

    def talking(self, down: bool) -> None:
        self._talking = down
        self._tell()

    def privacy(self, sense: str) -> Privacy:
        return self._privacy[sense]

    def _tell(self) -> None:
        doing, senses = self._doing(), Content(GAP).join(self._sense(sense) for sense in self._privacy)
        between = self.size.width - doing.cell_length - senses.cell_length
        self.update(Content.assemble(doing, " " * between if between >= len(GAP) else "\n", senses))

    def _doing(self) -> Content:
        sign, style = STATES[self._state]
        words = self._phrases.say(f"state_{self._state}")
        talking = (f"  {self._phrases.say('talking', pressed=self.talk_key)}", "bold $accent") if self._talking else ""
        return Content.assemble(self._mark(), (f"{sign} {words}", style), talking)

    def _mark(self) -> tuple[str, str] | str:
        """Red, and a word, as long as the session is written to a folder."""
        if self._folder is None:
            return ""
        name = Content(Path(self._folder).name).truncate(LONGEST, ellipsis=True).plain
        return (f"◉ {self._phrases.say('recorded', folder=name)}  ", "bold $error")

    def _sense(self, sense: str) -> Content:
        privacy = self._privacy[sense]
        sign, style = PRIVACY[privacy]
        trouble = (f", {self._phrases.say('trouble')}", "bold $warning") if self._troubles[sense] else ""
        state = (f"{sign} {self._phrases.say(f'privacy_{privacy}')}", style)
        return Content.assemble((f"{self._phrases.say(sense)} ", "dim"), state, trouble)
