"""How near a sentence is to what a skill is asked, set off against sentences that no skill takes.

One classifier a skill: kernel ridge regression of its own sentences (+1) against a background of everyday talk (-1), which is the same
for all, and against what the skill itself says it is not for (-1). The kernel adds the nearness of sentence vectors (MiniLM) and of words
in common. So a score depends on the sentence, the skill's own sentences and the background, never on another skill; and it has a closed
form, so it is the same every time.

Dimension key: N sentences of the background, M of the skill, C its intents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib import resources
from pathlib import Path

import numpy as np

from assistant.routing.bag import Bags, Weights
from assistant.routing.drawing import sentences
from assistant.routing.normal import normal
from assistant.routing.samples import OF_FRAME, drawn
from assistant.routing.shelf import Arrays, Keep
from assistant.routing.vectors import Vectors, open_vectors
from models.keeper import FREE, Keeper

STEEP = 3.0
"""How fast nearness falls with the angle between two vectors."""
WORDS = 0.5
"""Weight of words in common beside the vectors."""
SMOOTH = 0.3
"""Ridge: how little one sentence may bend the boundary."""
BALANCE = 0.3
"""Weight of all the skill's sentences together, that of the background being 1."""
FORMULA = f"{STEEP} {WORDS} {SMOOTH} {BALANCE} 3"
"""What was learned by another one is learned anew; the last number is raised when the code of it changes."""
SMALL = 128
"""Rows and columns of what is inverted as it is."""
NOT_FOR_IT = -1
"""In place of an intent."""
FRAME = re.compile(r"[(\[]")
"""What tells a line of the background that is in the syntax of templates."""


@dataclass(frozen=True)
class Sensed:
    """A sentence, compared with the background once for all skills."""

    vector: np.ndarray
    bag: dict[str, float]
    background: np.ndarray
    """(N,) kernel values."""


@dataclass(frozen=True)
class Near:
    score: float
    """About +1 for what the skill is asked, about -1 for what nobody takes."""
    intents: dict[str, float]
    """How much each intent is meant, if the skill is."""
    sentence: str
    """The skill's own sentence that is nearest."""


class Meaning:
    """The encoder and the background."""

    def __init__(self, vectors: Vectors, background: Sequence[str]) -> None:
        self.background = tuple(background)
        self.weights = Weights(self.background)
        self.vectors = vectors
        self._whitening: np.ndarray | None = None
        self._learned: dict[tuple[str, tuple[tuple[str, str], ...]], Learned] = {}
        self._plane = vectors.of_fixed("background", self.background)
        self._bags = Bags(self.background, self.weights, self.keeping("bags of the background"))

    def keeping(self, name: str, *depends: str) -> Keep:
        """Made once for this background and what else it depends on, and read from disk from then on."""
        return partial(self.vectors.kept, name, (FORMULA, *self.background, *depends))

    def whitening(self) -> np.ndarray:
        """
        (N, N) W of the ridge K, lower, with W.T @ W the inverse of K; every skill starts from it. A second or two of work, and needed only
        where a skill's sentences are new.
        """
        if self._whitening is None:
            square = kernel(self._plane @ self._plane.T, self.together(self.background, self._bags))
            self._whitening = lower_inverse(np.linalg.cholesky(square + SMOOTH * np.eye(len(square))))
        return self._whitening

    def forget_whitening(self) -> None:
        """A hundred megabytes that nobody asks for again, once all skills have learned."""
        self._whitening = None

    def together(self, texts: Sequence[str], bags: Bags) -> np.ndarray:
        """(len(texts), len(bags)) words in common."""
        return np.stack([bags.against(self.weights.bag(text)) for text in texts])

    def sense(self, text: str) -> Sensed:
        """text: normal form. Blocking, some milliseconds."""
        (vector,) = self.vectors.encode([text])
        bag = self.weights.bag(text)
        return Sensed(vector, bag, kernel(self._plane @ vector, self._bags.against(bag)))

    def learn(self, name: str, sentences: Sequence[tuple[str, str]]) -> Learned:
        """sentences: (normal form, intent), without an intent for what is not for the skill. Learned once, however many routers ask."""
        key = (name, tuple(sentences))
        if key not in self._learned:
            self._learned[key] = Learned(self, name, sentences)
        return self._learned[key]

    def against_background(self, texts: Sequence[str], plane: np.ndarray) -> np.ndarray:
        """(M, N) kernel."""
        return kernel(plane @ self._plane.T, self.together(texts, self._bags))


