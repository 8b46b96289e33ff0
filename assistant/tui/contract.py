"""What the screen needs of the assistant, and of its own parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from textual.message import Message

from assistant.bus import Bus
from assistant.config import Config
from assistant.errors import OwlishError
from assistant.events import Event, SenseChanged, SenseName, SpeechEnded
from models.errors import ModelError


class Assistant(Protocol):
    """The loop behind the screen."""

    bus: Bus

    @property
    def config(self) -> Config: ...

    @property
    def examples(self) -> Mapping[str, Sequence[str]]:
        """Skill -> sentences that it takes."""
        ...

    async def run(self) -> None: ...
    async def hear_text(self, text: str) -> None: ...
    async def until_answered(self) -> None:
        """All that was typed, and said."""
        ...

    async def stop(self) -> None: ...
    async def switch(self, sense: SenseName, on: bool) -> None: ...
    async def change(self, key: str, value: Any) -> None:
        """key: one of those that hold at once (assistant.changes)."""
        ...

    def push_to_talk(self, down: bool) -> None: ...
    def shut_down(self) -> None: ...


class Panel(Protocol):
    """A part of the screen; it takes the events that concern it and leaves the others."""

    def show(self, event: Event) -> None: ...


@dataclass
class Happened(Message):
    """An event of the bus on its way to the panels."""

    event: Event


def ends_talk(event: Event) -> bool:
    """The key to talk is up again without a hand: all is said, or the microphone is closed."""
    return isinstance(event, SpeechEnded) or (isinstance(event, SenseChanged) and (event.sense, event.privacy) == ("microphone", "off"))


def sentences(error: BaseException) -> Sequence[str]:
    """What a person may read of it, out of the groups that task groups make; empty when something in it was not raised on purpose."""
    parts = [sentences(part) for part in getattr(error, "exceptions", ())]
    if parts:
        return tuple(sentence for part in parts for sentence in part) if all(parts) else ()
    return (str(error),) if isinstance(error, (OwlishError, ModelError)) else ()
