"""Speech to text with Moonshine's encoder and merged decoder: raw samples in, no spectrogram."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from models.runtime import open_session
from models.store import Prepared
from models.whisper.guard import loop_at
from models.whisper.runtime import RATE_HZ, Decoded
from models.whisper.search import log_sum
from models.whisper.sound import checked, pieces

LAYERS, HEADS, HEAD = 6, 8, 36
START, END = 1, 2
LONGEST = 10.0
"""Seconds at a time; it was trained on short speech."""
TOKENS_PER_SECOND = 6.5
"""As its makers limit it (section 3.4); more is invention."""


class Moonshine:
    """A Recognizer. It gives no no-speech probability, so that is 0: only the words' own likelihood can betray an invention."""

    name = "moonshine-tiny"

    def __init__(self, prepared: Prepared, *, threads: int = 1) -> None:
        self._encoder = open_session(prepared.path("encoder_model.ort"), threads=threads)
        self._decoder = open_session(prepared.path("decoder_model_merged.ort"), threads=threads)
        self._vocabulary = read_vocabulary(prepared.path("tokenizer.bin"))
        self._outputs = [output.name for output in self._decoder.get_outputs()][1:]

    def transcribe(self, samples: np.ndarray, language: str | None = "en") -> Decoded:
        """samples: (N,) float32 at 16 kHz. Raises UnfitInput."""
        parts = [self._one(part) for part in pieces(checked(samples), LONGEST, 3.0)]
        spoken = [part for part in parts if part.tokens]
        if not spoken:
            return Decoded("", "en", float("-inf"), 0.0, 0, False)
        mean = float(np.average([part.log_probability for part in spoken], weights=[part.tokens for part in spoken]))
        text = " ".join(part.text for part in spoken)
        return Decoded(text, "en", mean, 0.0, sum(part.tokens for part in spoken), any(part.repeated for part in spoken))

    def _one(self, samples: np.ndarray) -> Decoded:
        sound = samples[None].astype(np.float32)
        mask = np.ones(sound.shape, np.int64)  # of raw samples: the decoder strides it itself
        (hidden,) = self._encoder.run(None, {"input_values": sound, "attention_mask": mask})
        most = max(8, int(len(samples) / RATE_HZ * TOKENS_PER_SECOND) + 2)
        past = self._empty()
        tokens, total, token, repeated = [], 0.0, START, False
        for step in range(most):
            fixed = {"input_ids": np.array([[token]]), "encoder_hidden_states": hidden, "encoder_attention_mask": mask}
            logits, *present = self._decoder.run(None, {**fixed, "use_cache_branch": np.array([step > 0]), **past})
            token = int(logits[0, -1].argmax())
            total += float(logits[0, -1, token] - log_sum(logits[0, -1]))
            if token == END:
                break
            tokens.append(token)
            if (cut := loop_at(tokens, len(samples) / RATE_HZ)) is not None:
                tokens, repeated = tokens[:cut], True
                break
            self._grow(past, present, first=step == 0)
        return Decoded(self._text(tokens), "en", total / (len(tokens) + 1), 0.0, len(tokens), repeated)

    def _empty(self) -> dict[str, np.ndarray]:
        none = np.zeros((1, HEADS, 0, HEAD), np.float32)
        return {
            f"past_key_values.{layer}.{side}.{kind}": none
            for layer in range(LAYERS)
            for side in ("decoder", "encoder")
            for kind in ("key", "value")
        }

    def _grow(self, past: dict[str, np.ndarray], present: list[np.ndarray], first: bool) -> None:
        """The cross-attention's cache is made in the first step and stays."""
        for name, value in zip(self._outputs, present, strict=True):
            if first or "decoder" in name:
                past[name.replace("present", "past_key_values")] = value

    def _text(self, tokens: list[int]) -> str:
        words = b"".join(self._vocabulary[token] for token in tokens if not self._vocabulary[token].startswith(b"<"))
        return words.decode("utf-8", "replace").replace("\u2581", " ").strip()


def read_vocabulary(path: Path) -> list[bytes]:
    """A length (one byte, or two from 128 on) and the token's bytes, again and again."""
    data, words, at = path.read_bytes(), [], 0
    while at < len(data):
        length, at = data[at], at + 1
        if length >= 128:
            length, at = (length & 127) + data[at] * 128, at + 1
        words.append(data[at : at + length])
        at += length
    return words
