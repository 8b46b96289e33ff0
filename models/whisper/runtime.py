"""Speech to text with the two graphs: numpy, ONNX Runtime and tokenizers only.

Only as much is encoded as was said, and silence is put behind it; greedy decoding; a guard against loops; long audio is cut where it
is quiet.
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
from models.whisper.guard import loop_at
from models.whisper.mel import HOP, RATE_HZ, log_mel
from models.whisper.silence import Silence

WINDOW_SECONDS = 30.0
"""What the encoder was trained on, and the most that it takes at once."""
LONGEST, SEARCH = 20.0, 6.0
"""Seconds at a time, and before that limit where a quiet place is looked for. Over many sentences the decoder ends too early: of 224 s
of commands 8 % of the words were wrong with tiny.en and 2 % with base, where pieces of 28 s gave 13 and 20 %."""
TOKENS_PER_SECOND, SPARE_TOKENS = 8, 8
"""More than anyone says in the time."""
LEAST_SECONDS, MARGIN_SECONDS = 3.0, 0.5
"""Encoded at least, and of silence after the speech. Measured with silence behind: less loses words, more gains none."""
NO_SPEECH = ("<|nospeech|>", "<|nocaptions|>")
"""Either name of the token that stands for silence."""
ENGLISH_END = 50256
"""The end token's number in the vocabulary of the English-only models; the multilingual one has one word more."""
FRAME_PAIR = 2 * HOP
"""Samples to one position of the encoder."""
Arrays = dict[str, np.ndarray]


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
    def __init__(self, prepared: Prepared, *, threads: int = 1) -> None:
        self._encoder = open_session(prepared.path("encoder.onnx"), threads=threads)
        self._decoder = open_session(prepared.path("decoder.onnx"), threads=threads)
        self._silence = Silence(prepared.path("silence.npz"))
        self._tokenizer = Tokenizer.from_file(str(prepared.path("tokenizer.json")))
        settings = json.loads(prepared.path("settings.json").read_text("utf-8"))
        self._start, self._end = self._token("<|startoftranscript|>"), self._token("<|endoftext|>")
        self._no_speech = next(number for name in NO_SPEECH if (number := self._token(name)) is not None)
        self._suppress = np.array(settings["suppress"] + list(range(self._end + 1, self._tokenizer.get_vocab_size())))
        self._suppress_first = np.array(settings["suppress_first"])
        self._cross_names = [output.name for output in self._encoder.get_outputs()]
        self._caches = {node.name: node.shape for node in self._decoder.get_inputs() if node.name.startswith("self_")}
        self._grown = ["logits", *(name.replace("self", "grown") for name in self._caches)]
        self.languages = self._languages()

    def transcribe(self, samples: np.ndarray, language: str | None = "en") -> Decoded:
        """
        samples:  (N,) float32 in -1..1 at 16 kHz, any length
        language: its code, or None to have it recognized; an English-only model hears English
        Raises UnfitInput for sound that is not finite or not one channel, and for a language that the model lacks.
        """
        language = self._known(language)
        parts = [self._one(part, language) for part in pieces(checked(samples))]
        spoken = [part for part in parts if part.tokens]
        if not spoken:
            return Decoded("", language or "en", float("-inf"), min((part.no_speech for part in parts), default=1.0), 0, False)
        return Decoded(
            " ".join(part.text for part in spoken),
            spoken[0].language,
            float(np.average([part.log_probability for part in spoken], weights=[part.tokens for part in spoken])),
            min(part.no_speech for part in spoken),
            sum(part.tokens for part in spoken),
            any(part.repeated for part in spoken),
        )

    def _one(self, samples: np.ndarray, language: str | None) -> Decoded:
        seconds = len(samples) / RATE_HZ
        length = int(min(WINDOW_SECONDS, max(LEAST_SECONDS, seconds + MARGIN_SECONDS)) * RATE_HZ) // FRAME_PAIR * FRAME_PAIR
        mel = log_mel(np.pad(samples, (0, max(0, length - len(samples))))[:length])
        cross, copies = self._silence.after(self._encoder.run(None, {"mel": mel}))
        fixed = {**dict(zip(self._cross_names, cross, strict=True)), "copies": copies}
        return self._decode(fixed, language, seconds)

    def _decode(self, fixed: Arrays, language: str | None, seconds: float) -> Decoded:
        empty = {name: np.zeros((1, shape[1], 0, shape[3]), np.float32) for name, shape in self._caches.items()}
        prompt = [] if language is None else self._prompt(language)
        logits, cache = self._step([self._start, *prompt], empty, fixed)
        no_speech = float(softmax(logits[0])[self._no_speech])
        if language is None:
            language = max(self.languages, key=lambda code: logits[0, self.languages[code]])
            logits, cache = self._step(self._prompt(language), cache, fixed)
        return self._continue(logits[-1], cache, fixed, language, no_speech, seconds)

    def _continue(self, logits: np.ndarray, cache: Arrays, fixed: Arrays, language: str, no_speech: float, seconds: float) -> Decoded:
        """Greedily, from the logits of the first word on."""
        tokens, total, repeated = [], 0.0, False
        logits[self._suppress_first] = -np.inf
        while len(tokens) < seconds * TOKENS_PER_SECOND + SPARE_TOKENS:
            logits[self._suppress] = -np.inf
            best = int(logits.argmax())
            total += float(logits[best] - log_sum(logits))
            if best == self._end:
                break
            tokens.append(best)
            if (cut := loop_at(tokens, seconds)) is not None:
                tokens, repeated = tokens[:cut], True
                break
            (logits,), cache = self._step([best], cache, fixed)
        mean = total / (len(tokens) + 1) if tokens else float("-inf")
        return Decoded(self._tokenizer.decode(tokens).strip(), language, mean, no_speech, len(tokens), repeated)

    def _step(self, tokens: list[int], cache: Arrays, fixed: Arrays) -> tuple[np.ndarray, Arrays]:
        """Returns logits (N, V) and the grown cache."""
        logits, *grown = self._decoder.run(self._grown, {"tokens": np.array([tokens], np.int64), **cache, **fixed})
        return logits, dict(zip(self._caches, grown, strict=True))

    def _token(self, text: str) -> int:
        return self._tokenizer.token_to_id(text)

    @property
    def multilingual(self) -> bool:
        return len(self.languages) > 1

    def _languages(self) -> dict[str, int]:
        """Language codes and their tokens; English-only models keep the tokens but never learned them."""
        first, last = self._start + 1, self._token("<|translate|>")
        names = {self._tokenizer.id_to_token(number).strip("<|>"): number for number in range(first, last)}
        english_only = self._end == ENGLISH_END
        return {"en": names["en"]} if english_only else names

    def _known(self, language: str | None) -> str | None:
        """None where it is yet to be recognized."""
        if not self.multilingual:
            return "en"
        if language is not None and language not in self.languages:
            raise UnfitInput(f"The recognizer does not know the language '{language}'; it knows {', '.join(sorted(self.languages))}.")
        return language

    def _prompt(self, language: str) -> list[int]:
        spoken = [self.languages[language], self._token("<|transcribe|>")] if self.multilingual else []
        return [*spoken, self._token("<|notimestamps|>")]


def pieces(samples: np.ndarray, longest: float = LONGEST, search: float = SEARCH) -> Iterator[np.ndarray]:
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
    """As the networks take it. Raises UnfitInput."""
    if samples.ndim != 1:
        raise UnfitInput(f"Sound for the recognizer has the shape {samples.shape}; one channel is expected.")
    if samples.dtype.kind != "f":
        raise UnfitInput(f"Sound for the recognizer is {samples.dtype}; float32 between -1 and 1 is expected.")
    if not np.isfinite(samples).all():
        raise UnfitInput("The sound holds values that are not numbers; record it again.")
    return samples.astype(np.float32, copy=False).clip(-1.0, 1.0)


def softmax(logits: np.ndarray) -> np.ndarray:
    exponents = np.exp(logits - logits.max())
    return exponents / exponents.sum()


def log_sum(logits: np.ndarray) -> float:
    """log(sum(exp(logits)))"""
    top = logits.max()
    return float(top + np.log(np.exp(logits - top).sum()))
