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
from assistant.tui.preview import cells, pixels
from assistant.tui.preview.pixels import Graphics

HELD = 6.0
"""Seconds for which the picture of an answer stays, so that its boxes lie on what they were found in."""
SIXEL_PAUSE = 0.12
"""Seconds between two pictures in sixel, of which terminals draw few."""
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

    def erase(self) -> None:
        """What was drawn outside of the cells goes when the widget is hidden; here there is nothing of that kind."""

    def cover(self, covered: bool) -> None:
        """A page lies over the picture, or no longer does; in cells Textual sees to that."""

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


class PixelPicture(Picture):
    """The same in pixels, which the terminal lays over the blank cells of this widget; none while a page lies over it."""

    def __init__(self, graphics: Graphics) -> None:
        super().__init__()
        self._graphics = graphics
        self._drawn: float | None = None
        self._sent = ""
        self._covered = False

    def cover(self, covered: bool) -> None:
        if covered != self._covered:
            self._covered = covered
            self._draw()

    def render_lines(self, crop: Area) -> list[Strip]:
        """Cells that are written anew wipe out a picture in sixel, so it is sent again once they are."""
        if self._graphics.way == "sixel" and self._drawn is not None:
            self.call_after_refresh(self._send)
        return super().render_lines(crop)

    def _send(self) -> None:
        """Not to where a page has opened since, which `cover` is told of at the next tick."""
        if self._drawn is not None and self.screen.is_active:
            self._write(self._sent)

    def _draw(self) -> None:
        self._lines = []
        if self.frame is None or 0 in (*self.size, *self.frame.size) or not self.display or self._covered:
            self.erase()
        elif self._graphics.way == "kitty" or self._drawn is None or abs(self.frame.time - self._drawn) >= SIXEL_PAUSE:
            self._drawn = self.frame.time
            self._sent = self._escape(self.frame)
            self._send()

    def _escape(self, frame: Frame) -> str:
        cell = self._graphics.cell
        columns, rows = pixels.fitted(frame.size, *self.size, cell)
        width = min(columns * cell[0], pixels.WIDEST[self._graphics.way], frame.size[0] if self._graphics.way == "kitty" else 1 << 16)
        height = max(1, round(width * rows * cell[1] / (columns * cell[0])))
        found = sorted(self._regions, key=lambda region: -region.score)[:MOST]
        picture = pixels.painted(frame.pixels, (width, height), found, self._cited)
        drawn = pixels.kitty(picture, columns, rows) if self._graphics.way == "kitty" else pixels.sixel(picture)
        place = self.content_region
        if self._graphics.way == "sixel":  # which has the size that it has
            columns, rows = -(-width // cell[0]), -(-height // cell[1])
        x, y = place.x + (place.width - columns) // 2, place.y + (place.height - rows) // 2
        return f"\x1b7\x1b[{y + 1};{x + 1}H{drawn}\x1b8"

    def erase(self) -> None:
        """kitty's pictures lie on a layer of their own; sixel's are gone when the cells are written again."""
        if self._drawn is not None:
            self._drawn = None
            if self._graphics.way == "kitty":
                self._write(pixels.KITTY_CLEAR)
            self.refresh()

    def _write(self, escape: str) -> None:
        """Through Textual's own writer, so that no escape sequence lands inside of another."""
        if self.app._driver is not None:
            self.app._driver.write(escape)


class Preview(Container):
    def __init__(self, phrases: Phrases, graphics: Graphics) -> None:
        super().__init__(id="preview")
        self._phrases = phrases
        self._picture = Picture() if graphics.way == "blocks" else PixelPicture(graphics)
        self._words = Static("", id="why-no-picture")
        self._privacy: Privacy = "off"
        self._detail, self._trouble, self._troubled = "", "", float("-inf")
        self._held: Looked | None = None
        self._glanced: Looked | None = None
        """The last look in the background: shown if something is told of it."""
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
            case Looked(turn=0):
                self._glanced = event
            case Looked():
                self._hold(event)
            case Replied(regions=regions) if regions:
                self._cite(regions)
            case TurnStarted():
                self._held = None
            case SenseChanged(sense="camera", privacy=privacy, detail=detail):
                self._switched(privacy, detail)
            case SenseTrouble(sense="camera", sentence=sentence, recovered=recovered, time=time):
                self._trouble, self._troubled = ("" if recovered else sentence), time
                self._say_why()

    def cover(self, covered: bool) -> None:
        self._picture.cover(covered)

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

    def _cite(self, regions: tuple[Region, ...]) -> None:
        if self._held is None and self._glanced is not None and self._glanced.regions == regions:
            self._hold(self._glanced)
        if self._held is not None:
            self._picture.cite(regions)

    def _switched(self, privacy: Privacy, detail: str) -> None:
        if privacy == "off":
            self._held = self._glanced = None
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
            if words:
                self._picture.erase()
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
