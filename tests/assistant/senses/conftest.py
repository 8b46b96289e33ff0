"""Real devices where the machine can have them: a private sound server, a loopback camera, recorded speech."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import anyio
import pytest

from assistant.events import AudioChunk, SenseTrouble
from assistant.phrases import Phrases
from assistant.senses.microphone import Microphone
from tests.mjpeg import mjpeg
from tests.pulse import pulse

__all__ = ["mjpeg", "pulse"]

RECORDED = Path("/usr/share/pocketsphinx/test/data")


@pytest.fixture
def phrases() -> Phrases:
    return Phrases("assistant", "senses")


@pytest.fixture
def told() -> list[SenseTrouble]:
    """Pass `told.append` as `notify`."""
    return []


@pytest.fixture
def speech() -> Path:
    """Folder of real speech: cards/001.wav to 005.wav in one voice, librivox/*.wav in another; 16 kHz."""
    if not RECORDED.is_dir():
        pytest.fail("Recorded speech is missing; install it: sudo apt install pocketsphinx-testdata")
    return RECORDED


async def until(true: Callable[[], object], seconds: float = 10.0) -> None:
    """Waits for what threads and other programs do."""
    with anyio.fail_after(seconds):
        while not true():
            await anyio.sleep(0.01)


@asynccontextmanager
async def hearing(microphone: Microphone) -> AsyncIterator[list[AudioChunk]]:
    """The chunks that come while the block runs; afterwards the microphone is closed."""
    chunks: list[AudioChunk] = []

    async def hear() -> None:
        async with aclosing(microphone.chunks()) as heard:
            async for chunk in heard:
                chunks.append(chunk)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(hear)
        yield chunks
        tasks.cancel_scope.cancel()
