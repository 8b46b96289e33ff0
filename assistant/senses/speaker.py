"""Loudspeakers: a real one, one that writes a file, one that only keeps time. The device is open only while something plays."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
import numpy as np

from assistant.config import Speaker as SpeakerConfig
from assistant.errors import SenseError, SpeakerError
from assistant.events import AudioChunk
from assistant.phrases import Phrases
from assistant.senses import portaudio
from assistant.senses.clock import LoopClock
from assistant.senses.echo import EchoCanceller
from assistant.senses.resample import Resampler, mono
from assistant.senses.trouble import Notify, Troubles

LOOKS = 0.1
"""Seconds between looks at whether the device is still there."""
LONGEST_DELAY = 0.5
"""Seconds between giving samples and hearing them beyond which a device's word is not believed."""
STUCK = 1.0
"""Seconds in which a living device asks for more samples."""


def open_speaker(config: SpeakerConfig, notify: Notify, phrases: Phrases, echo: EchoCanceller | None = None) -> DeviceSpeaker | None:
    """None where the configuration wants text only. Opens nothing yet."""
    return None if config.device == "none" else DeviceSpeaker(config, notify, phrases, echo)


class Track:
    """The samples that are being played, filled into the device's blocks in PortAudio's thread."""

    def __init__(self, samples: np.ndarray, rate_hz: int, echo: EchoCanceller | None) -> None:
        """samples: (N,) float32 at the device's rate."""
        self._samples, self._rate_hz, self._echo = samples, rate_hz, echo
        self._given = 0
        self._leaves_at = self._asked_at = time.monotonic()
        self.ended = threading.Event()

    def fill(self, out: np.ndarray, frames: int, times: Any, status: Any) -> None:
        """out: (frames, channels); zeros after the end, while what was given before leaves the device."""
        part = self._samples[self._given : self._given + frames]
        out[: len(part)] = part[:, None]
        out[len(part) :] = 0
        self._asked_at = time.monotonic()
        delay = min(LONGEST_DELAY, max(0.0, times.outputBufferDacTime - times.currentTime))
        if len(part):
            self._given += len(part)
            self._leaves_at = self._asked_at + delay + len(part) / self._rate_hz
        if self._echo is not None:
            self._echo.far(out, self._rate_hz, delay)

    def left(self) -> float:
        """Seconds until the last sample has left the loudspeaker."""
        return len(self._samples) / self._rate_hz - self.played()

    def lost(self) -> bool:
        return self.ended.is_set() or time.monotonic() - self._asked_at > STUCK

    def played(self) -> float:
        """Seconds that have left the loudspeaker: what was given, less what still waits in the device."""
        return max(0.0, self._given / self._rate_hz - max(0.0, self._leaves_at - time.monotonic()))


class DeviceSpeaker:
    def __init__(self, config: SpeakerConfig, notify: Notify, phrases: Phrases, echo: EchoCanceller | None = None) -> None:
        """notify: called in the loop with each SenseTrouble. echo: told of everything that is played."""
        self.name = config.device
        self._notify, self._phrases, self._echo = notify, phrases, echo
        self._troubles: Troubles | None = None
        self._target: portaudio.Target | None = None
        self._stream: portaudio.Stream | None = None
        self._played = 0.0
        self._track: Track | None = None

    async def play(self, chunk: AudioChunk) -> None:
        """Returns when the last sample has left the speaker; silent at once when cancelled. Raises SpeakerError when the device is lost."""
        if self._troubles is None:
            self._troubles = Troubles("speaker", self._notify, LoopClock().now)
        self._played = 0.0
        try:
            track = await anyio.to_thread.run_sync(self._start, chunk)
            while (left := track.left()) > 0:
                if track.lost():
                    raise SpeakerError(self._phrases.say("speaker_gone", name=self.name))
                await anyio.sleep(min(LOOKS, left))
            self._troubles.end("lost", self._phrases.say("speaker_back", name=self.name))
        except SpeakerError as error:
            self._troubles.begin("lost", str(error))
            raise
        finally:
            self.abort()

    def abort(self) -> None:
        """What the device has not played yet is thrown away."""
        if self._track is not None:
            self._played, self._track = self._track.played(), None
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def played(self) -> float:
        """Seconds of the current chunk, or of the last one, that were really played."""
        return self._track.played() if self._track is not None else self._played

    def _start(self, chunk: AudioChunk) -> Track:
        try:
            target = self._target or self._find()
            resampler = Resampler(chunk.rate_hz, target.rate_hz)
            samples = np.concatenate([resampler.feed(chunk.samples), resampler.finish()])
            self._track = track = Track(samples, target.rate_hz, self._echo)
            self._stream = portaudio.Stream("output", target, track.fill, track.ended.set)
        except portaudio.NotThere as error:
            portaudio.refresh()
            found = str(error) or self._phrases.say("nothing")
            raise SpeakerError(self._phrases.say("speaker_missing", name=self.name, found=found)) from None
        except portaudio.Busy as error:
            self._target = None
            portaudio.refresh()
            raise SpeakerError(self._phrases.say("speaker_busy", name=self.name, reason=str(error).rstrip("."))) from None
        except SenseError as error:  # no PortAudio: the sentence says how to install it
            raise SpeakerError(str(error)) from None
        return track

    def _find(self) -> portaudio.Target:
        """Asked once, because asking takes longer than opening. `default` stays what the sound server prefers at each opening."""
        target = portaudio.find(self.name, "output")
        self._target = replace(target, pulse_name=None) if self.name == "default" and target.pulse_name else target
        return self._target


class SilentSpeaker:
    """Keeps the time that speaking takes and makes no sound; in virtual time it takes none."""

    def __init__(self) -> None:
        self.name = "silent"
        self._began = self._ended = 0.0
        self._scope: anyio.CancelScope | None = None

    async def play(self, chunk: AudioChunk) -> None:
        self._began = anyio.current_time()
        try:
            with anyio.CancelScope() as self._scope:
                await anyio.sleep_until(self._began + chunk.duration)
        finally:
            self._ended, self._scope = anyio.current_time(), None

    def abort(self) -> None:
        if self._scope is not None:
            self._scope.cancel()

    def played(self) -> float:
        return (anyio.current_time() if self._scope else self._ended) - self._began


class FileSpeaker(SilentSpeaker):
    """Writes what is played, and no more of it than was played, one chunk after the other."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.name = path.name
        self._path = path
        self._parts: list[AudioChunk] = []

    async def play(self, chunk: AudioChunk) -> None:
        try:
            await super().play(chunk)
        finally:
            self._parts.append(AudioChunk(chunk.samples[: round(self.played() * chunk.rate_hz)], 0.0, chunk.rate_hz))
            self._write()

    def _write(self) -> None:
        import soundfile

        rate_hz = self._parts[0].rate_hz
        soundfile.write(self._path, np.concatenate([_at(part, rate_hz) for part in self._parts]), rate_hz)


def _at(chunk: AudioChunk, rate_hz: int) -> np.ndarray:
    resampler = Resampler(chunk.rate_hz, rate_hz)
    return np.concatenate([resampler.feed(mono(chunk.samples)), resampler.finish()])
