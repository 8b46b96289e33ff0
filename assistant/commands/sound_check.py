"""What the doctor hears: the microphone's level, noise and clipping, and how the loudspeaker comes back through it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import numpy as np

from assistant.commands.finding import Finding
from assistant.config import Config
from assistant.senses import portaudio
from assistant.senses.capture import Capture
from assistant.senses.devices import microphones, speakers
from assistant.senses.echo import EchoCanceller
from assistant.senses.files import is_sound
from assistant.senses.level import CLIPPED, FLOOR_DB, level
from assistant.senses.resample import RATE_HZ, Resampler, Stepper
from assistant.senses.speaker import Track

LISTENED, PLAYED, RINGS = 0.8, 4.0, 0.5
"""Seconds of listening, of the sound that is played, and for which its echo is waited for after it."""
SETTLED = 2.5
"""Seconds that an echo canceller may learn; its work is measured after them."""
SILENT_DB, NOISY_DB = -90.0, -40.0
"""Noise floor below which a microphone is closed rather than quiet, and from which speech is hard to tell from noise."""
HEARD = 6.0
"""How many times stronger than chance the likeness of played and heard must be to be an echo."""
LOUD_DB, LEFT_DB = -6.0, -20.0
"""Echo against what is played, from which the canceller is strained; and how far it should bring the echo down."""
LONGEST_DELAY = 1.0


@dataclass(frozen=True)
class Heard:
    raw: np.ndarray
    """(N,) float32, 16 kHz."""
    cleaned: np.ndarray
    """The same, without the echo."""
    peak: float
    clipped: float
    """Share of the device's samples at full scale."""


def hearing(config: Config) -> Iterator[Finding]:
    """A short listen, if there is a microphone."""
    if not _is_device(config) or not microphones():
        return
    try:
        heard = listen(portaudio.find(config.microphone.device, "input"), LISTENED)
    except portaudio.NotThere as error:
        yield Finding("hearing", "broken", f"{config.microphone.device} is not there", f"Choose another one with --mic: {error}")
        return
    except portaudio.Busy as error:
        yield Finding("hearing", "broken", f"the microphone cannot be opened: {error}", "Close what else uses it.")
        return
    if not len(heard.raw):
        yield Finding("hearing", "broken", "the microphone delivers nothing", "Plug it in again, or choose another one with --mic.")
        return
    floor, now = floor_db(heard.raw), level(heard.raw).level_db
    found = f"level {now:.0f} dB, noise floor {floor:.0f} dB, peak {heard.peak:.2f}"
    if now <= FLOOR_DB + 1:
        yield Finding("hearing", "limited", f"{found}: digital silence", "It is muted or closed; open it in the sound settings.")
    elif heard.clipped > 0:
        yield Finding("hearing", "limited", f"{found}, clipped in {heard.clipped:.1%} of the samples", "Turn the microphone's level down.")
    elif floor < SILENT_DB:
        yield Finding("hearing", "limited", f"{found}: too quiet to be open", "Turn the microphone's level up.")
    elif floor > NOISY_DB:
        yield Finding("hearing", "limited", f"{found}: noisy", "Bring the microphone nearer to you and farther from what makes the noise.")
    else:
        yield Finding("hearing", "good", f"{found}, no clipping")


def echo(config: Config) -> Iterator[Finding]:
    """Plays four seconds of noise and listens to it."""
    if not _is_device(config) or config.speaker.device == "none" or not microphones() or not speakers():
        yield Finding("echo", "limited", "nothing to play with or to listen with", "It wants a loudspeaker and a microphone.")
        return
    try:
        source, sink = portaudio.find(config.microphone.device, "input"), portaudio.find(config.speaker.device, "output")
    except portaudio.NotThere as error:
        yield Finding("echo", "broken", "the microphone or the loudspeaker of the settings is not there", f"Choose another one: {error}")
        return
    played, canceller = noise(PLAYED), EchoCanceller()
    track = _track(played, sink.rate_hz, canceller)
    with closing(portaudio.Stream("output", sink, track.fill, track.ended.set)):
        heard = listen(source, PLAYED + RINGS, canceller)
    yield echo_found(played, heard, canceller)


