"""What guests' processes said: kept while a session is recorded, and said again in a replay, which starts no process.

Each piece is kept with how many messages the house had sent before it and how long after the last of them it came, so that it comes
again after the same messages, however long the house takes today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import anyio

from assistant.routing.guest_line import Line, OpenLine
from assistant.session.network import BYTES, Notes

Row = Mapping[str, Any]
GONE = (anyio.EndOfStream, anyio.BrokenResourceError, anyio.ClosedResourceError)


def recorded(opened: OpenLine, notes: Notes) -> OpenLine:
    count: dict[str, int] = defaultdict(int)

    async def open_line(skill: str, folder: Path) -> Line:
        count[skill] += 1
        try:
            line = await opened(skill, folder)
        except OSError as error:
            notes.note("guest", skill=skill, process=count[skill], failed=error.strerror)
            raise
        notes.note("guest", skill=skill, process=count[skill])
        return RecordedLine(line, notes, skill, count[skill])

    return open_line


def played(rows: Sequence[Row]) -> OpenLine:
    """rows: of the kinds `guest`, `guest said` and `guest worked`. A guest that was not started then says nothing."""
    count: dict[str, int] = defaultdict(int)

    async def open_line(skill: str, folder: Path) -> Line:
        count[skill] += 1
        own = [row for row in rows if (row["skill"], row["process"]) == (skill, count[skill])]
        if own and "failed" in own[0]:
            raise OSError(0, own[0]["failed"])
        return PlayedLine(own)

    return open_line


class RecordedLine:
    def __init__(self, inner: Line, notes: Notes, skill: str, process: int) -> None:
        self._inner, self._notes, self._which = inner, notes, {"skill": skill, "process": process}
        self._sent, self._last = 0, anyio.current_time()

    async def send(self, data: bytes) -> None:
        self._sent, self._last = self._sent + 1, anyio.current_time()
        await self._inner.send(data)

    async def receive(self) -> bytes:
        try:
            data = await self._inner.receive()
        except GONE as error:
            self._note(None, how=str(error))
            raise
        self._note(data.decode(*BYTES))
        return data

    def _note(self, data: str | None, **more: str) -> None:
        """None: the process has ended."""
        seconds = round(anyio.current_time() - self._last, 6)
        self._notes.note("guest said", **self._which, after=self._sent, seconds=seconds, data=data, **more)

    def worked(self) -> float | None:
        seconds = self._inner.worked()
        self._notes.note("guest worked", **self._which, **({} if seconds is None else {"seconds": seconds}))
        return seconds

    def kill(self) -> None:
        self._inner.kill()

    async def aclose(self) -> None:
        await self._inner.aclose()


class PlayedLine:
    def __init__(self, rows: Sequence[Row]) -> None:
        """rows: of one process."""
        self._said = [row for row in rows if row["kind"] == "guest said"]
        self._worked = iter([row.get("seconds") for row in rows if row["kind"] == "guest worked"])
        self._next = 0
        self._sent = [anyio.current_time()]
        """When it was opened, then the times of the house's messages."""
        self._message = anyio.Event()

    async def send(self, data: bytes) -> None:
        self._sent.append(anyio.current_time())
        sent, self._message = self._message, anyio.Event()
        sent.set()

    async def receive(self) -> bytes:
        if self._next == len(self._said):
            await anyio.sleep_forever()
        row = self._said[self._next]
        while len(self._sent) <= row["after"]:
            await self._message.wait()
        await anyio.sleep_until(self._sent[row["after"]] + row["seconds"])
        self._next += 1  # not before: whoever waits may be called away
        if row["data"] is None:
            raise anyio.EndOfStream(row.get("how", ""))
        return row["data"].encode(*BYTES)

    def worked(self) -> float | None:
        return next(self._worked, None)

    def kill(self) -> None:
        """There is no process."""

    async def aclose(self) -> None:
        """Likewise."""
