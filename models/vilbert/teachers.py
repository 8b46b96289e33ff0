"""Large models as teachers: what they say of a picture becomes soft answers for the small fusion.

hf:NAME                    a vision-language model of a hub or of a folder (models/hub.py)
open_clip:NAME:PRETRAINED  two towers; the question's answers are ranked as captions; PRETRAINED is a tag, a .safetensors file, or nothing
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib import metadata
from pathlib import Path

import numpy as np

from models.errors import FetchFailed, ModelMissing, UnfitInput, UnknownModel
from models.hub import KEPT, open_hub
from models.runtime import first_line
from models.vilbert.vocabulary import vocabulary

ASKED = 32
"""Questions whose answers are kept as captions: 1,600 of them take some seconds, and each photo is asked the same."""
Teacher = Callable[[np.ndarray, str], dict[str, float]]
"""(H, W, 3) uint8 RGB and a question -> probabilities by answer, the likeliest first."""


def open_teacher(name: str, answers: Sequence[str] = ()) -> Teacher:
    """answers: what open_clip ranks (default: the vocabulary's). Raises ModelError."""
    kind, _, rest = name.partition(":")
    if kind == "hf" and rest:
        return open_hub(rest).soft
    if kind == "open_clip" and rest:
        tower, _, pretrained = rest.partition(":")
        return Towers(tower, pretrained, answers or vocabulary().answers)
    raise UnknownModel(f"The teacher {name!r} is unknown; it must be hf:NAME or open_clip:NAME:PRETRAINED.")


class Towers:
    """CLIP's two towers (Radford et al. 2021, arXiv:2103.00020) as a teacher: `QUESTION ANSWER` against the picture."""

    def __init__(self, tower: str, pretrained: str, answers: Sequence[str]) -> None:
        if Path(pretrained).is_file() and not pretrained.endswith(".safetensors"):
            raise UnfitInput(f"{pretrained} may be a pickle, which could run code; give weights as .safetensors, or a tag of open_clip.")
        try:
            import open_clip
        except (ImportError, RuntimeError) as error:  # the second where torchvision was built for another torch
            raise ModelMissing(
                f"Towers need open_clip and the torchvision of this torch ({first_line(error)}); run: "
                f"pip install 'open_clip_torch>=3' torch=={metadata.version('torch').partition('+')[0]}."
            ) from None
        try:
            made = open_clip.create_model_and_transforms(tower, pretrained=pretrained or None, weights_only=True)
            self._tokenize = open_clip.get_tokenizer(tower)
        except Exception as error:  # the library raises its own unrelated classes
            raise FetchFailed(f"open_clip:{tower}:{pretrained} cannot be loaded ({first_line(error)}); check both names.") from error
        self._network, self._prepare, self._answers = made[0].eval(), made[2], tuple(answers)
        self._captions = lru_cache(maxsize=ASKED)(self._embedded)

    def __call__(self, image: np.ndarray, question: str) -> dict[str, float]:
        import torch
        from PIL import Image

        with torch.inference_mode():
            picture = self._network.encode_image(self._prepare(Image.fromarray(image))[None], normalize=True)
            chances = (self._network.logit_scale.exp() * picture @ self._captions(question).T)[0].softmax(-1)
        best = chances.topk(min(KEPT, len(chances)))
        return {self._answers[row]: chance for chance, row in zip(best.values.tolist(), best.indices.tolist(), strict=True)}

    def _embedded(self, question: str):
        """(A, E) of unit length: each answer said after the question, which is the same for every picture."""
        return self._network.encode_text(self._tokenize([f"{question.rstrip(' ?')} {answer}" for answer in self._answers]), normalize=True)
