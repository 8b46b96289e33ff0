"""Every network that runs in the assistant: its artefact, its float graph, real inputs, and whether two graphs say the same.

`plain` goes back to where the weights come from, if that is at hand; else the shipped INT8 graph is made float again (floats.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from edge import agreement, origins, samples
from edge.errors import UnknownNetwork
from models import registry, weights
from models.store import Progress, Store, silent
from models.whole import in_place_of

Feeds = dict[str, np.ndarray]
"""Inputs of one run, by name."""
Outputs = Mapping[str, np.ndarray]
"""What came out, by name."""

VARIANTS = ("fp32", "fp16", "int8", "qdq")
CALIBRATE, MEASURE = 0, 1
"""Seeds: even ones take other photos, sentences and texts than odd ones, so that nothing is measured on what calibrated it."""


OWN_LICENCE = "Apache-2.0"


@dataclass(frozen=True)
class Network:
    id: str
    task: str
    """What it does in the assistant, in a few words."""
    file: str
    """The artefact: of a prepared model, or of models/weights."""
    inputs: Callable[[Store, int], Iterator[Feeds]]
    """(store, seed), endless."""
    same: Callable[[Outputs, Outputs], list[bool]]
    model: str = ""
    """Its id in the registry; empty for what was trained here and ships with Owlish."""
    origin: Callable[[Mapping[str, Path], Path], None] | None = None
    """(files of the packages by name, the float graph to write)."""

    @property
    def name(self) -> str:
        """The id as a file's name."""
        return self.id.replace("/", "-")

    def artefact(self, store: Store) -> Path:
        """The graph that the assistant runs on this machine, verified. Raises ModelMissing or DamagedModel."""
        return store.get(self.model).path(self.file) if self.model else weights.verified(self.file)

    def plain(self, store: Store, folder: Path, fetch: bool = False, progress: Progress = silent) -> Path:
        """
        The float graph as <folder>/<name>.fp32.onnx; an existing one is taken as it is.
        fetch: whether the packages of the weights may be fetched again
        Raises ModelError.
        """
        path = folder / f"{self.name}.fp32.onnx"
        if not path.exists():
            with in_place_of(path) as part:
                self._write_plain(store, part, fetch, progress)
        return path

    def _write_plain(self, store: Store, path: Path, fetch: bool, progress: Progress) -> None:
        files = self.origins(store, fetch, progress)
        if files is not None and self.origin is not None:
            return self.origin(files, path)
        from edge import floats

        return floats.dequantize(self.artefact(store), path)

    def origins(self, store: Store, fetch: bool = False, progress: Progress = silent) -> dict[str, Path] | None:
        """The package files of the weights, or None where they are not at hand."""
        return store.origins(registry.find(self.model), fetch, progress) if self.model else None

    def feeds(self, store: Store, count: int, seed: int) -> Iterator[Feeds]:
        """`count` real inputs, recorded as the assistant's own code gives them; the same for the same seed."""
        return samples.take(self.inputs(store, seed), count)

    def agreement(self, reference: Outputs, outputs: Outputs) -> list[bool]:
        """For each answer of the reference, whether the other graph gives it too."""
        return self.same(reference, outputs)


def _whisper(model: str) -> tuple[Network, Network]:
    return (
        _whisper_part(model, "encoder", "speech to keys and values", agreement.same_cache),
        _whisper_part(model, "decoder", "the next token of the transcript", agreement.same_token),
    )


def _whisper_part(model: str, part: str, task: str, same: Callable[[Outputs, Outputs], list[bool]]) -> Network:
    return Network(
        f"{model}/{part}",
        task,
        f"{part}.onnx",
        lambda store, seed: samples.recognizer(store, seed, model, part),
        same,
        model,
        lambda files, path: origins.whisper(files, path, part),
    )


