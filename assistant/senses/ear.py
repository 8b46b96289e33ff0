"""Keeps a microphone open whatever happens to the device: the blocking side, which runs in one worker thread at a time."""

from __future__ import annotations

import time
from collections.abc import Callable

from assistant.errors import SenseError
from assistant.events import AudioChunk, Event
from assistant.phrases import Phrases
from assistant.senses import portaudio
from assistant.senses.backoff import Backoff
from assistant.senses.capture import Block, Capture
from assistant.senses.echo import EchoCanceller
from assistant.senses.resample import Stepper
from assistant.senses.trouble import Troubles
from assistant.senses.watchdog import Watchdog

PATIENCE = 0.05
"""Seconds after which `turn` comes back with nothing, so that it can be cancelled."""
CALM = 5.0
"""Seconds without loss after which an overflow is over."""


class Ear:
    """
    Never listens to another microphone than the one it was given. `default` means the device that was the default at the first
    opening: a sound server moves streams of a lost device to the next one without a word, which is noticed here and undone.
    """

    def __init__(self, name: str, dead_after: float, phrases: Phrases, echo: EchoCanceller | None, now: Callable[[], float]) -> None:
        """now: the loop's clock, from any thread."""
        self.name = name
        self._dead_after, self._phrases, self._echo, self._now = dead_after, phrases, echo, now
        self._out: list[AudioChunk | Event] = []
        self._troubles = Troubles("microphone", lambda event: self._out.append(event), now)
        self._backoff = Backoff()
        self._capture: Capture | None = None
        self._try_at = self._calm_at = 0.0

    def turn(self) -> list[AudioChunk | Event]:
        """What was heard and what is to be said since the last turn; waits about PATIENCE seconds for it."""
        until = time.monotonic() + PATIENCE
        while not self._out and time.monotonic() < until:
            if self._capture is None:
                self._open_or_wait()
            else:
                self._listen(self._capture)
        out, self._out = self._out, []
        return out

    def close(self) -> None:
        """The device is free on return."""
        if self._capture is not None:
            self._capture.close()
            self._capture = None

    # ---- opening

    def _open_or_wait(self) -> None:
        wait = self._try_at - time.monotonic()
        if wait > 0:
            time.sleep(min(PATIENCE, wait))
            return
        try:
            self._open()
        except portaudio.NotThere as error:
            self._lost("missing", found=str(error) or self._phrases.say("nothing"))
            portaudio.refresh()
        except portaudio.Busy as error:
            self._lost("busy", reason=str(error).rstrip("."))
            portaudio.refresh()
        except SenseError as error:  # no PortAudio: the sentence says how to install it
            self._wait_for_another_try()
            self._troubles.begin("lost", str(error))

    def _open(self) -> None:
        target = portaudio.find(self.name, "input")
        self.name = target.name
        self._capture = Capture(target)
        self._monitor = target.name.endswith(".monitor")
        self._stepper = Stepper(target.rate_hz, self._echo.near) if self._echo else Stepper(target.rate_hz)
        self._watchdog = Watchdog(self._dead_after, self._now())

    def _lost(self, why: str, **slots: str) -> None:
        self.close()
        self._wait_for_another_try()
        self._troubles.begin("lost", self._phrases.say(f"microphone_{why}", name=self.name, **slots))

    def _wait_for_another_try(self) -> None:
        self._try_at = time.monotonic() + self._backoff.failed()

    # ---- listening

    def _listen(self, capture: Capture) -> None:
        block = capture.read(PATIENCE)
        if capture.moved or (block is None and not capture.alive):
            self._lost("gone")
        elif block is not None:
            self._hear(block)
        elif self._watchdog.delivers_nothing(self._now()):
            self._lost("dead", seconds=f"{self._dead_after:g}")

    def _hear(self, block: Block) -> None:
        now = self._now() - (time.monotonic() - block.arrived)
        self._watchdog.feed(block.samples, now)
        self._tell(block, now)
        self._out.extend(self._stepper.feed(block.samples, now, block.overflow))

    def _tell(self, block: Block, now: float) -> None:
        if "lost" in self._troubles:
            self._backoff.succeeded()
            self._over("lost", "back")
        if block.overflow:
            self._calm_at = now + CALM
            self._trouble("overflow")
        elif "overflow" in self._troubles and now >= self._calm_at:
            self._over("overflow", "calm")
        if self._watchdog.delivers_zeros() and not self._monitor:  # a monitor repeats what a loudspeaker plays: silent by right
            self._trouble("zeros")
        elif "zeros" in self._troubles:
            self._over("zeros", "back")
        if self._echo is not None and self._echo.failure is not None:
            self._troubles.begin("echo", self._phrases.say("echo_failed", reason=self._echo.failure))

    def _trouble(self, kind: str) -> None:
        if kind not in self._troubles:
            self._troubles.begin(kind, self._phrases.say(f"microphone_{kind}", name=self.name))

    def _over(self, kind: str, how: str) -> None:
        self._troubles.end(kind, self._phrases.say(f"microphone_{how}", name=self.name))
