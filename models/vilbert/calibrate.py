"""Calibration on held-out simulated pictures, as the INT8 graphs see them: one temperature for the answers, one for abstaining (Guo et al.
2017, arXiv:1706.04599). For photos, weights of what speaks for each kind of answer, from questions on photos that nothing learned from.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from models.chances import softmax
from models.errors import UnfitInput
from models.vilbert.data.drawn import Scenes
from models.vilbert.data.examples import simulated
from models.vilbert.data.questions import Question
from models.vilbert.mixing import AS_TRAINED, Leaning, Mixing, copied_from, how_many
from models.vilbert.runtime import Fusion, Reading
from models.vilbert.tokens import Tokens
from models.vilbert.vocabulary import LEAST

SEED = 77_000
PICTURES, QUESTIONS = 150, 6
TEMPERATURES = np.geomspace(0.5, 4.0, 43)


def readings(fusion: Fusion, seed: int = SEED, pictures: int = PICTURES) -> Iterator[tuple[Question, Reading]]:
    rng = random.Random(seed)
    for example in [*simulated(rng, pictures, QUESTIONS), *Scenes().examples(rng, pictures // 2, QUESTIONS)]:
        picture = fusion.see(example.tokens)
        for question in example.questions:
            yield question, fusion.read(picture, question.text)


def calibrate(folder: Path) -> dict[str, float]:
    """The temperatures under which the truth is likeliest."""
    pairs = list(readings(Fusion(folder)))
    answered = [(reading, question.answer) for question, reading in pairs if question.answer is not None]
    knowable = np.array([reading.knowable for _, reading in pairs])
    unknown = np.array([question.cannot_tell for question, _ in pairs])
    answer = min(TEMPERATURES, key=lambda heat: -np.mean([_log_chance(reading, truth, heat) for reading, truth in answered]))
    abstain = min(TEMPERATURES, key=lambda heat: _cross_entropy(knowable, ~unknown, heat))
    return {"temperature": round(float(answer), 3), "abstain_temperature": round(float(abstain), 3)}


def _log_chance(reading: Reading, truth: str, heat: float) -> float:
    """Among the likeliest answers; what is not among them counts as one in a thousand."""
    logits = np.log([max(chance, 1e-9) for _, chance in reading.best]) / heat
    chances = softmax(logits)
    named = [answer for answer, _ in reading.best]
    return float(np.log(max(chances[named.index(truth)] if truth in named else 0.0, 1e-3)))


def _cross_entropy(chances: np.ndarray, truths: np.ndarray, heat: float) -> float:
    logits = np.log(chances.clip(1e-6, 1) / (1 - chances).clip(1e-6, 1)) / heat
    warmed = (1 / (1 + np.exp(-logits))).clip(1e-6, 1 - 1e-6)
    return float(-np.mean(np.where(truths, np.log(warmed), np.log(1 - warmed))))


# ---- photos, where not only the fusion but also what it is told is often wrong


def trust_of_photos(judged: Sequence[tuple[str, np.ndarray, bool]], gentle: float = 0.01) -> dict[str, list[float]]:
    """
    judged: of each answer its kind (runtime.kind_of), what speaks for it (runtime.signs_of_trust), and whether it was right
    gentle: weight of the pull towards zero
    Returns the weights of these signs for each kind (Platt 1999), by Newton's method.
    """
    of_kind = {kind: [(signs, right) for own, signs, right in judged if own == kind] for kind in sorted({kind for kind, *_ in judged})}
    return {
        kind: _platt(np.stack([signs for signs, _ in told]), np.array([right for _, right in told], float), gentle)
        for kind, told in of_kind.items()
    }


def _platt(x: np.ndarray, right: np.ndarray, gentle: float) -> list[float]:
    weights: np.ndarray = np.zeros(x.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (chance - right) / len(x) + 2 * gentle * weights
        bend = (x * (chance * (1 - chance))[:, None]).T @ x / len(x) + 2 * gentle * np.eye(x.shape[1])
        weights = weights - np.linalg.solve(bend, slope)
    return [round(float(weight), 3) for weight in weights]


# ---- how far the heads are leaned on where the tokens are those of photos

STEPS: Mapping[str, Sequence[float]] = {
    "patches": (0, -0.5, -1, -1.5, -2, -3),
    "tags": (0, -0.5, -1, -1.5, -2, -3),
    "sharper": (1, 1.5, 2, 3, 4),
    "counted": (1, 1.5, 2, 3),
    "hesitant": (0, 0.5, 1, 2, 4),
    "unfit": (0, 2, 4, 6),
    "signs": (0, 0.5, 1),
    "seen": (0, 0.5, 1, 2),
}
"""What is tried of each part of Leaning, the unchanged first."""
ROUNDS, FOLDS = 2, 10


@dataclass(frozen=True, eq=False)
class Told:
    """What the heads said to one question about a photo, and the rows of the answers that are right."""

    photo: str
    heads: Mapping[str, np.ndarray]
    tokens: Tokens
    right: Sequence[int]
    asked: Sequence[str] = ()
    """Pieces of the question's words."""


def lean_on_photos(told: Sequence[Told], mixing: Mixing) -> Leaning:
    """The leaning under which the right answers are likeliest, one part after the other."""
    best = AS_TRAINED
    for _ in range(ROUNDS):
        for part, steps in STEPS.items():
            best = max((replace(best, **{part: step}) for step in steps), key=lambda lean: likelihood(told, mixing, lean))
    return best


