"""Whatever a device, a file or a folder is called, its letters do not rule the terminal."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from assistant.phrases import unruled


class Unruled(LineFilter):
    """Lines as they are, without what the terminal would obey, which takes no cell."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [one if one.text.isprintable() else Segment(unruled(one.text), one.style, one.control) for one in segments]
