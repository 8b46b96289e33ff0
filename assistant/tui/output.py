"""Where the UI's writing thread writes: a terminal that takes nothing, or that is gone, holds the assistant up no longer than a moment.

A connection that stalls leaves a terminal that takes nothing. What is drawn meanwhile is dropped; when it takes again, all is drawn anew.
"""

from __future__ import annotations

import io
import os
import select
from collections.abc import Callable

PIECE = 4096
"""Bytes written at once."""
CANCEL = b"\x18"
"""Ends a control sequence of which the rest was dropped (ECMA-48, CAN)."""


class Output(io.TextIOBase):
    def __init__(self, descriptor: int, patience: float = 2.0) -> None:
        """patience: seconds that a terminal may take nothing before what is drawn is dropped."""
        self._descriptor, self._own = _waiting_for_nobody(descriptor)
        self._patience, self._stalled, self._gone = patience, False, False
        self.when_back: Callable[[], object] = lambda: None
        """Called when a terminal that had stalled takes again, in the thread that writes."""
        self.when_gone: Callable[[], object] = lambda: None
        """Called once, in the thread that writes."""

    def write(self, text: str) -> int:
        data = text.encode("utf-8", "replace")
        if self._stalled and self._takes(0.0):
            self._stalled, data = False, CANCEL + data
            self.when_back()
        while data and not self._stalled and not self._gone:
            if self._takes(self._patience):
                data = data[self._written(data[:PIECE]) :]
            else:
                self._stalled = True
        return len(text)

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return os.isatty(self._descriptor)

    def close(self) -> None:
        if self._own and not self.closed:
            os.close(self._descriptor)
        super().close()

    def _takes(self, patience: float) -> bool:
        """A terminal that is gone takes all, with an error."""
        return bool(select.select([], [self._descriptor], [], patience)[1])

    def _written(self, piece: bytes) -> int:
        try:
            return os.write(self._descriptor, piece)
        except BlockingIOError:
            return 0
        except OSError:
            self._gone = True
            self.when_gone()
            return len(piece)


def _waiting_for_nobody(descriptor: int) -> tuple[int, bool]:
    """The terminal opened once more, since the shell shares the descriptor that is there and would get it as it is left; whether it was."""
    try:
        return os.open(os.ttyname(descriptor), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY), True
    except OSError:  # no terminal, or one of another namespace
        return descriptor, False