def echo_found(played: np.ndarray, heard: Heard, canceller: EchoCanceller) -> Finding:
    delay = delay_of(played, heard.raw)
    if delay is None:
        return Finding("echo", "good", "the microphone does not hear the loudspeaker")
    settled = slice(round(SETTLED * RATE_HZ), round(PLAYED * RATE_HZ))
    before, after = level(heard.raw[settled]).level_db, level(heard.cleaned[settled]).level_db
    against = before - level(played).level_db
    found = f"comes back after {delay * 1000:.0f} ms at {against:.0f} dB of what is played; cancelling takes {before - after:.0f} dB away"
    if canceller.failure is not None:
        return Finding("echo", "limited", f"{found} ({canceller.failure})", "Run: pip install livekit")
    if after - before > LEFT_DB and against > LOUD_DB:
        return Finding("echo", "limited", found, "Turn the loudspeaker down, move it away from the microphone, or use headphones.")
    return Finding("echo", "good", found)


def listen(target: portaudio.Target, seconds: float, canceller: EchoCanceller | None = None) -> Heard:
    """What the device delivers in that time, or as much as it does. Raises portaudio.Busy."""
    raw, cleaned = Stepper(target.rate_hz), Stepper(target.rate_hz, canceller.near if canceller else _as_it_is)
    steps: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
    peak, clipped, count = 0.0, 0, 0
    with closing(Capture(target)) as capture:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and capture.alive:
            if (block := capture.read(left)) is None:
                continue
            size = np.abs(block.samples)
            peak, clipped, count = max(peak, float(size.max(initial=0))), clipped + int((size >= CLIPPED).sum()), count + size.size
            for stepper, kept in zip((raw, cleaned), steps, strict=True):
                kept += [chunk.samples for chunk in stepper.feed(block.samples, block.arrived)]
    return Heard(_joined(steps[0]), _joined(steps[1]), peak, clipped / count if count else 0.0)


def noise(seconds: float) -> np.ndarray:
    """(N,) float32, 16 kHz: noise of the width of speech at -20 dB, in bursts, as a canceller learns it."""
    count = round(seconds * RATE_HZ)
    spectrum = np.fft.rfft(np.random.default_rng(0).standard_normal(count))
    at_hz = np.fft.rfftfreq(count, 1 / RATE_HZ)
    spectrum[(at_hz < 200) | (at_hz > 4000)] = 0
    sound = np.fft.irfft(spectrum, count) * (0.6 + 0.4 * np.sin(2 * np.pi * 3 * np.arange(count) / RATE_HZ))
    return (0.1 * sound / np.sqrt(np.mean(sound**2))).astype(np.float32)


def delay_of(played: np.ndarray, heard: np.ndarray) -> float | None:
    """Seconds from the first read of the microphone to the echo's begin; None where what is heard is nothing like what is played."""
    size = 1 << (len(played) + len(heard)).bit_length()
    alike = np.abs(np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(played, size)), size))[: round(LONGEST_DELAY * RATE_HZ)]
    chance = float(np.sqrt(np.mean(alike**2)))
    at = int(alike.argmax())
    return at / RATE_HZ if chance > 0 and alike[at] > HEARD * chance else None


def floor_db(samples: np.ndarray) -> float:
    """Level of the quietest tenth."""
    step = RATE_HZ // 50
    levels = [level(samples[at : at + step]).level_db for at in range(0, len(samples) - step + 1, step)]
    return float(np.percentile(levels, 10)) if levels else FLOOR_DB


def _track(samples: np.ndarray, rate_hz: int, canceller: EchoCanceller) -> Track:
    resampler = Resampler(RATE_HZ, rate_hz)
    return Track(np.concatenate([resampler.feed(samples), resampler.finish()]), rate_hz, canceller)


def _is_device(config: Config) -> bool:
    return not is_sound(config.microphone.device)


def _joined(steps: list[np.ndarray]) -> np.ndarray:
    return np.concatenate(steps) if steps else np.zeros(0, np.float32)


def _as_it_is(samples: np.ndarray) -> np.ndarray:
    return samples
