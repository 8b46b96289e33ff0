"""How loud the microphone is, and how much that sounds like speech; or why there is nothing to hear, in as many lines as that takes."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from assistant.events import Event, Heard, SenseChanged, SenseTrouble, SpeechEnded, SpeechStarted
from assistant.phrases import Phrases
from assistant.senses.level import CLIPPED
from assistant.tui.bars import bar

QUIETEST_DB = -60.0
WARNED = 1.0
"""Seconds for which clipping stays on the screen."""


class Meter(Static):
    def __init__(self, phrases: Phrases) -> None:
        super().__init__("", id="meter")
        self._phrases = phrases
        self._heard: Heard | None = None
        self._clipped = float("-inf")
        self._off = False
        self._speaks = False
        self._detail = ""

    def on_mount(self) -> None:
        self._tell()

    def on_resize(self) -> None:
        self._tell()

    def show(self, event: Event) -> None:
        match event:
            case Heard():
                self._heard = event
                self._clipped = event.time if event.peak >= CLIPPED else self._clipped
            case SpeechStarted():
                self._speaks = True
            case SpeechEnded():
                self._speaks = False
            case SenseChanged(sense="microphone", privacy=privacy, detail=detail):
                self._speaks = False
                self._heard, self._off, self._detail = None, privacy == "off", detail
            case SenseTrouble(sense="microphone", recovered=False):
                self._heard = None
            case _:
                return
        self._tell()

    def _tell(self) -> None:
        level, speech = self._phrases.say("level"), self._phrases.say("speech")
        self.styles.height = "auto" if self._heard is None else 1
        if self._heard is None:
            words = f"{self._phrases.say('meter_off')} {self._detail}" if self._off else self._phrases.say("no_sound")
            self.update(Content.styled(f"{level}  {words}", "dim"))
            return
        self.update(Content("   ").join([*self._bars(self._heard, level, speech), *self._clipping(self._heard)]), layout=False)

    def _bars(self, heard: Heard, level: str, speech: str) -> list[Content]:
        spoken, quiet = self._phrases.say("spoken"), self._phrases.say("quiet")
        longest = max(cell_len(spoken), cell_len(quiet))
        width = max(4, (self.size.width - cell_len(level + speech + self._phrases.say("clipping")) - longest - 29) // 2)
        loudness = bar(1 - heard.level_db / QUIETEST_DB, width, "$secondary")
        likelihood = bar(heard.speech_probability, width, "$primary")
        return [
            Content.assemble((f"{level}  ", "dim"), loudness, f" {max(heard.level_db, QUIETEST_DB):4.0f} dB"),
            Content.assemble(
                (f"{speech}  ", "dim"),
                likelihood,
                f"  {heard.speech_probability:.2f} ",
                (f"● {spoken}", "bold $secondary") if self._speaks else (f"○ {quiet}", "dim"),
            ),
        ]

    def _clipping(self, heard: Heard) -> list[Content]:
        loud = heard.time - self._clipped < WARNED
        return [Content.styled(self._phrases.say("clipping"), "bold $warning")] if loud else []
