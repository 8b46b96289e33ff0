"""The frame that every page shares: a title, what it shows, Escape."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from assistant.phrases import Phrases


class Page(ModalScreen[None]):
    BINDINGS = [("escape", "dismiss", "")]  # noqa: RUF012 - Textual declares it so

    def __init__(self, phrases: Phrases, title: str) -> None:
        super().__init__()
        self.phrases, self._heading = phrases, phrases.say(title)

    def compose(self) -> ComposeResult:
        with self.frame() as page:
            page.border_title, page.border_subtitle = self._heading, self.phrases.say("why_close")
            yield from self.content()

    def frame(self) -> Vertical | VerticalScroll:
        return Vertical(classes="page")

    def content(self) -> ComposeResult:
        raise NotImplementedError


class TextPage(Page):
    """A text that scrolls."""

    def __init__(self, phrases: Phrases, title: str, text: Content) -> None:
        super().__init__(phrases, title)
        self.text = text

    def frame(self) -> VerticalScroll:
        return VerticalScroll(classes="page")

    def content(self) -> ComposeResult:
        yield Static(self.text)


def table(rows: list[tuple[str, str]]) -> Content:
    """Two columns, the left one as wide as its widest word."""
    width = max((Content(left).cell_length for left, _ in rows), default=0)
    return Content("\n").join(
        Content.assemble((left, "bold $primary"), " " * (width - Content(left).cell_length + 2), Content(right)) for left, right in rows
    )
