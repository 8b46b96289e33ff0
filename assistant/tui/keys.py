"""The line at the bottom: the keys as they are configured, also for the mouse."""

from __future__ import annotations

from rich.cells import cell_len
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from assistant.config import Keys as KeyConfig
from assistant.phrases import Phrases

ACTS = {
    "help": "help",
    "microphone": "switch('microphone')",
    "camera": "switch('camera')",
    "talk": "talk",
    "stop": "silence",
    "why": "why",
    "skills": "skills",
    "settings": "settings",
    "commands": "command_palette",
    "quit": "quit",
}
"""Act, as the section [keys] names it -> the application's action."""
SPARED = ("settings", "skills", "why")
"""Left out of the line, in this order, where it is too short: the palette and the help have them too."""
GAP = "  "


def bindings() -> list[Binding]:
    """With ids, by which the configuration gives each its key. Escape must reach a page before it reaches the application."""
    default = KeyConfig()
    return [Binding(getattr(default, act), action, id=act, priority=act != "stop") for act, action in ACTS.items()]


def written(key: str) -> str:
    """`ctrl+y` as people write it on a screen: ^Y."""
    *held, last = key.split("+")
    name = {"escape": "Esc", "insert": "Ins"}.get(last, last.upper())
    return "".join("^" if one == "ctrl" else f"{one.capitalize()}+" for one in held) + name


class Keys(Static):
    def __init__(self, phrases: Phrases, keys: KeyConfig) -> None:
        super().__init__("", id="keys")
        self._phrases = phrases
        self._spell(keys)

    def _spell(self, keys: KeyConfig) -> None:
        self._words = {act: (written(getattr(keys, act)), self._phrases.say(f"key_{act}")) for act in ACTS}

    def adopt(self, keys: KeyConfig) -> None:
        self._spell(keys)
        self.on_resize()

    def on_resize(self) -> None:
        width, height = self.size
        acts = self._fitting(width * height)
        self.update(Content(GAP).join(self._key(act) for act in acts), layout=False)

    def _fitting(self, room: int) -> list[str]:
        acts = list(ACTS)
        for act in SPARED:
            if self._width(acts) > room:
                acts.remove(act)
        return acts

    def _width(self, acts: list[str]) -> int:
        return sum(cell_len(" ".join(self._words[act])) for act in acts) + len(GAP) * (len(acts) - 1)

    def _key(self, act: str) -> Content:
        key, does = self._words[act]
        words = Content.assemble((key, "bold $primary"), "\u00a0", (does, "dim"))
        return words.stylize(f"@click=app.{ACTS[act]}")
