"""A microphone: chunks of 16 kHz sound, 32 ms each. Open from the first chunk that is asked for until the chunks are closed."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Protocol

import anyio
import anyio.to_thread
import numpy as np

from assistant.config import Microphone as MicrophoneConfig
from assistant.events import AudioChunk, Event
from assistant.phrases import Phrases
from assistant.senses.clock import LoopClock
from assistant.senses.ear import Ear
from assistant.senses.echo import EchoCanceller
from assistant.senses.files import is_sound, load_sound
from assistant.senses.resample import RATE_HZ, STEP
from assistant.senses.trouble import Notify


class Microphone(Protocol):
    @property
    def name(self) -> str: ...

    def chunks(self) -> AsyncGenerator[AudioChunk, None]:
        """512 samples a chunk, timed on the loop's clock. The device is free once they are closed; then they can be begun again."""
        ...


def open_microphone(config: MicrophoneConfig, notify: Notify, phrases: Phrases, echo: EchoCanceller | None = None) -> Microphone:
    """A device, or a sound file where the name is one. Opens nothing yet. Raises BadInput for a file that cannot be heard."""
    if is_sound(config.device):
        return FileMicrophone(Path(config.device), phrases)
    return DeviceMicrophone(config, notify, phrases, echo if config.echo_cancellation else None)


class DeviceMicrophone:
    def __init__(self, config: MicrophoneConfig, notify: Notify, phrases: Phrases, echo: EchoCanceller | None = None) -> None:
        """notify: called in the loop with each SenseTrouble."""
        self._config, self._notify, self._phrases, self._echo = config, notify, phrases, echo
        self.name = config.device

    async def chunks(self) -> AsyncGenerator[AudioChunk, None]:
        ear = Ear(self.name, self._config.dead_after, self._phrases, self._echo, LoopClock().now)
        try:
            while True:
                heard = await anyio.to_thread.run_sync(ear.turn)  # not abandoned: at most 50 ms, and the device has one owner
                self.name = ear.name
                for item in heard:
                    if isinstance(item, Event):
                        self._notify(item)
                    else:
                        yield item
        finally:
            ear.close()


class FileMicrophone:
    """Plays a sound file into the house at its own pace, then ends. Needs no device and no thread, so virtual time works."""

    def __init__(self, path: Path, phrases: Phrases) -> None:
        """Raises BadInput."""
        self.name = path.name
        self._samples = load_sound(path, phrases).samples

    async def chunks(self) -> AsyncGenerator[AudioChunk, None]:
        start = anyio.current_time()
        for offset in range(0, len(self._samples), STEP):
            await anyio.sleep_until(start + (offset + STEP) / RATE_HZ)
            step = self._samples[offset : offset + STEP]
            yield AudioChunk(np.pad(step, (0, STEP - len(step))), start + offset / RATE_HZ)
