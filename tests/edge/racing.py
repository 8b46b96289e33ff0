"""A network that adds one, its variants as files of a test, and a runtime that is slow where it is told to be."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from edge.candidates import Row
from models.runtime import ONNX_RUNTIME
from models.store import Store
from tests.models.runtimes import Accelerated
from tests.models.test_runtime import graph

SLOW = 0.002


@dataclass(frozen=True)
class Adding:
    """A network that adds one. Its shipped artefact and its variants are files of a test."""

    home: Path
    id: str = "adding"
    name: str = "adding"
    model: str = ""

    def artefact(self, store: Store) -> Path:
        return self.home / "add.onnx"

    def feeds(self, store: Store, count: int, seed: int) -> Iterator[dict[str, np.ndarray]]:
        yield from ({"x": np.full(4, number, np.float32)} for number in range(count))

    def agreement(self, wanted: dict, got: dict) -> list[bool]:
        return [bool(np.allclose(wanted["y"], got["y"]))]


class Slow(Accelerated):
    """
    Sessions of graphs by these names take longer, in time that passes and of the processor; of all providers, or of the named one.
    A name that stands there twice takes twice as long.
    """

    def __init__(self, *names: str, slow: tuple[str, ...] = (), on: str = "") -> None:
        super().__init__(*names)
        self.slow, self.on = slow, on

    def open(self, path, options, providers):
        session = super().open(path, options, providers) if self.names else ONNX_RUNTIME.open(path, options, providers)
        run = session.run

        def slowly(*arguments):
            until = time.process_time() + SLOW * self.slow.count(path.name)
            while time.process_time() < until:
                pass
            return run(*arguments)

        if path.name in self.slow and self.on in ("", providers[0][0]):
            session.run = slowly
        return session


def made(network: Adding, variant: str, store: Store, folder: Path, **_: object) -> Path:
    """fp32 and fp16 are right, qdq is wrong, int8 is what ships."""
    path = folder / f"add.{variant}.onnx"
    if variant == "int8":
        path.write_bytes(network.artefact(store).read_bytes())
        return path
    return graph(path, {"fp32": 1.00001, "fp16": 1.00002, "qdq": 3.0}[variant])


class Maker:
    """As `made`, and remembers which variants were made as they should be."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, network: Adding, variant: str, store: Store, folder: Path, **_: object) -> Path:
        self.asked.append(variant)
        return made(network, variant, store, folder)


def by(rows: list[Row]) -> dict[tuple[str, str], Row]:
    return {(row.variant, row.provider): row for row in rows}
