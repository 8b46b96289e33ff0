"""The frame that every page shares: a title, a text that scrolls, Escape."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from assistant.phrases import Phrases


class Page(ModalScreen[None]):
    BINDINGS = [("escape", "dismiss", "")]  # noqa: RUF012 - Textual declares it so

    def __init__(self, phrases: Phrases, title: str, text: Content) -> None:
        super().__init__()
        self.text, self._heading, self._close = text, phrases.say(title), phrases.say("why_close")

    def compose(self) -> ComposeResult:
        page = VerticalScroll(Static(self.text), classes="page")
        page.border_title, page.border_subtitle = self._heading, self._close
        yield page


def table(rows: list[tuple[str, str]]) -> Content:
    """Two columns, the left one as wide as its widest word."""
    width = max((Content(left).cell_length for left, _ in rows), default=0)
    return Content("\n").join(
        Content.assemble((left, "bold $primary"), " " * (width - Content(left).cell_length + 2), Content(right)) for left, right in rows
    )
