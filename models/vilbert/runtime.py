"""The fusion at run time: numpy and ONNX Runtime only.

A picture is seen once; each further question costs the fusion alone. What the pointer copies and what the grounding counts is mixed into
the answers (mixing.py).

Dimension key: N tokens, T words, A answers.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property, partial
from pathlib import Path

import numpy as np

from models import weights
from models.chances import sigmoid, softmax
from models.errors import DamagedModel, UnfitInput
from models.lexicon import in_known_words
from models.runtime import open_session
from models.vilbert.caption import caption
from models.vilbert.mixing import AS_TRAINED, Leaning, Mixing, copied_from, how_many
from models.vilbert.tokens import CELL, DRAWN_REGION, Tokens, empty
from models.vilbert.vocabulary import COLOURS, LEAST, SIDES, Vocabulary, vocabulary

ARTEFACTS = ("vilbert_picture.onnx", "vilbert_question.onnx", "vilbert_caption.onnx", "vilbert.json")
TOP = 5


@dataclass(frozen=True, eq=False)
class Picture:
    """What the fusion keeps of a picture."""

    source: Tokens
    tokens: np.ndarray
    """(1, N, D)"""
    bias: np.ndarray
    """(1, blocks, H, N, N)"""
    embedding: np.ndarray
    """(E,) of unit length."""

    @property
    def photo(self) -> bool:
        """There are patches of what a camera saw, and nothing is drawn. A simulated picture has no patches."""
        return bool((self.source.kinds == CELL).any() and not (self.source.kinds == DRAWN_REGION).any())


@dataclass(frozen=True, eq=False)
class Reading:
    """What the fusion makes of words about a picture."""

    words: tuple[str, ...]
    """The pieces that were read, [CLS] first."""
    best: tuple[tuple[str, float], ...]
    """The likeliest answers with calibrated probabilities."""
    chances: np.ndarray
    """(A,) calibrated probability of every answer."""
    knowable: float
    """Probability that the picture can tell."""
    grounding: np.ndarray
    """(N,) probability that the words mean the token."""
    marks: np.ndarray
    """(N,) the same as logits: for choosing one."""
    first: np.ndarray
    """(N,) probability of the first thing that the words speak of, and"""
    second: np.ndarray
    """(N,) of the second, where they speak of two."""
    pointer: np.ndarray
    """(N,) from where the answer was copied, sums to 1."""
    count: float
    """Sum of the grounding over the tokens that are one thing each."""
    true: float
    """Probability that the words are true of the picture."""
    text_maps: np.ndarray
    """(blocks, T, N): what each word read of the picture, mean of the heads."""
    image_maps: np.ndarray
    """(blocks, N, T)"""
    photo: bool
    """Picture.photo"""

    @property
    def answer(self) -> str:
        return self.best[0][0]

    @property
    def confidence(self) -> float:
        """0..1 that the best answer is right, as far as the picture's tokens are."""
        return self.best[0][1] * self.knowable


