"""The frame that every page shares: a title, what it shows, Escape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
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


class Table:
    """Two columns, the left one as wide as its widest word; what is too long for the right one goes on below itself."""

    def __init__(self, rows: Sequence[tuple[str, str]]) -> None:
        self._rows = [(Content.styled(left, "bold $primary"), Content(right)) for left, right in rows]
        self._width = max((left.cell_length for left, _ in self._rows), default=0) + 2

    @property
    def text(self) -> Content:
        return Content("\n").join(left.pad_right(self._width - left.cell_length) + right for left, right in self._rows)

    def compose(self) -> Iterator[Widget]:
        for left, right in self._rows:
            who = Static(left)
            who.styles.width = self._width
            yield Horizontal(who, Static(right), classes="line")


class TextPage(Page):
    """Blocks of text that scroll, a line apart."""

    def __init__(self, phrases: Phrases, title: str, blocks: Sequence[Content | Table]) -> None:
        super().__init__(phrases, title)
        self._blocks = blocks

    @property
    def text(self) -> Content:
        return Content("\n\n").join(block.text if isinstance(block, Table) else block for block in self._blocks)

    def frame(self) -> VerticalScroll:
        return VerticalScroll(classes="page")

    def content(self) -> ComposeResult:
        for block in self._blocks:
            parts = block.compose() if isinstance(block, Table) else [Static(block)]
            yield Vertical(*parts, classes="block")
