"""Where questions are typed; Up and Down bring back those of this session."""

from __future__ import annotations

from textual.binding import Binding
from textual.events import Key, Paste
from textual.widgets import Input

KEPT = 100


class Prompt(Input):
    BINDINGS = [Binding("up", "older"), Binding("down", "newer")]  # noqa: RUF012 - Textual declares it so

    def __init__(self, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, id="prompt")
        self._asked: list[str] = []
        self._at = 0
        self._draft = ""

    def on_paste(self, event: Paste) -> None:
        """Before Textual's own, which would keep the first line and lose the others."""
        event.text = " ".join(event.text.split())

    async def on_key(self, event: Key) -> None:
        """Enter in its turn: as a binding it would come after the keys that are already waiting, which belong to the next question."""
        if event.key == "enter":
            event.stop().prevent_default()
            await self.action_submit()
            self.clear()

    def take(self, typed: str) -> str:
        """What was typed, without blanks around it; it is remembered."""
        text = typed.strip()
        if text and text not in self._asked[-1:]:
            self._asked = [*self._asked, text][-KEPT:]
        self._at = len(self._asked)
        return text

    def action_older(self) -> None:
        self._go(self._at - 1)

    def action_newer(self) -> None:
        self._go(self._at + 1)

    def _go(self, at: int) -> None:
        """One past the newest is what was being typed when the search began."""
        if self._at == len(self._asked):
            self._draft = self.value
        if 0 <= at <= len(self._asked):
            self._at = at
            self.value = self._draft if at == len(self._asked) else self._asked[at]
            self.cursor_position = len(self.value)