class Fusion:
    def __init__(self, folder: Path | None = None, *, threads: int = 1) -> None:
        """folder: artefacts that the caller has verified; without it the shipped ones. Raises ModelError."""
        paths = {name: folder / name if folder else weights.verified(name) for name in ARTEFACTS}
        self.facts = json.loads(paths["vilbert.json"].read_text("utf-8"))
        self.words: Vocabulary = vocabulary()
        if self.facts["lists"] != self.words.digest:
            raise DamagedModel(f"{paths['vilbert.json']} belongs to other lists of words than the installed ones; export the weights anew.")
        self._threads, self._caption_path = threads, paths["vilbert_caption.onnx"]
        self._picture, self._question = (open_session(paths[f"vilbert_{name}.onnx"], threads=threads) for name in ("picture", "question"))
        self.photos = Leaning(**self.facts.get("leaning", {}))
        self.mixing = Mixing(self.words)

    @cached_property
    def _captioner(self):
        return open_session(self._caption_path, threads=self._threads)

    @property
    def version(self) -> str:
        return self.facts["version"]

    # ---- once a picture

    def see(self, tokens: Tokens) -> Picture:
        """Raises UnfitInput for numbers that are none."""
        if not len(tokens) or tokens.names.min() < 0 or tokens.names.max() >= len(self.words.names):
            raise UnfitInput(f"The picture has {len(tokens)} tokens, or names that are in no list; another version made them. Look again.")
        inputs = {item.name: getattr(tokens, item.name)[None] for item in fields(Tokens)}
        if not all(np.isfinite(array).all() for array in inputs.values()):
            raise UnfitInput("The picture's tokens hold numbers that are not finite; the camera or a network gave garbage. Look again.")
        inputs["mask"] = np.ones((1, len(tokens)), bool)
        seen, bias, embedding = self._picture.run(None, inputs)
        return Picture(tokens, seen, bias, embedding[0])

    # ---- each question

    def read(self, picture: Picture, text: str) -> Reading:
        """Raises UnfitInput where there are no words."""
        return self.reading(picture, self.ids(text))

    def reading(self, picture: Picture, ids: Sequence[int], hidden: Sequence[int] = ()) -> Reading:
        """ids: rows of the words; hidden: rows of the tokens that the question may not see."""
        out = self.heads(picture, ids, hidden)
        source, lean = picture.source, self.photos if picture.photo else AS_TRAINED
        pointer, count = copied_from(out["pointer"][0], source, lean), how_many(out["grounding"][0], source, lean)
        words = tuple(self.words.words[row] for row in ids)
        mixed = self.mixing(out, source, pointer, count, lean, words[1:])
        chances = softmax(np.log(mixed + 1e-12) / self.facts["temperature"])
        return Reading(
            words,
            self.likeliest(chances),
            chances,
            float(1 - sigmoid(out["abstain"][0] / self.facts["abstain_temperature"])),
            sigmoid(out["grounding"][0]),
            out["grounding"][0],
            sigmoid(out["first"][0]),
            sigmoid(out["second"][0]),
            pointer,
            count,
            float(sigmoid(out["matching"][0])),
            out["text_maps"][0],
            out["image_maps"][0],
            picture.photo,
        )

    def heads(self, picture: Picture, ids: Sequence[int], hidden: Sequence[int] = ()) -> dict[str, np.ndarray]:
        """What the question graph says, by the names of its outputs."""
        inputs = self._inputs(picture, ids)
        inputs["mask"][0, list(hidden)] = False
        names = [output.name for output in self._question.get_outputs()]
        return dict(zip(names, self._question.run(names, inputs), strict=True))

    def likeliest(self, chances: np.ndarray) -> tuple[tuple[str, float], ...]:
        """chances: (A,). The best answers with theirs."""
        return tuple((self.words.answers[row], float(chances[row])) for row in np.argsort(-chances)[:TOP])

    def trust(self, reading: Reading) -> float:
        """0..1 that the best answer is right. On photos the tokens are often wrong, so what is true of them was measured (calibrate.py)."""
        fitted = self.facts.get("photos", {}).get(kind_of(reading.answer)) if reading.photo else None
        return reading.confidence if fitted is None else float(sigmoid(signs_of_trust(reading) @ np.array(fitted)))

    def unprompted(self, picture: Picture, text: str, answers: Collection[str]) -> float:
        """Chance that one of these is the answer, as if the words left others to choose from. Raises UnfitInput."""
        ids = self.ids(text)
        out, source = self.heads(picture, ids), picture.source
        lean = replace(self.photos if picture.photo else AS_TRAINED, unfit=0.0)
        pointer, count = copied_from(out["pointer"][0], source, lean), how_many(out["grounding"][0], source, lean)
        mixed = self.mixing(out, source, pointer, count, lean, tuple(self.words.words[row] for row in ids)[1:])
        return float(sum(mixed[self.words.answer_rows[answer]] for answer in answers))

    def there(self, signs: np.ndarray) -> float:
        """signs: choosing.signs_of_presence. 0..1 that what a phrase means is in a photo; their weights were measured on photos."""
        return float(sigmoid(signs @ np.array(self.facts["there"])))

    def affirmed(self, reading: Reading) -> float:
        """Log odds of yes against no."""
        yes, no = (reading.chances[self.words.answer_rows[word]] for word in ("yes", "no"))
        return float(np.log(yes + LEAST) - np.log(no + LEAST))

    def unseeing(self, text: str) -> Reading:
        """What the words alone let one expect. Raises UnfitInput where there are none."""
        return self.read(self._nothing, text)

    def needs_picture(self, text: str) -> float:
        """Probability that the words are about what the camera sees; from the text stream alone."""
        return float(sigmoid(self._question.run(["needs_picture"], self._inputs(self._nothing, self.ids(text)))[0][0]))

    @cached_property
    def _nothing(self) -> Picture:
        return self.see(empty(1))

    def _inputs(self, picture: Picture, ids: Sequence[int]) -> dict[str, np.ndarray]:
        source = picture.source
        seen = {"tokens": picture.tokens, "bias": picture.bias, "mask": np.ones(picture.tokens.shape[:2], bool)}
        known = {"boxes": source.boxes[None], "colours": source.colours[None], "trust": source.chances.max(-1)[None]}
        return {**seen, **known, "ids": np.array([ids])}

    def matches(self, picture: Picture, texts: Sequence[str]) -> np.ndarray:
        """(texts,) probability that each is true of the picture."""
        return np.array([self.read(picture, text).true for text in texts])

    def ids(self, text: str) -> list[int]:
        """Of the words that were learned for these. Raises UnfitInput."""
        return self.words.question(in_known_words(text))

    # ---- captions

    def caption(self, picture: Picture) -> tuple[str, float]:
        """The best caption and the probability that it is true of the picture; an empty one where there is nothing to say."""
        follow = partial(self.next_word, picture)
        best = caption(picture.source, self.facts["caption_words"], self.words, follow, lambda text: self.read(picture, text).true)
        return (best.text, best.true) if best else ("", 0.0)

    def next_word(self, picture: Picture, said: Sequence[int]) -> np.ndarray:
        """What the caption's decoder says of the words that may follow these."""
        mask = np.ones(picture.tokens.shape[:2], bool)
        return self._captioner.run(None, {"tokens": picture.tokens, "mask": mask, "words": np.array([said])})[0][0]


def kind_of(answer: str) -> str:
    """Answers of a kind are trusted alike."""
    if answer in ("yes", "no"):
        return "whether"
    return "number" if answer.isdecimal() else "colour" if answer in COLOURS else "side" if answer in SIDES else "name"


def signs_of_trust(reading: Reading) -> np.ndarray:
    """(3,) what speaks for its answer: its confidence, a constant, and how far the words themselves are true of the picture."""
    return np.array([logit(reading.confidence), 1.0, logit(reading.true)])


def logit(chance: float | np.ndarray) -> np.ndarray:
    kept = np.clip(chance, 1e-4, 1 - 1e-4)
    return np.log(kept / (1 - kept))
