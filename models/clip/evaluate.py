"""How well pictures and texts find each other, beside what the class names alone reach.

recall@k, text to image   share of texts whose own picture is among the first k of all pictures
recall@k, image to text   share of pictures one of whose own texts is among the first k of all texts
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.clip.features import Features

CLASSES = 5
"""Names of a picture that the baseline knows."""


@dataclass(frozen=True)
class Recall:
    pictures: int
    texts: int
    text_to_image: tuple[float, float]
    """At 1 and at 10."""
    image_to_text: tuple[float, float]

    def row(self) -> str:
        shares = (*self.text_to_image, *self.image_to_text)
        return " | ".join([str(self.pictures), str(self.texts), *(f"{100 * share:.1f}" for share in shares)])


def recall_of(scores: np.ndarray, right: np.ndarray) -> Recall:
    """scores: (T, N) of each text with each picture; right: (T, N) bool. Of equal scores the wrong ones count as better."""
    ranks = [rank(scores, right), rank(scores.T, right.T)]
    shares = [(float((place < 1).mean()), float((place < 10).mean())) for place in ranks]
    return Recall(scores.shape[1], scores.shape[0], shares[0], shares[1])


def rank(scores: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Of each row: how many wrong columns are at least as good as the best right one."""
    best = np.where(right, scores, -np.inf).max(1, keepdims=True)
    return ((scores >= best) & ~right).sum(1)


def class_names(features: Features, bank: np.ndarray) -> np.ndarray:
    """The baseline, (N, S): a picture is its first five ImageNet names, each as far as it is likely, in MiniLM's own space."""
    first = np.argsort(-features.names, axis=1)[:, :CLASSES]
    likely = np.take_along_axis(features.names, first, 1)
    vectors = (likely[..., None] * bank[first]).sum(1)
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
