"""Large models as teachers: what they say of a picture becomes soft answers for the small fusion.

hf:NAME                    a vision-language model of a hub or of a folder (models/hub.py)
open_clip:NAME:PRETRAINED  two towers; the question's answers are ranked as captions; PRETRAINED is a tag, a .safetensors file, or nothing
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from models.errors import FetchFailed, ModelMissing, UnfitInput, UnknownModel
from models.hub import KEPT, open_hub
from models.runtime import first_line
from models.vilbert.vocabulary import vocabulary

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
            raise ModelMissing(f"Towers need open_clip ({first_line(error)}); run: pip install open_clip_torch.") from None
        try:
            made = open_clip.create_model_and_transforms(tower, pretrained=pretrained or None, load_weights_only=True)
            self._tokenize = open_clip.get_tokenizer(tower)
        except Exception as error:  # the library raises its own unrelated classes
            raise FetchFailed(f"open_clip:{tower}:{pretrained} cannot be loaded ({first_line(error)}); check both names.") from error
        self._network, self._prepare, self._answers = made[0].eval(), made[2], tuple(answers)

    def __call__(self, image: np.ndarray, question: str) -> dict[str, float]:
        import torch
        from PIL import Image

        asked = self._tokenize([f"{question.rstrip(' ?')} {answer}" for answer in self._answers])
        with torch.inference_mode():
            picture = self._network.encode_image(self._prepare(Image.fromarray(image))[None], normalize=True)
            texts = self._network.encode_text(asked, normalize=True)
            chances = (self._network.logit_scale.exp() * picture @ texts.T)[0].softmax(-1)
        best = chances.topk(min(KEPT, len(chances)))
        return {self._answers[row]: chance for chance, row in zip(best.values.tolist(), best.indices.tolist(), strict=True)}