def lean_without(told: Sequence[Told], mixing: Mixing) -> dict[str, Leaning]:
    """For each photo the leaning that the others teach: answers mixed so are as often right as on photos never seen."""
    parts = {photo: number % FOLDS for number, photo in enumerate(sorted({one.photo for one in told}))}
    leanings = [lean_on_photos([one for one in told if parts[one.photo] != fold], mixing) for fold in range(FOLDS)]
    return {photo: leanings[part] for photo, part in parts.items()}


def likelihood(told: Sequence[Told], mixing: Mixing, lean: Leaning) -> float:
    """Mean logarithm of the chance of a right answer; what has less than one in ten thousand counts as that."""
    return float(np.mean([np.log(chances_of(one, mixing, lean)[list(one.right)].sum() + LEAST) for one in told]))


def chances_of(one: Told, mixing: Mixing, lean: Leaning) -> np.ndarray:
    pointer = copied_from(one.heads["pointer"][0], one.tokens, lean)
    return mixing(one.heads, one.tokens, pointer, how_many(one.heads["grounding"][0], one.tokens, lean), lean, one.asked)


# ---- which box a phrase means, and whether it is there

CLOSE, ALIKE, WHOLE = 0.4, 0.35, 0.9
"""IoU of the best box below which a phrase teaches nothing; below which a box is a wrong one; and from which it is as right as can be."""
STEEP = 12
"""How fast a box is wanted less, the less it covers."""


def weights_of_signs(asked: Sequence[tuple[np.ndarray, np.ndarray]], gentle: float = 0.001) -> list[float]:
    """
    asked: of each phrase the signs (K, S) of the boxes that it could mean, and how well each covers the true one (K,), as IoU
    Returns the weights under which the right boxes are likeliest (softmax, by Newton's method); nearly as good ones share.
    Raises UnfitInput where no phrase has a box that comes near the true one.
    """
    pairs = [(signs, _shares(covers)) for signs, covers in asked if covers.max(initial=0.0) >= CLOSE]
    if not pairs:
        raise UnfitInput(f"Of {len(asked)} phrases none has a box found near the true one (IoU {CLOSE} or more); give others.")
    boxes, wanted = Boxes(pairs), np.concatenate([shares for _, shares in pairs])
    weights = np.zeros(boxes.signs.shape[1])

    def unlikely(tried: np.ndarray) -> float:
        """Mean cross entropy."""
        return -float(wanted @ np.log(boxes.chances(tried) + 1e-30)) / len(pairs) + gentle * float(tried @ tried)

    for _ in range(30):
        chances = boxes.chances(weights)
        means = boxes.sums(boxes.signs * chances[:, None])
        slope = 2 * gentle * weights + (means.sum(0) - wanted @ boxes.signs) / len(pairs)
        bend = 2 * gentle * np.eye(len(weights)) + ((boxes.signs * chances[:, None]).T @ boxes.signs - means.T @ means) / len(pairs)
        step = np.linalg.solve(bend, slope)
        weights = min((weights - step * 0.5**halved for halved in range(12)), key=unlikely)
    return [round(float(weight), 3) for weight in weights]


class Boxes:
    """Those that phrases could mean, one phrase after the other."""

    def __init__(self, pairs: Sequence[tuple[np.ndarray, np.ndarray]]) -> None:
        counts = [len(signs) for signs, _ in pairs]
        self.signs = np.concatenate([signs for signs, _ in pairs])
        self._starts, self._of = np.cumsum([0, *counts[:-1]]), np.repeat(np.arange(len(counts)), counts)

    def sums(self, rows: np.ndarray) -> np.ndarray:
        """rows: of each box; returns their sum of each phrase."""
        return np.add.reduceat(rows, self._starts)

    def chances(self, weights: np.ndarray) -> np.ndarray:
        """Softmax over each phrase's boxes."""
        logits = self.signs @ weights
        raised = np.exp(logits - np.maximum.reduceat(logits, self._starts)[self._of])
        return raised / self.sums(raised)[self._of]


def _shares(covers: np.ndarray) -> np.ndarray:
    """(K,) how much each box is wanted: nearly as good ones share, and from WHOLE on all are as good."""
    shares = np.exp(STEEP * (np.minimum(covers, WHOLE) - covers.max())) * (covers > ALIKE)
    return shares / shares.sum()


def weights_of_presence(judged: Sequence[tuple[np.ndarray, bool]], gentle: float = 0.001) -> list[float]:
    """judged: of each phrase what speaks for its being there (choosing.signs_of_presence), and whether it is. Of the log odds, as above."""
    return _platt(np.stack([signs for signs, _ in judged]), np.array([there for _, there in judged], float), gentle)


# ---- how well it is calibrated


def calibration_error(confidences: Sequence[float], rights: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error (Guo et al., section 2): the mean gap between confidence and accuracy over equal bins, weighted."""
    sure, right = np.array(confidences), np.array(rights, float)
    places = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [abs(sure[places == place].mean() - right[places == place].mean()) * (places == place).mean() for place in set(places.tolist())]
    return float(sum(gaps))


def coverage(confidences: Sequence[float], rights: Sequence[bool], risk: float = 0.05) -> float:
    """The largest share of questions that can be answered, the surest first, with at most this share of them wrong."""
    order = np.argsort(-np.array(confidences))
    wrong = np.cumsum(~np.array(rights, bool)[order]) / np.arange(1, len(order) + 1)
    kept = np.flatnonzero(wrong <= risk)
    return float((kept[-1] + 1) / len(order)) if len(kept) else 0.0
