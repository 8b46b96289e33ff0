"""Where a guest failed: the line of its own code for a person, every frame for the log."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path


def place(error: BaseException, module: str) -> str:
    """
    module: of the guest's class
    Returns `plants.py:31`, the innermost line of the guest's package; empty where none of its lines was running.
    """
    root = sys.modules.get(module.partition(".")[0])
    own = (*getattr(root, "__path__", ()), getattr(root, "__file__", None) or os.devnull)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if any(map(Path(frame.filename).is_relative_to, own))]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""


def frames(error: BaseException) -> str:
    """The traceback without messages, which may quote a person; what it was caused by comes first."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    first = frames(before) if before else ""
    return f"{first}{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}"
