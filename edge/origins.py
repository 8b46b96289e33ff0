"""From the files of a pinned package to the float graph: what a preparation builds before it quantizes. No torch."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

Files = Mapping[str, Path]
"""Of the packages, by name."""


def copied(ending: str) -> Callable[[Files, Path], None]:
    """The package carries the graph itself: the file whose name ends so."""

    def copy(files: Files, path: Path) -> None:
        shutil.copyfile(next(file for name, file in files.items() if name.endswith(ending)), path)

    return copy


def whisper(files: Files, path: Path, part: str) -> None:
    from models.whisper.ct2 import read
    from models.whisper.prepare import GRAPHS

    build, _ = GRAPHS[part]
    build(*read([file for name, file in sorted(files.items()) if name.startswith("model.bin")]), path)


def detector(files: Files, path: Path) -> None:
    from models.detector.convert import convert, without_unused

    convert(files["frozen_inference_graph.pb"], path)
    without_unused(path)


def backbone(files: Files, path: Path) -> None:
    from models.backbone.checkpoint import read
    from models.backbone.prepare import build

    build(read(files["efficientnet-lite0-57934424.pth"]), path)


def namer(files: Files, path: Path) -> None:
    from models.backbone.tflite import convert

    convert(files["efficientnet_lite3.tflite"], path)


def people(files: Files, path: Path, name: str) -> None:
    from models.people.prepare import build

    build(name, files, path)


def sentence(files: Files, path: Path) -> None:
    from models.minilm.checkpoint import read
    from models.minilm.prepare import build

    build(read(files["model.safetensors"]), path)
