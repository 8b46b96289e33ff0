"""Speech to text with the two graphs: numpy, ONNX Runtime and tokenizers only.

Only as much is encoded as was said (short context); greedy decoding; a guard against loops; long audio is cut where it is quiet.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from models.errors import UnfitInput
from models.runtime import open_session
from models.store import Prepared
from models.whisper.guard import first_copy
from models.whisper.mel import HOP, RATE_HZ, log_mel

WINDOW_SECONDS = 30.0
"""What the encoder was trained on, and the most that it takes at once."""
TOKENS_PER_SECOND = 8
"""Faster than anyone speaks."""
GRID_SECONDS = 0.5


@dataclass(frozen=True)
class Decoded:
    text: str
    language: str
    log_probability: float
    """Mean over the tokens; -inf when there are none."""
    no_speech: float
    """Probability of the no-speech token at the start."""
    tokens: int
    repeated: bool
    """The guard cut a loop."""


class Whisper:
    def __init__(self, prepared: Prepared, *, threads: int = 1, least_context: float = 5.0, margin: float = 1.0) -> None:
        """
        least_context: seconds that are encoded at least; below, words get lost (measured for tiny; base wants 10)
        margin:        seconds of silence encoded after the speech
        """
        self._encoder = open_session(prepared.path("encoder.onnx"), threads=threads)
        self._decoder = open_session(prepared.path("decoder.onnx"), threads=threads)
        self._tokenizer = Tokenizer.from_file(str(prepared.path("tokenizer.json")))
        settings = json.loads(prepared.path("settings.json").read_text("utf-8"))
        self._least, self._margin = least_context, margin
        self._end = self._token("<|endoftext|>")
        self._suppress = np.array(settings["suppress"] + list(range(self._end + 1, self._tokenizer.get_vocab_size())))
        self._suppress_first = np.array(settings["suppress_first"])
        self._cache_shape = self._decoder.get_inputs()[1].shape
        self.languages = self._languages()

    def transcribe(self, samples: np.ndarray, language: str | None = "en") -> Decoded:
        """
        samples:  (N,) float32 in -1..1 at 16 kHz, any length
        language: its code, or None to have it recognized; an English-only model hears English
        Raises UnfitInput for sound that is not finite or not one channel, and for a language that the model lacks.
        """
        parts = [self._one(part, language) for part in pieces(checked(samples))]
        texts = [part.text for part in parts if part.text]
        spoken = [part for part in parts if part.tokens] or parts[:1]
        if not parts:
            return Decoded("", language or "en", float("-inf"), 1.0, 0, False)
        return Decoded(
            " ".join(texts),
            parts[0].language,
            float(np.average([part.log_probability for part in spoken], weights=[max(1, part.tokens) for part in spoken])),
            min(part.no_speech for part in parts),
            sum(part.tokens for part in parts),
            any(part.repeated for part in parts),
        )

    def _one(self, samples: np.ndarray, language: str | None) -> Decoded:
        seconds = len(samples) / RATE_HZ
        context = np.ceil(max(self._least, seconds + self._margin) / GRID_SECONDS) * GRID_SECONDS
        length = int(min(WINDOW_SECONDS, context) * RATE_HZ)
        mel = log_mel(np.pad(samples, (0, max(0, length - len(samples))))[:length])
        cross = self._encoder.run(None, {"mel": mel[:, :, : length // HOP]})
        return self._decode(cross, language, most=int(seconds * TOKENS_PER_SECOND) + 8)

    def _decode(self, cross: list[np.ndarray], language: str | None, most: int) -> Decoded:
        empty = np.zeros([*self._cache_shape[:2], 0, self._cache_shape[3]], np.float32)
        logits, *cache = self._step([self._token("<|startoftranscript|>")], [empty, empty], cross)
        no_speech = float(softmax(logits)[self._silence])
        language = self._language(logits, language)
        logits, *cache = self._step(self._prompt(language), cache, cross)
        tokens, total, repeated = [], 0.0, False
        while len(tokens) < most:
            logits[self._suppress] = -np.inf
            if not tokens:
                logits[self._suppress_first] = -np.inf
            best = int(logits.argmax())
            total += float(logits[best] - log_sum(logits))
            if best == self._end:
                break
            tokens.append(best)
            if (cut := first_copy(tokens)) is not None:
                tokens, repeated = tokens[:cut], True
                break
            logits, *cache = self._step([best], cache, cross)
        mean = total / (len(tokens) + 1) if tokens else float("-inf")
        return Decoded(self._tokenizer.decode(tokens).strip(), language, mean, no_speech, len(tokens), repeated)

    def _step(self, tokens: list[int], cache: list[np.ndarray], cross: list[np.ndarray]) -> tuple[np.ndarray, ...]:
        inputs = {"tokens": np.array([tokens], np.int64), "self_k": cache[0], "self_v": cache[1], "cross_k": cross[0], "cross_v": cross[1]}
        logits, grown_k, grown_v = self._decoder.run(None, inputs)
        return logits[0], grown_k, grown_v

    def _token(self, text: str) -> int:
        return self._tokenizer.token_to_id(text)

    @property
    def _silence(self) -> int:
        return next(number for name in ("<|nospeech|>", "<|nocaptions|>") if (number := self._token(name)) is not None)

    @property
    def multilingual(self) -> bool:
        return len(self.languages) > 1

    def _languages(self) -> dict[str, int]:
        """Language codes and their tokens; English-only models keep the tokens but never learned them."""
        first, last = self._token("<|startoftranscript|>") + 1, self._token("<|translate|>")
        names = {self._tokenizer.id_to_token(number).strip("<|>"): number for number in range(first, last)}
        english_only = self._token("<|startoftranscript|>") == self._end + 1 and self._end == 50256
        return {"en": names["en"]} if english_only else names

    def _language(self, logits: np.ndarray, wanted: str | None) -> str:
        if not self.multilingual:
            return "en"
        if wanted is None:
            return max(self.languages, key=lambda code: logits[self.languages[code]])
        if wanted not in self.languages:
            raise UnfitInput(f"The recognizer does not know the language '{wanted}'; it knows {', '.join(sorted(self.languages))}.")
        return wanted

    def _prompt(self, language: str) -> list[int]:
        spoken = [self.languages[language], self._token("<|transcribe|>")] if self.multilingual else []
        return [*spoken, self._token("<|notimestamps|>")]


def pieces(samples: np.ndarray, longest: float = WINDOW_SECONDS - 2.0, search: float = 6.0) -> Iterator[np.ndarray]:
    """Cuts sound longer than `longest` seconds at the quietest 0.2 s of the last `search` seconds before the limit."""
    most, window, step = int(longest * RATE_HZ), int(0.2 * RATE_HZ), int(0.05 * RATE_HZ)
    while len(samples) > most:
        begin = most - int(search * RATE_HZ)
        starts = np.arange(begin, most - window, step)
        energy = [float(np.square(samples[start : start + window]).sum()) for start in starts]
        cut = int(starts[int(np.argmin(energy))] + window // 2)
        yield samples[:cut]
        samples = samples[cut:]
    if len(samples) >= HOP * 4:
        yield samples


def checked(samples: np.ndarray) -> np.ndarray:
    samples = np.asarray(samples)
    if samples.ndim != 1:
        raise UnfitInput(f"Sound for the recognizer has the shape {samples.shape}; one channel is expected.")
    samples = samples.astype(np.float32, copy=False)
    if not np.isfinite(samples).all():
        raise UnfitInput("The sound holds values that are not numbers; record it again.")
    return samples


def softmax(logits: np.ndarray) -> np.ndarray:
    exponents = np.exp(logits - logits.max())
    return exponents / exponents.sum()


def log_sum(logits: np.ndarray) -> float:
    """log(sum(exp(logits)))"""
    top = logits.max()
    return float(top + np.log(np.exp(logits - top).sum()))
