"""Vision-language models of a hub, or of a folder, through transformers: for machines that have the memory.

    ViltForQuestionAnswering           picture and question -> a distribution over answers of its own
    BlipForQuestionAnswering           the same -> an answer in words; the likeliest of a beam search are the distribution
    all of image and text to text      the same -> sentences, in the form of the chat template that comes with them (SmolVLM, LLaVA ...)

Which it is, its config says. torch and transformers are imported when a model is opened. Code that comes with weights is never run, and no
pickle is read.
"""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import numpy as np

from models.errors import DamagedModel, FetchFailed, ModelMissing, UnfitInput
from models.runtime import first_line

BEAMS, LONGEST = 4, 48
"""Beams of a search, and the most tokens that it says."""
OFFLINE = "--offline, network.offline or OWLISH_OFFLINE=1"
"""All that forbids to fetch."""
OF_A_HUB = re.compile(r"^\w[\w.-]*(/\w[\w.-]*)?$")
"""A name of a hub; others can only be folders."""
PATIENCE = 10.0
"""Seconds for the hub to answer at all."""
KEPT = 16
"""Answers kept of a classifier."""
SHOWN = ("*.json", "*.jinja", "*.txt", "*.model", "model*.safetensors")
"""Files that the library gets to see, of a hub or of a folder: what it does not see it can neither run nor unpickle."""
TRUSTED = {"trust_remote_code": False, "local_files_only": True}
"""Else the library asks on standard input whether code that comes with weights may run."""
NEEDED = "pip install 'owlish[train]'"


class HubModel(Protocol):
    speaks: bool
    """It writes sentences; the others answer in a word or two."""

    def soft(self, image: np.ndarray, question: str) -> dict[str, float]:
        """
        image: (H, W, 3) uint8 RGB
        Returns probabilities by answer, the likeliest first; they sum to at most 1. Raises UnfitInput; DamagedModel where the model fails.
        """


def open_hub(name: str, *, fetches: bool = True) -> HubModel:
    """
    name:    of the hub, or a folder
    fetches: what is not on this machine yet; what is there is never asked for again
    Raises ModelMissing without transformers, FetchFailed where the model cannot be loaded.
    """
    for needed in ("torch", "transformers"):
        if find_spec(needed) is None:
            raise _lacking(needed)
    try:
        return _opened(name, kept_only=True)
    except (FetchFailed, ModelMissing):
        raise
    except Exception as error:  # the library raises its own unrelated classes
        if not fetches:
            remedy = f"only what is on this machine may be used now; fetch it once by a question without {OFFLINE}"
            raise FetchFailed(f"hf:{name} cannot be loaded ({first_line(error)}); {remedy}.") from error
    if OF_A_HUB.match(name) and not Path(name).is_dir():
        _reach(name)
    try:
        return _opened(name, kept_only=False)
    except (FetchFailed, ModelMissing):
        raise
    except Exception as error:
        raise FetchFailed(f"hf:{name} cannot be loaded ({first_line(error)}); give a model's name on the hub, or a folder.") from error


def _reach(name: str) -> None:
    """Asked once before the library asks, which tries again for half a minute. Raises FetchFailed."""
    from huggingface_hub import constants
    from huggingface_hub.utils import get_session

    try:
        get_session().head(constants.ENDPOINT, timeout=PATIENCE)
    except Exception as error:  # of whichever client the library has
        told = f"hf:{name} is not on this machine, and {constants.ENDPOINT} cannot be reached ({first_line(error)})"
        raise FetchFailed(f"{told}; connect this machine, or give a folder.") from error


def _lacking(package: str) -> ModelMissing:
    return ModelMissing(f"Models of a hub need torch and transformers ({package} is not installed); run: {NEEDED}.")


def _libraries() -> tuple[Any, Any]:
    """torch and transformers, which take seconds to import and would write across the screen. Raises ModelMissing."""
    try:
        import torch
        import transformers
    except ImportError as error:
        raise _lacking(error.name or "one of them") from None
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    return torch, transformers


def _opened(name: str, *, kept_only: bool) -> HubModel:
    """Raises FetchFailed for a model that cannot be used, and what the library raises for one that cannot be loaded."""
    with TemporaryDirectory() as folder:
        _show(name, Path(folder), kept_only)
        torch, transformers = _libraries()
        kind = _kind(name, json.loads((Path(folder) / "config.json").read_text("utf-8")))
        processor = transformers.AutoProcessor.from_pretrained(folder, **TRUSTED)
        if kind not in ANSWERING and not getattr(processor, "chat_template", None):
            raise _unfit(name, f"this {kind} comes without a chat template, which would say how a question is put to it")
        network = getattr(transformers, kind).from_pretrained(folder, use_safetensors=True, **TRUSTED)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    return ANSWERING.get(kind, Speaker)(network.eval().to(device), processor)


def _kind(name: str, config: Mapping[str, Any]) -> str:
    """The class of transformers whose weights they are. Raises FetchFailed where that cannot be asked."""
    from transformers.models.auto.modeling_auto import MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES as SPEAKING

    kind, *_ = config.get("architectures") or ["unknown"]
    if kind in ANSWERING or kind in SPEAKING.values():
        return kind
    if "auto_map" in config:
        raise _unfit(name, f"its kind is {kind}, whose code comes with its weights, and such code is never run")
    raise _unfit(name, f"its kind is {kind}, which answers no questions about pictures")


