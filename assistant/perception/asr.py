"""Speech to text: one Protocol over several engines, a guard against text that nobody said, and transcription on trial.

Engines hear arrays and return hypotheses; they know nothing of time. The guard weighs a hypothesis against the speech that the voice
detector saw: models of this kind write "you", "Thank you." or "I'm going to go." over noise and silence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import anyio
import numpy as np

from assistant.config import OWN
from assistant.errors import ConfigError
from assistant.events import AudioChunk, Transcript
from assistant.worker import Worker
from models.errors import ModelError
from models.keeper import Lent
from models.store import Prepared, Store
from models.whisper.own import knows_languages, opened
from models.whisper.rules import Segment
from models.whisper.runtime import RATE_HZ, Decoded, Whisper

MULTILINGUAL = ("whisper-base",)
NO_SPEECH = 0.6
"""Probability of the no-speech token from which words need strong evidence (Radford et al. 2022, section 4.5)."""
WEAK = -1.0
"""Mean log probability of the tokens below which a hypothesis is a guess (same section)."""
FASTEST = 5.5
"""Words a second of speech; people reach about 5 in a short command, a doubled utterance has twice as many."""
SLOWEST = 0.7
"""Words a second of speech; where a stock phrase is all that is heard in more time, somebody said something else, or nobody anything."""
UNSURE = 0.7
"""Speech probability below which a stock phrase is not believed; of real speech in noise at 5 dB it was 0.93 at least."""
LATIN = 0x24F
"""The last letter of the Latin alphabets; no English word goes beyond it."""
PHANTOMS = frozenset(
    (
        "you",
        "thank you",
        "thanks for watching",
        "thank you for watching",
        "bye",
        "so",
        "okay",
        "the",
        "i'm going to go",
        "i'm sorry",
        "oh",
        "hmm",
    )
)
"""What such models write over noise; believed only with good evidence."""


class Recognizer(Protocol):
    name: str

    def transcribe(self, samples: np.ndarray, language: str | None) -> Decoded:
        """samples: (N,) float32 at 16 kHz. Blocking; called from a worker."""
        ...


class WhisperOnnx:
    def __init__(self, prepared: Prepared, threads: int, beam: int) -> None:
        self.name = prepared.model.id
        self._network = Whisper(prepared, threads=threads, beam=beam)

    def transcribe(self, samples: np.ndarray, language: str | None) -> Decoded:
        return self._network.transcribe(samples, language)

    def timed(self, samples: np.ndarray, language: str | None) -> Decoded:
        """With segments."""
        return self._network.transcribe(samples, language, times=True)


class LentRecognizer:
    """A recognizer that comes when somebody has spoken, and goes when the room is needed."""

    def __init__(self, name: str, lent: Lent[Recognizer]) -> None:
        self.name, self._lent = name, lent

    def transcribe(self, samples: np.ndarray, language: str | None) -> Decoded:
        """Raises OutOfMemory, too."""
        with self._lent.use() as recognizer:
            return recognizer.transcribe(samples, language)


def open_recognizer(engine: str, store: Store, threads: int, beam: int = 1) -> Recognizer:
    """
    beam: how many texts are followed at once, by engines that can
    Raises ModelMissing, DamagedModel, or ConfigError when an optional engine's package is missing; each says what to do.
    """
    if engine in ("faster-whisper", "openai-whisper"):
        from models.whisper import peers

        try:
            return peers.OPEN[engine](store, threads, beam)
        except ImportError as error:
            raise ConfigError(f"The recognizer '{engine}' is not installed ({error}); run: pip install 'owlish[engines]'.") from None
    if engine == "moonshine-tiny":
        from models.moonshine.runtime import Moonshine

        return Moonshine(store.get(engine), threads=threads)
    prepared = opened(engine.removeprefix(OWN), store.root) if engine.startswith(OWN) else store.get(engine)
    return WhisperOnnx(prepared, threads, beam)


def is_multilingual(engine: str, store: Store) -> bool:
    """Whether it hears other languages than English; told without opening its graphs. Raises ModelMissing or DamagedModel."""
    if engine.startswith(OWN):
        return knows_languages(opened(engine.removeprefix(OWN), store.root))
    return engine in MULTILINGUAL


@dataclass(frozen=True)
class Spoken:
    """An utterance as the voice detector saw it."""

    audio: AudioChunk
    speech: float
    """Seconds from onset to the end of speech."""
    probability: float
    """Mean speech probability of the steps that were taken for speech; the silence around a short word is none of them."""


def believed(decoded: Decoded, spoken: Spoken) -> Decoded:
    """The hypothesis, mended or emptied when it is more likely the model's invention than somebody's words."""
    text = undoubled(decoded.text, spoken.speech)
    words = re.findall(r"[\w']+", text)
    weak = decoded.log_probability < WEAK
    doubtful = decoded.no_speech > NO_SPEECH
    phantom = " ".join(words).lower() in PHANTOMS
    thin = spoken.probability < UNSURE or len(words) < SLOWEST * spoken.speech
    foreign = decoded.language == "en" and any(letter.isalpha() and ord(letter) > LATIN for letter in text)
    invented = not words or foreign or (doubtful and (weak or phantom)) or (phantom and (weak or thin))
    hopeless = decoded.log_probability < 2 * WEAK or len(words) > FASTEST * 2 * max(spoken.speech, 0.3) + 2
    text = "" if invented or hopeless else text
    return replace(decoded, text=text, segments=decoded.segments if text == decoded.text else whole(text, decoded.segments))


def whole(text: str, segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """One segment in place of those whose text was mended."""
    return (Segment(segments[0].start, segments[-1].end, text),) if text and segments else ()


def undoubled(text: str, speech: float) -> str:
    """ "hey guys hey guys" in the time that it takes to say "hey guys" was said once."""
    words = re.findall(r"[\w']+", text)
    half = len(words) // 2
    if half == 0 or len(words) % 2 or [word.lower() for word in words[:half]] != [word.lower() for word in words[half:]]:
        return text
    if len(words) <= FASTEST * speech:
        return text
    second = [match.start() for match in re.finditer(r"[\w']+", text)][half]
    return text[:second].strip(" ,;-")


class Trial:
    """A transcription that is begun when speech first pauses; dropped when speech goes on, as its text would lack the end."""

    def __init__(self) -> None:
        self.done = anyio.Event()
        self.transcript: Transcript | None = None


class Transcriber:
    """Transcribes on trial when speech first pauses; if the pause turns out to be the end, the text is already there."""

    def __init__(self, recognizer: Recognizer, worker: Worker, language: str | None) -> None:
        self._recognizer, self._worker, self._language = recognizer, worker, language

    async def warm_up(self) -> None:
        """The first run of a network takes three times as long as the second."""
        await self._worker.run(self._recognizer.transcribe, np.zeros(RATE_HZ, np.float32), self._language)

    async def try_early(self, spoken: Spoken, trial: Trial) -> None:
        """Runs until the text is there; start it as a task of its own."""
        try:
            trial.transcript = await self._transcribe(spoken)
        except ModelError:
            pass  # `finish` tries again, and says what is wrong
        finally:
            trial.done.set()

    async def finish(self, spoken: Spoken, trial: Trial | None = None) -> Transcript:
        """The utterance has ended. Uses the trial where there is one, as nothing but silence has come since."""
        if trial is not None:
            await trial.done.wait()
            if trial.transcript is not None:
                return trial.transcript
        return await self._transcribe(spoken)

    async def _transcribe(self, spoken: Spoken) -> Transcript:
        begin = anyio.current_time()
        decoded = await self._worker.run(self._recognizer.transcribe, spoken.audio.samples, self._language)
        decoded = believed(decoded, spoken)
        confidence = float(np.exp(decoded.log_probability)) if decoded.text else 0.0
        return Transcript(decoded.text, confidence, self._recognizer.name, anyio.current_time() - begin, decoded.language)
