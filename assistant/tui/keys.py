"""The line at the bottom: the keys, also for the mouse."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from assistant.phrases import Phrases

KEYS = {
    "help": "F1",
    "microphone": "F2",
    "camera": "F3",
    "talk": "F5",
    "stop": "Esc",
    "why": "^Y",
    "quit": "^Q",
}
"""Act -> key as people write it; the application binds the same."""
ACTIONS = {"microphone": "switch('microphone')", "camera": "switch('camera')", "stop": "silence", "quit": "leave"}


class Keys(Static):
    def __init__(self, phrases: Phrases) -> None:
        super().__init__(Content("  ").join(self._key(phrases, act) for act in KEYS), id="keys")

    @staticmethod
    def _key(phrases: Phrases, act: str) -> Content:
        words = Content.assemble((KEYS[act], "bold $primary"), "\u00a0", (phrases.say(f"key_{act}"), "dim"))
        return words.stylize(f"@click=app.{ACTIONS.get(act, act)}")