def _show(name: str, place: Path, kept_only: bool) -> None:
    """Links in place to the files of the model that the library may see. Raises FetchFailed where its weights lie in others."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.utils import disable_progress_bars, logging

    logging.set_verbosity_error()  # it would write across the screen
    disable_progress_bars()
    folder = Path(name)
    if not folder.is_dir():
        folder = Path(snapshot_download(name, allow_patterns=list(SHOWN), ignore_patterns="*/*", local_files_only=kept_only))
    shown = [path for path in folder.iterdir() if any(path.match(pattern) for pattern in SHOWN)]
    for path in shown:
        (place / path.name).symlink_to(path.absolute())
    parts = {path.name for path in shown if path.suffix == ".safetensors"}
    for index in place.glob("*.index.json"):
        for part in json.loads(index.read_text("utf-8"))["weight_map"].values():
            if part not in parts:
                raise _unfit(name, f"{index.name} names {part}, which is no .safetensors of that folder")
    if not parts or not (place / "config.json").exists():
        raise FileNotFoundError("it lacks config.json or model.safetensors, and weights in another form are not read")


def _unfit(name: str, why: str) -> FetchFailed:
    return FetchFailed(f"hf:{name} cannot be loaded ({why}); choose one of the kinds in docs/vision.md.")


class Opened(ABC):
    speaks = False

    def __init__(self, network: Any, processor: Any) -> None:
        self._network, self._processor = network, processor

    def soft(self, image: np.ndarray, question: str) -> dict[str, float]:
        picture, words = _picture(image), _words(question)
        try:
            return self._asked(picture, words)
        except Exception as error:  # the library raises what it will, the template what its author wrote
            kind = type(self._network).__name__
            raise DamagedModel(f"The {kind} of a hub cannot be asked this ({first_line(error)}); choose another model.") from error

    @abstractmethod
    def _asked(self, picture: Any, question: str) -> dict[str, float]: ...


class Chooser(Opened):
    def _asked(self, picture: Any, question: str) -> dict[str, float]:
        import torch

        longest = self._network.config.max_position_embeddings
        inputs = self._processor(picture, question, return_tensors="pt", truncation=True, max_length=longest)
        with torch.inference_mode():
            chances = self._network(**inputs.to(self._network.device)).logits[0].float().softmax(-1)
        best = chances.topk(min(KEPT, len(chances)))
        return {self._network.config.id2label[row]: chance for chance, row in zip(best.values.tolist(), best.indices.tolist(), strict=True)}


class Answerer(Opened):
    def _asked(self, picture: Any, question: str) -> dict[str, float]:
        longest = self._network.config.text_config.max_position_embeddings
        inputs = self._processor(images=picture, text=question, return_tensors="pt", truncation=True, max_length=longest)
        # At least one word; and not divided by the length, a chance is that of the whole answer.
        return _searched(self._network, self._processor, inputs, 1, min_new_tokens=1, length_penalty=0.0)


class Speaker(Opened):
    speaks = True

    def _asked(self, picture: Any, question: str) -> dict[str, float]:
        said = [{"role": "user", "content": [{"type": "image"}, {"type": "text", "text": question}]}]
        prompt = self._processor.apply_chat_template(said, add_generation_prompt=True)
        inputs = self._processor(images=picture, text=prompt, return_tensors="pt")
        return _searched(self._network, self._processor, inputs, inputs["input_ids"].shape[1])


ANSWERING: Mapping[str, type[Opened]] = {"ViltForQuestionAnswering": Chooser, "BlipForQuestionAnswering": Answerer}
"""Classes of transformers that are asked by the bare question, and how."""


def _searched(network: Any, processor: Any, inputs: Any, given: int, **how: Any) -> dict[str, float]:
    """given: how many tokens of what it writes stand there before; how: further options of the search."""
    import torch

    with torch.inference_mode():
        found = network.generate(
            **inputs.to(network.device), max_new_tokens=LONGEST, do_sample=False, num_beams=BEAMS, num_return_sequences=BEAMS,
            return_dict_in_generate=True, output_scores=True, **how,
        )  # fmt: skip
    texts = processor.batch_decode(found.sequences[:, given:], skip_special_tokens=True)
    return _summed([text.strip() for text in texts], found.sequences_scores.float().exp().tolist())


def _summed(texts: list[str], chances: list[float]) -> dict[str, float]:
    """chances: of each text, or the mean of its tokens; brought to a sum of at most 1."""
    total, told = max(1.0, sum(chances)), dict.fromkeys(texts, 0.0)
    for text, chance in zip(texts, chances, strict=True):
        told[text] += chance / total
    return dict(sorted(told.items(), key=lambda item: -item[1]))


def _picture(image: np.ndarray) -> Any:
    from PIL import Image

    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8 or not image.size:
        raise UnfitInput(f"The picture is {image.dtype} of shape {image.shape}; it must be RGB bytes (H, W, 3) with at least one pixel.")
    return Image.fromarray(image)


def _words(question: str) -> str:
    if not any(letter.isalnum() for letter in question):
        raise UnfitInput("There are no words in the question; ask something like: what is on the table?")
    return question
