"""Works in the loop itself, for conversations in virtual time, where computing takes no time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import anyio.lowlevel

from assistant.worker import T

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from assistant.worker import Given


class InlineWorker:
    def __init__(self, name: str) -> None:
        self.name = name

    async def run(self, work: Callable[[Unpack[Given]], T], *args: Unpack[Given]) -> T:
        await anyio.lowlevel.checkpoint()
        return work(*args)
