"""The camera's panel: the live picture, the picture that an answer rests on, or a word on why there is none."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container
from textual.geometry import Region as Area
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from assistant.events import Event, Frame, Looked, Privacy, Region, Replied, Seen, SenseChanged, SenseTrouble, TurnStarted
from assistant.phrases import Phrases
from assistant.tui.preview import cells

HELD = 6.0
"""Seconds for which the picture of an answer stays, so that its boxes lie on what they were found in."""
MOST = 8
"""Regions drawn beside those that the answer rests on."""


class Picture(Widget):
    """One frame, as large as fits. Rows that look as before are not drawn again, so a still scene costs next to nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.frame: Frame | None = None
        self._regions: tuple[Region, ...] = ()
        self._cited: tuple[Region, ...] = ()
        self._lines: list[Strip] = []

    def put(self, frame: Frame | None, regions: tuple[Region, ...] = (), cited: tuple[Region, ...] = ()) -> None:
        self.frame, self._regions, self._cited = frame, regions, cited
        self._draw()

    def cite(self, cited: tuple[Region, ...]) -> None:
        self.put(self.frame, self._regions, cited)

    def on_resize(self) -> None:
        self._draw()

    def render_line(self, y: int) -> Strip:
        return self._lines[y] if y < len(self._lines) else Strip.blank(self.size.width, self.rich_style)

    def _draw(self) -> None:
        before, self._lines = self._lines, self._centred(self._strips())
        if len(before) != len(self._lines):
            self.refresh()
            return
        changed = [row for row, (old, new) in enumerate(zip(before, self._lines, strict=True)) if old != new]
        if changed:
            self.refresh(*(Area(0, row, self.size.width, 1) for row in changed))

    def _strips(self) -> list[Strip]:
        if self.frame is None or 0 in (*self.size, *self.frame.size):
            return []
        columns, rows = cells.fitted(self.frame.size, *self.size)
        found = sorted(self._regions, key=lambda region: -region.score)[:MOST]
        marks = cells.marks(found, self._cited, self.frame.size, columns, rows)
        return cells.strips(cells.shrunk(self.frame.pixels, columns, rows), marks)

    def _centred(self, lines: list[Strip]) -> list[Strip]:
        if not lines:
            return []
        width, height = self.size
        blank = Strip.blank(width, self.rich_style)
        above, left = (height - len(lines)) // 2, (width - lines[0].cell_length) // 2
        left_side, right_side = blank.crop(0, left), blank.crop(0, width - left - lines[0].cell_length)
        wide = [Strip.join([left_side, line, right_side]) for line in lines]
        return [*[blank] * above, *wide, *[blank] * (height - above - len(lines))]


class Preview(Container):
    def __init__(self, phrases: Phrases) -> None:
        super().__init__(id="preview")
        self._phrases = phrases
        self._picture, self._words = Picture(), Static("", id="why-no-picture")
        self._privacy: Privacy = "off"
        self._detail, self._trouble, self._troubled = "", "", float("-inf")
        self._held: Looked | None = None
        self._said: tuple[str, str] | None = None
        self.border_title = phrases.say("camera")

    def compose(self) -> ComposeResult:
        yield self._picture
        yield self._words

    def on_mount(self) -> None:
        self._say_why()

    def show(self, event: Event) -> None:
        match event:
            case Seen(frame=frame):
                self._live(frame)
            case Looked():
                self._hold(event)
            case Replied(regions=regions) if regions and self._held:
                self._picture.cite(regions)
            case TurnStarted():
                self._held = None
            case SenseChanged(sense="camera", privacy=privacy, detail=detail):
                self._switched(privacy, detail)
            case SenseTrouble(sense="camera", sentence=sentence, recovered=recovered, time=time):
                self._trouble, self._troubled = ("" if recovered else sentence), time
                self._say_why()

    def _live(self, frame: Frame) -> None:
        held = self._held is not None and frame.time - self._held.time < HELD
        if self._privacy == "off" or held or (self._trouble and frame.time <= self._troubled):
            return
        self._held, self._trouble = None, ""
        self._picture.put(frame)
        self._say_why()

    def _hold(self, look: Looked) -> None:
        self._held = look
        self._picture.put(look.scene.frame, look.scene.regions, look.regions)
        self._say_why()

    def _switched(self, privacy: Privacy, detail: str) -> None:
        if privacy == "off":
            self._held = None
            self._picture.put(None)
        self._privacy, self._detail = privacy, detail
        self._say_why()

    def _say_why(self) -> None:
        """Words in place of the picture while there is none to show; a new layout only when they have changed."""
        words = self._reason()
        subtitle = "" if words else self._subtitle()
        if (words, subtitle) != self._said:
            self._said = words, subtitle
            self._picture.display, self._words.display = not words, bool(words)
            self._words.update(words)
            self.border_subtitle = subtitle

    def _reason(self) -> str:
        if self._privacy == "off":
            return "\n\n".join(filter(None, (self._phrases.say("preview_off"), self._detail)))
        if self._trouble:
            return f"{self._phrases.say('trouble')}\n\n{self._trouble}"
        return "" if self._picture.frame else self._phrases.say("preview_waiting")

    def _subtitle(self) -> str:
        return self._phrases.say("preview_held", age=f"{self._held.age:.2f}") if self._held else self._phrases.say("preview_live")
