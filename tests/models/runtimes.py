"""Runtimes of other machines, for tests: each behaves as ONNX Runtime does there, and computes on this processor."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import onnxruntime as ort

from models.providers import CPU, Provider
from models.runtime import OnnxRuntime


class Falling(OnnxRuntime):
    """Has providers in its build, and falls to the processor without a word where their libraries are missing, as with CUDA."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def available(self) -> Sequence[str]:
        return [*self.names, CPU]

    def open(self, graph: Path, options: ort.SessionOptions, providers: Sequence[Provider]) -> ort.InferenceSession:
        return super().open(graph, options, [(CPU, {})])


class Failing(Falling):
    """Raises where anything but the processor is asked for, as TensorRT does."""

    def open(self, graph: Path, options: ort.SessionOptions, providers: Sequence[Provider]) -> ort.InferenceSession:
        if providers[0][0] != CPU:
            raise RuntimeError("libcudnn.so.9: cannot open shared object file: No such file or directory")
        return super().open(graph, options, providers)


class Idle(Falling):
    """Has them, and they open, but take no node of any graph. Remembers what was opened."""

    def __init__(self, *names: str) -> None:
        super().__init__(*names)
        self.asked: list[tuple[str, Sequence[Provider]]] = []

    def open(self, graph: Path, options: ort.SessionOptions, providers: Sequence[Provider]) -> ort.InferenceSession:
        self.asked.append((graph.name, providers))
        session = super().open(graph, options, providers)
        names = [name for name, _ in providers]
        session.get_providers = lambda: names  # type: ignore[method-assign]
        return session


class Accelerated(Idle):
    """Has them, and they run every node, as the profile says."""

    def open(self, graph: Path, options: ort.SessionOptions, providers: Sequence[Provider]) -> ort.InferenceSession:
        session = super().open(graph, options, providers)
        ended = session.end_profiling

        def end_profiling() -> str:
            file = Path(ended())
            file.write_text(file.read_text("utf-8").replace(CPU, providers[0][0]), "utf-8")
            return str(file)

        session.end_profiling = end_profiling  # type: ignore[method-assign]
        return session
