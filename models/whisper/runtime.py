"""Speech to text with the two graphs: numpy and ONNX Runtime only.

Only as much is encoded as was said, and silence is put behind it; the likeliest text is searched for (models.whisper.search); long audio
is cut where it is quiet.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from models.chances import softmax
from models.errors import UnfitInput
from models.runtime import open_session
from models.store import Prepared
from models.whisper.mel import HOP, RATE_HZ, log_mel
from models.whisper.own import ENGLISH_END
from models.whisper.rules import Segment, WithoutTimes, WithTimes, segments
from models.whisper.search import Search, Text
from models.whisper.silence import Silence
from models.whisper.sound import checked, pieces
from models.whisper.spelling import Spelling

WINDOW_SECONDS = 30.0
"""What the encoder was trained on, and the most that it takes at once."""
TOKENS_PER_SECOND, SPARE_TOKENS = 8, 8
"""More than anyone says in the time."""
LEAST_SECONDS, MARGIN_SECONDS = 3.0, 0.5
"""Encoded at least, and of silence after the speech. Measured with silence behind: less loses words, more gains none."""
NO_SPEECH = ("<|nospeech|>", "<|nocaptions|>")
"""Either name of the token that stands for silence."""
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
    segments: tuple[Segment, ...] = ()
    """What was said when, where times were asked for."""


class Whisper:
    def __init__(self, prepared: Prepared, *, threads: int = 1, beam: int = 1) -> None:
        """beam: how many texts are followed at once; 1 is greedy decoding."""
        self._spelling = Spelling(prepared.path("tokenizer.json"))
        # Opening takes twice what stays; the largest first, so that the others are not there yet.
        self._decoder = open_session(prepared.path("decoder.onnx"), threads=threads)
        self._encoder = open_session(prepared.path("encoder.onnx"), threads=threads)
        self._silence = Silence(prepared.path("silence.npz"))
        self._beam = beam
        settings = json.loads(prepared.path("settings.json").read_text("utf-8"))
        self._start, self._end = self._token("<|startoftranscript|>"), self._token("<|endoftext|>")
        self._no_speech = next(number for name in NO_SPEECH if (number := self._spelling.number(name)) is not None)
        self._zero = self._token("<|notimestamps|>") + 1
        self._words = WithoutTimes(self._end, settings["suppress"], settings["suppress_first"], self._decoder.get_outputs()[0].shape[1])
        self._times = WithTimes(self._end, settings["suppress"], self._zero)
        self._mels = self._encoder.get_inputs()[0].shape[1]
        self._cross_names = [output.name for output in self._encoder.get_outputs()]
        self._caches = {node.name: node.shape for node in self._decoder.get_inputs() if node.name.startswith("self_")}
        self._grown = ["logits", *(name.replace("self", "grown") for name in self._caches)]
        self.languages = self._languages()

    def transcribe(self, samples: np.ndarray, language: str | None = "en", *, times: bool = False) -> Decoded:
        """
        samples:  (N,) float32 in -1..1 at 16 kHz, any length
        language: its code, or None to have it recognized; an English-only model hears English
        times:    find out what was said when
        Raises UnfitInput for sound that is not finite or not one channel, and for a language that the model lacks.
        """
        language = self._known(language)
        parts = list(self._parts(checked(samples), language, times))
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
            tuple(segment for part in spoken for segment in part.segments),
        )

    def _parts(self, samples: np.ndarray, language: str | None, times: bool) -> Iterator[Decoded]:
        begin = 0.0
        for part in pieces(samples):
            seconds = len(part) / RATE_HZ
            text, repeated, no_speech, code = self._search(self._hear(part), language, seconds, times)
            words = [token for token in text.tokens if token < self._end]
            said = segments(text.tokens, self._zero, self._spelling.text, begin, seconds) if times else ()
            yield Decoded(self._spelt(words), code, text.mean, no_speech, len(words), repeated, said)
            begin += seconds

    def _hear(self, samples: np.ndarray) -> Arrays:
        """Speech, and silence behind it, as the decoder reads it."""
        seconds = len(samples) / RATE_HZ
        length = int(min(WINDOW_SECONDS, max(LEAST_SECONDS, seconds + MARGIN_SECONDS)) * RATE_HZ) // FRAME_PAIR * FRAME_PAIR
        mel = log_mel(np.pad(samples, (0, max(0, length - len(samples))))[:length], self._mels)
        cross, copies = self._silence.after(self._encoder.run(None, {"mel": mel}))
        return {**dict(zip(self._cross_names, cross, strict=True)), "copies": copies}

    def _search(self, heard: Arrays, language: str | None, seconds: float, times: bool) -> tuple[Text, bool, float, str]:
        """Returns the text, whether a loop was cut, the probability that nobody speaks, and the language."""
        empty = {name: np.zeros((1, shape[1], 0, shape[3]), np.float32) for name, shape in self._caches.items()}
        prompt = [] if language is None else self._prompt(language, times)
        logits, kept = self._step([[self._start, *prompt]], empty, heard)
        no_speech = float(softmax(logits[0])[self._no_speech])
        if language is None:
            language = max(self.languages, key=lambda code: logits[0, self.languages[code]])
            logits, kept = self._step([self._prompt(language, times)], kept, heard)

        def follow(beams: Sequence[int], tokens: Sequence[int]) -> np.ndarray:
            nonlocal kept
            logits, kept = self._step([[token] for token in tokens], reordered(kept, beams), heard)
            return logits

        most = int(seconds * TOKENS_PER_SECOND) + SPARE_TOKENS * (1 + times)
        search = Search(self._times if times else self._words, self._beam, seconds, most)
        return *search.run(logits[-1:], follow), no_speech, language

    def _step(self, tokens: Sequence[Sequence[int]], kept: Arrays, heard: Arrays) -> tuple[np.ndarray, Arrays]:
        """tokens: the new ones of each beam. Returns logits (B*N, V), and what is kept of all tokens now."""
        logits, *grown = self._decoder.run(self._grown, {"tokens": np.array(tokens, np.int64), **kept, **heard})
        return logits, dict(zip(self._caches, grown, strict=True))

    def _spelt(self, words: Sequence[int]) -> str:
        return self._spelling.text(words).strip()

    def _token(self, text: str) -> int:
        number = self._spelling.number(text)
        assert number is not None
        return number

    @property
    def multilingual(self) -> bool:
        return len(self.languages) > 1

    def _languages(self) -> dict[str, int]:
        """Language codes and their tokens; English-only models keep the tokens but never learned them."""
        first, last = self._start + 1, self._token("<|translate|>")
        names = {self._spelling.name(number).strip("<|>"): number for number in range(first, last)}
        english_only = self._end == ENGLISH_END
        return {"en": names["en"]} if english_only else names

    def _known(self, language: str | None) -> str | None:
        """None where it is yet to be recognized."""
        if not self.multilingual:
            return "en"
        if language is not None and language not in self.languages:
            raise UnfitInput(f"The recognizer does not know the language '{language}'; it knows {', '.join(sorted(self.languages))}.")
        return language

    def _prompt(self, language: str, times: bool) -> list[int]:
        """Behind the start."""
        spoken = [self.languages[language], self._token("<|transcribe|>")] if self.multilingual else []
        return [*spoken, *([] if times else [self._token("<|notimestamps|>")])]


def reordered(kept: Arrays, beams: Sequence[int]) -> Arrays:
    """For the beams that go on, in their order; one may go on twice."""
    many = len(next(iter(kept.values())))
    return kept if list(beams) == list(range(many)) else {name: array[list(beams)] for name, array in kept.items()}
