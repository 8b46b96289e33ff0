"""The line to a guest's process. A session may keep what passes, or play it again without a process."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

import anyio
import anyio.abc

from assistant.routing.guest_trial import command, environment, how_ended

ENDS = 0.5
"""Seconds in which a process that says nothing more has ended."""


class Line(Protocol):
    async def send(self, data: bytes) -> None:
        """Raises anyio.BrokenResourceError or ClosedResourceError when nobody is there."""
        ...

    async def receive(self) -> bytes:
        """Raises those too, and anyio.EndOfStream, whose text says how the guest ended where that is known."""
        ...

    def worked(self) -> float | None:
        """Seconds of a core that the guest has used; None where the system does not tell."""
        ...

    def kill(self) -> None: ...
    async def aclose(self) -> None: ...


OpenLine = Callable[[str, Path], Awaitable[Line]]
"""Of the skill of that name, in a folder of its own. Raises OSError."""


class ProcessLine:
    def __init__(self, process: anyio.abc.Process) -> None:
        self._process = process

    async def send(self, data: bytes) -> None:
        assert self._process.stdin is not None
        await self._process.stdin.send(data)

    async def receive(self) -> bytes:
        assert self._process.stdout is not None
        try:
            return await self._process.stdout.receive()
        except anyio.EndOfStream:
            with anyio.move_on_after(ENDS):
                raise anyio.EndOfStream(how_ended(await self._process.wait())) from None
            raise

    def worked(self) -> float | None:
        try:
            fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)

    async def aclose(self) -> None:
        await self._process.aclose()


async def open_line(skill: str, folder: Path) -> Line:
    return ProcessLine(
        await anyio.open_process(command(), stderr=subprocess.DEVNULL, cwd=folder, env=environment(folder), start_new_session=True)
    )
