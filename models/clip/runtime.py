"""Pictures and texts as vectors of one space: search and zero-shot classification. numpy and ONNX Runtime only."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models import weights
from models.chances import softmax
from models.clip.features import Features, FrontEnd
from models.clip.names import prompted, prompts
from models.clip.tags import IMAGE
from models.errors import UnfitInput
from models.minilm.runtime import SentenceEncoder
from models.runtime import open_session
from models.store import Store

TEXT = "clip_text.onnx"
WIDTH = 256


class DualEncoder:
    def __init__(self, store: Store, *, threads: int = 1) -> None:
        """Raises ModelMissing, DamagedModel."""
        self._front = FrontEnd(store, threads=threads)
        self._sentences = SentenceEncoder(store.get("all-minilm-l6-v2"), threads=threads)
        self._image = open_session(weights.verified(IMAGE), threads=threads)
        self._text = open_session(weights.verified(TEXT), threads=threads)
        self.scale = float(self._text.get_modelmeta().custom_metadata_map["scale"])
        """What cosines are multiplied by before a softmax."""

    @property
    def version(self) -> str:
        """Changes with the weights: vectors of two versions are not of one space."""
        return f"{weights.entries()[IMAGE]['sha256'][:12]}-{self._front.version}"

    def image(self, pixels: np.ndarray) -> np.ndarray:
        """pixels: (H, W, 3) uint8 RGB. Returns (256,) float32 of length 1. Raises UnfitInput."""
        return self.image_of(self._front(pixels))

    def image_of(self, features: Features) -> np.ndarray:
        """features: of one picture. Returns (256,)."""
        given = {name: array[None] for name, array in features.arrays().items()}
        return self._image.run(["vector"], given)[0][0]

    def text(self, texts: Sequence[str]) -> np.ndarray:
        """Returns (N, 256) float32, each row of length 1. Raises UnfitInput for what is no list of texts."""
        sentences = self._sentences(texts)
        return self._text.run(["vector"], {"sentence": sentences})[0] if len(sentences) else np.zeros((0, WIDTH), np.float32)

    def query(self, texts: Sequence[str]) -> np.ndarray:
        """(N, 256): texts that a person typed, each in several prompts."""
        return prompted(texts, self.text)

    def is_cut(self, text: str) -> bool:
        """Whether a query has more words than are read."""
        return any(map(self._sentences.is_cut, prompts(text)))

    def classify(self, pixels: np.ndarray, labels: Sequence[str]) -> np.ndarray:
        """(N,) float32 that sum to 1: how likely each label is, if one of them is right. Raises UnfitInput."""
        if isinstance(labels, str) or not labels:
            raise UnfitInput("Classification takes a list of labels with at least one in it.")
        return softmax(self.scale * self.query(labels) @ self.image(pixels)).astype(np.float32)