class Learned:
    """What one skill's sentences taught."""

    def __init__(self, meaning: Meaning, name: str, sentences: Sequence[tuple[str, str]]) -> None:
        self.texts = tuple(text for text, _ in sentences)
        self._intents = tuple(dict.fromkeys(intent for _, intent in sentences if intent))
        self._of = np.array([self._intents.index(intent) if intent else NOT_FOR_IT for _, intent in sentences])
        self._plane = meaning.vectors.of_fixed(name, self.texts)
        self._bags = Bags(self.texts, meaning.weights, meaning.keeping(f"bags of {name}", *self.texts))
        keep = meaning.keeping(f"ridge of {name}", *(line for sentence in sentences for line in sentence))
        solved = keep(lambda: self._solve(meaning))
        self._own, self._other = solved["own"], solved["other"]

    def _solve(self, meaning: Meaning) -> Arrays:
        weight = BALANCE * len(meaning.background) / len(self.texts)
        own = kernel(self._plane @ self._plane.T, meaning.together(self.texts, self._bags)) + SMOOTH / weight * np.eye(len(self.texts))
        cross = meaning.against_background(self.texts, self._plane)
        meant, intents = self._of[:, None] != NOT_FOR_IT, self._of[:, None] == np.arange(len(self._intents))
        targets = np.where(np.hstack([meant, intents]), 1.0, -1.0)
        mine, others = _solved(meaning.whitening(), cross, own, targets)
        return {"own": mine, "other": others}

    def near(self, sensed: Sensed) -> Near:
        mine = kernel(self._plane @ sensed.vector, self._bags.against(sensed.bag))
        score, *intents = mine @ self._own + sensed.background @ self._other
        nearest = np.where(self._of == NOT_FOR_IT, -1.0, mine).argmax()
        return Near(float(score), dict(zip(self._intents, map(float, intents), strict=True)), self.texts[int(nearest)])


def _solved(whitening: np.ndarray, cross: np.ndarray, own: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """
    The ridge by blocks, so that the background's part is inverted once for all skills.
    whitening: (N, N); cross: (M, N); own: (M, M); targets: (M, 1 + C), those of the background being -1
    Returns the coefficients of the skill's sentences (M, 1 + C) and of the background's (N, 1 + C).
    """
    white = cross @ whitening.T
    below = whitening @ -np.ones((len(whitening), targets.shape[1]))
    mine = np.linalg.solve(own - white @ white.T, targets - white @ below)
    return mine, whitening.T @ (below - white.T @ mine)


def lower_inverse(lower: np.ndarray) -> np.ndarray:
    """Of a lower triangular (N, N), by halves: nearly all of it is products of matrices, which take a fraction of numpy's inverse."""
    if len(lower) <= SMALL:
        return np.linalg.inv(lower)
    half = len(lower) // 2
    above, below = lower_inverse(lower[:half, :half]), lower_inverse(lower[half:, half:])
    return np.block([[above, np.zeros((half, len(lower) - half))], [-below @ (lower[half:, :half] @ above), below]])


def kernel(cosine: np.ndarray, words: np.ndarray) -> np.ndarray:
    return np.exp(STEEP * (cosine.astype(np.float64) - 1.0)) + WORDS * words


def read_background(language: str = "en") -> tuple[str, ...]:
    """In normal form, each once, with some sentences of each frame; empty where a language has none."""
    file = _background_file(language)
    if not file.is_file():
        return ()
    lines = [line for line in map(str.strip, file.read_text("utf-8").splitlines()) if line and not line.startswith("#")]
    frames = [line for line in lines if FRAME.search(line)]
    said = (*(line for line in lines if not FRAME.search(line)), *drawn(frames, lambda slot: (slot,), OF_FRAME))
    return tuple(dict.fromkeys(filter(None, (normal(text, language) for text in said))))


def _background_file(language: str = "en") -> Path:
    return Path(str(resources.files("assistant") / "locales" / language / "background.txt"))


@lru_cache(maxsize=2)
def open_meaning(keeper: Keeper = FREE) -> Meaning:
    """English, which is what the encoder knows. Raises ModelMissing and DamagedModel."""
    vectors = open_vectors(keeper=keeper)
    background = sentences(
        vectors, "the background", _background_file().read_text("utf-8"), lambda: ((text, "") for text in read_background())
    )
    return Meaning(vectors, [text for text, _ in background])
