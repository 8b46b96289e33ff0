"""The text in a picture: lines with boxes, and what they say as a person would read it aloud."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.config import Vision
from assistant.errors import CameraError
from assistant.events import Answer, Frame, Region
from assistant.phrases import Phrases
from models.errors import ModelError
from models.keeper import FREE, Keeper
from models.ocr.runtime import Ocr
from models.plan import READING
from models.store import Store

MODEL = "ppocr-v6-small"
PROSE, FULL = 25, 0.8
"""Characters of a line, and share of the widest one's width, from which it may go on in the next line whatever that begins with."""
ENDS = (".", "!", "?", ":", ";", "…", "。", "！", "？")


class TextReader:
    """Blocking; called from a worker. The network is opened at a reading, and let go after a while."""

    def __init__(self, config: Vision, store: Store, phrases: Phrases, keeper: Keeper = FREE) -> None:
        """phrases: the topic `vision`."""
        self._phrases = phrases
        self._lent = keeper.lend(READING, lambda: Ocr(store.get(MODEL), threads=config.threads))

    def read(self, frame: Frame) -> Answer:
        """`short` has the lines as they stand, `regions` each line with its box. Raises CameraError where the network cannot be had."""
        try:
            with self._lent.use() as ocr:
                lines = ocr(frame.pixels)
        except ModelError as error:
            raise CameraError(str(error)) from error
        if not lines:
            return Answer("", self._phrases.say("no_text"), 0.0, MODEL, abstained=True)
        regions = tuple(Region(line.box, line.text, line.confidence) for line in lines)
        confidence = sum(line.confidence for line in lines) / len(lines)
        return Answer("\n".join(line.text for line in lines), flowing(regions), round(confidence, 4), MODEL, regions)


def flowing(lines: Sequence[Region]) -> str:
    """Sentences for a voice: a line that goes on in the next is joined to it, any other ends with a full stop."""
    widest = max(line.box[2] - line.box[0] for line in lines)
    said = ""
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        if following is not None and goes_on(line, following, widest):
            broken = line.label.endswith("-") and following.label[:1].islower()
            said += line.label[:-1] if broken else f"{line.label} "
        else:
            said += line.label if line.label.endswith(ENDS) else f"{line.label.rstrip(',-')}."
            said += " "
    return said.strip()


def goes_on(line: Region, following: Region, widest: float) -> bool:
    if line.label.endswith(ENDS):
        return False
    full = len(line.label) >= PROSE and line.box[2] - line.box[0] >= FULL * widest
    return full or line.label.endswith((",", "-")) or following.label[:1].islower()
