"""The seam between the house and its senses. A Session lets everything through; a Recorder keeps what passes, a Player puts it back."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from assistant import network
from assistant.bus import Bus
from assistant.memory.database import Database
from assistant.network import Outside
from assistant.routing.guest_line import OpenLine, open_line
from assistant.senses.camera import Camera
from assistant.senses.microphone import Microphone
from assistant.speech.voice import Speaker
from assistant.worker import ThreadWorker, Worker


class Session:
    """The house asks it for each of its senses; every `opened` makes the real one."""

    fetches: ClassVar[bool] = True
    """Whether a model may be fetched that is chosen and not on this machine."""

    def begin(self, bus: Bus) -> None:
        """In the loop, when the assistant begins to run."""

    def asked(self, what: str, *values: Any) -> None:
        """Somebody outside asked for something: `typed` words, `stop`, `switch` of a sense, `change` of a setting, `key` down or up."""

    def microphone(self, opened: Callable[[], Microphone]) -> Callable[[], Microphone]:
        return opened

    def camera(self, opened: Callable[[], Camera]) -> Camera:
        return opened()

    def speaker(self, opened: Callable[[], Speaker | None]) -> Speaker | None:
        return opened()

    def worker(self, name: str) -> Worker:
        return ThreadWorker(name)

    def wall(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def network(self) -> Outside:
        return network

    def guests(self) -> OpenLine:
        return open_line

    def pictures(self, folder: Path) -> Path:
        """Where those are kept that a person asked for."""
        return folder

    def memory(self, opened: Callable[[], tuple[Database, str]]) -> tuple[Database, str]:
        """The database, and why it is only one in memory."""
        return opened()