def _people(network: str, task: str, same: Callable[[Outputs, Outputs], list[bool]]) -> Network:
    file = f"{network}.onnx"
    return Network(
        network,
        task,
        file,
        lambda store, seed: samples.people(store, seed, file),
        same,
        "people",
        lambda files, path: origins.people(files, path, file),
    )


DETECTOR, MINILM, OCR = "ssd-mobilenet-v2-coco", "all-minilm-l6-v2", "ppocr-v6-small"
ALL = (
    Network("vad", "speech probability", "vad.onnx", samples.vad, agreement.same_side, "silero-vad", origins.copied(".onnx")),
    *_whisper("whisper-tiny.en"),
    *_whisper("whisper-base"),
    Network("detector", "things in photos", "detector.onnx", samples.things, agreement.found_again, DETECTOR, origins.detector),
    Network("backbone", "names, features", "backbone.onnx", samples.names, agreement.same_name, "efficientnet-lite0", origins.backbone),
    Network("namer", "more names", "namer.onnx", samples.names, agreement.same_name, "efficientnet-lite3", origins.namer),
    _people("faces", "faces of people", agreement.faces_again),
    _people("traits", "man or woman, age", agreement.as_prepared("traits.onnx")),
    _people("mood", "a smile", agreement.as_prepared("mood.onnx")),
    _people("posture", "limbs of people", agreement.as_prepared("posture.onnx")),
    Network("drawings", "things that are drawn", "drawings.onnx", samples.drawn, agreement.drawn_again),
    Network("drawings-names", "names of what is drawn", "drawings_names.onnx", samples.near, agreement.same_name),
    Network("vilbert-picture", "the picture, once", "vilbert_picture.onnx", samples.seen, agreement.same_embedding),
    Network("vilbert-question", "an answer", "vilbert_question.onnx", samples.asked, agreement.same_answer),
    Network("vilbert-caption", "the next word of a caption", "vilbert_caption.onnx", samples.captioned, agreement.same_word),
    Network("clip-image", "a picture as a vector", "clip.onnx", samples.clip_image, agreement.same_vector),
    Network("clip-text", "a text as a vector", "clip_text.onnx", samples.clip_text, agreement.same_vector),
    Network("sentence", "a sentence as a vector", "sentence.onnx", samples.sentence, agreement.same_sentence, MINILM, origins.sentence),
    Network("ocr-finder", "where text is", "finder.onnx", samples.finder, agreement.lines_found, OCR, origins.copied("det_small.onnx")),
    Network("ocr-recognizer", "its text", "recognizer.onnx", samples.strips, agreement.same_text, OCR, origins.copied("rec_small.onnx")),
    Network("voice", "phonemes to sound", "voice.onnx", samples.voice, agreement.same_sound, "piper-joe", origins.copied(".onnx")),
)  # fmt: skip

NETWORKS: Mapping[str, Network] = {network.id: network for network in ALL}


def find(network_id: str) -> Network:
    """Raises UnknownNetwork, naming those that exist."""
    if network_id not in NETWORKS:
        raise UnknownNetwork(f"Network '{network_id}' does not exist; choose one of: {', '.join(NETWORKS)}.")
    return NETWORKS[network_id]


def source_of(network: Network) -> tuple[str, str]:
    """Where its weights come from, and their licence."""
    if not network.model:
        return f"trained for Owlish: models/weights/{network.file}", OWN_LICENCE
    model = registry.find(network.model)
    return ", ".join(dict.fromkeys(f"{origin.client}:{origin.package}=={origin.version}" for origin in model.origins)), model.licence


def companions(network: Network, store: Store, folder: Path, graph: Path) -> Path:
    """The network's prepared model in `folder`, as links, with another graph in place of its own, for the model's own runtime."""
    folder.mkdir(parents=True, exist_ok=True)
    source = store.get(network.model).folder if network.model else weights.FOLDER
    for path in source.iterdir():
        if path.is_file() and path.name != network.file:
            link(path, folder / path.name)
    link(graph, folder / network.file)
    return folder


def link(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    target.symlink_to(source.resolve())
