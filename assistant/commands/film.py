"""A video for `owlish ask` and `describe`: looked at once a second, and told from when on the answer is another.

Each look stands alone, as each of a watch does: things, deeds and places are what single pictures show of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from assistant.commands.output import emit, shown
from assistant.events import Frame
from assistant.senses import reel
from assistant.senses.files import ENGLISH, VIDEO_SUFFIXES

LOOKS_HZ = 1.0


def is_one(path: Path) -> bool:
    return path.suffix.lower() in VIDEO_SUFFIXES


def tell(path: Path, given: Mapping[str, Any], reply: Callable[[Frame], Mapping[str, Any]], as_json: bool) -> int:
    """
    given: what each row begins with, beside the video's name
    reply: what is told of a frame, with `answer`, `spoken` and `engine`
    Raises BadInput.
    """
    begin, looks, engine = time.perf_counter(), 0, ""
    before: str | None = None
    for pixels in reel.once(path, LOOKS_HZ, ENGLISH):
        second, looks = looks / LOOKS_HZ, looks + 1
        row = reply(Frame(pixels, source=str(path)))
        engine = row["engine"]
        if row["answer"] == before:
            continue
        before = row["answer"]
        if as_json:
            emit({"image": str(path), "at": second, **given, **row})
        else:
            print(f"{clock(second)}  {shown(row['spoken'])}", flush=True)
    if not as_json:
        print(f"({engine}, {looks} looks, {LOOKS_HZ:g} a second, {time.perf_counter() - begin:.2f} s)")
    return 0


def clock(second: float) -> str:
    """As players show it."""
    minutes, seconds = divmod(int(second), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
