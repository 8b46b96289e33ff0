"""ONNX Runtime, opened one way: verified bytes, few threads, on the provider that was chosen on this device, and on no other unsaid."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import onnxruntime as ort

from models import choice
from models.choice import logger
from models.device import Device, this_device
from models.errors import DamagedModel, ModelError, OutOfMemory, ProviderFell
from models.memory import give_back, is_lacking
from models.providers import CPU, PLAIN, Provider, fell, lacking, usable

PROVIDERS = (CPU,)
"""What a shipped artefact runs on where nothing else was chosen."""
IDENTITY = (
    b'\x08\x08:7\n\x10\n\x01x\x12\x01y"\x08Identity\x12\x01gZ\x0f\n\x01x\x12\n\n\x08\x08\x01\x12\x04\n\x02\x08\x01b\x0f\n\x01y\x12\n\n\x08\x08\x01'
    b"\x12\x04\n\x02\x08\x01B\x04\n\x00\x10\x11"
)
"""y = x, an ONNX graph of opset 17."""
UNWANTED = ("WeightBiasQuantization",)
"""Optimizations that are left out. This one gives a convolution that was left in float among INT8 ones a single INT8 scale for all its
channels: of the backbone's outputs 42 % were off in place of 12 %. ONNX Runtime passes over names that its version does not know."""


class Session(ort.InferenceSession):
    """Says in one sentence when memory runs out in the middle of a run."""

    spare: ort.RunOptions | None = None
    """What gives memory back after each run, where that is wanted."""

    @property
    def graph(self) -> Path:
        """The file that it runs: what was shipped, or what was chosen in its place."""
        return Path(str(getattr(self, "_model_path", "")) or "a network")

    def run(self, output_names: Sequence[str] | None, input_feed: dict, run_options: Any = None) -> Any:
        """Raises OutOfMemory."""
        try:
            return super().run(output_names, input_feed, run_options or self.spare)
        except Exception as error:
            if is_lacking(error):
                raise OutOfMemory(lacks_memory(self.graph)) from None
            raise


class Runtime(Protocol):
    """The seam: what loads graphs."""

    version: str

    def available(self) -> Sequence[str]:
        """Names of the providers that this build has; whether they load is another question."""
        ...

    def open(self, graph: Path, options: ort.SessionOptions, providers: Sequence[Provider]) -> ort.InferenceSession: ...


class OnnxRuntime:
    version = ort.__version__

    def available(self) -> Sequence[str]:
        return ort.get_available_providers()

    def open(self, graph: Path, options: ort.SessionOptions, providers: Sequence[Provider]) -> ort.InferenceSession:
        if any(name != CPU for name, _ in providers) and hasattr(ort, "preload_dlls"):
            ort.preload_dlls()  # CUDA and cuDNN where they came as packages
        wanted = [(name, dict(options)) for name, options in providers]
        return Session(os.fspath(graph), options, providers=wanted, disabled_optimizers=list(UNWANTED), enable_fallback=0)


ONNX_RUNTIME = OnnxRuntime()


def device_of(runtime: Runtime = ONNX_RUNTIME) -> Device:
    return this_device(runtime.version, runtime.available())


def open_session(
    graph: Path,
    *,
    threads: int = 1,
    spare: bool = False,
    providers: Sequence[Provider] | None = None,
    runtime: Runtime = ONNX_RUNTIME,
) -> ort.InferenceSession:
    """
    graph:     an .onnx or .ort file whose hash the store has verified
    threads:   for one operator on the processor; operators run one after the other
    spare:     gives back after each run what that took beside the weights, for a network that is seldom used or takes much
    providers: the first has to run, the others take what it cannot; None for what was chosen on this device (models.choice), and where
               that does not work for the shipped artefact on the processor, with a sentence in the log
    Raises DamagedModel when ONNX Runtime cannot read the file, OutOfMemory, and ProviderFell where `providers` are named.
    """
    session = opened(graph, threads, providers, runtime) if providers is not None else _as_chosen(graph, threads, runtime)
    if spare and session.get_providers()[0] == CPU and isinstance(session, Session):
        session.spare = _sparing()
    return session


def _as_chosen(graph: Path, threads: int, runtime: Runtime) -> ort.InferenceSession:
    if (found := choice.chosen(graph, device_of(runtime))) is not None:
        path, made = found
        try:
            return opened(path, threads, made.providers, runtime)
        except ModelError as error:
            logger.warning("%s Until then %s runs as it was shipped, on the processor.", error, made.network)
    return opened(graph, threads, PLAIN, runtime)


def opened(graph: Path, threads: int, providers: Sequence[Provider], runtime: Runtime = ONNX_RUNTIME) -> ort.InferenceSession:
    """On the first of the providers. Raises ModelError."""
    kept, trouble = usable(providers)
    if trouble and not kept:
        raise ProviderFell(trouble)
    if trouble:
        logger.warning(trouble)
    wanted = kept[0][0]
    if wanted not in runtime.available():
        raise ProviderFell(lacking(wanted, runtime.available()))
    session = _loaded(graph, session_options(threads, kept), kept, runtime)
    running = session.get_providers()[0]
    if running != wanted:
        raise ProviderFell(fell(wanted, running))
    give_back()
    return session


def _loaded(graph: Path, options: ort.SessionOptions, providers: Sequence[Provider], runtime: Runtime) -> ort.InferenceSession:
    """The runtime raises its own unrelated classes."""
    try:
        return runtime.open(graph, options, providers)
    except Exception as error:
        if is_lacking(error):
            raise OutOfMemory(lacks_memory(graph)) from None
        if providers[0][0] != CPU and is_sound(graph, runtime):
            raise ProviderFell(fell(providers[0][0], CPU, first_line(error))) from error
        raise DamagedModel(f"{graph.name} cannot be loaded ({first_line(error)}); run: owlish models pull.") from error


def is_sound(graph: Path, runtime: Runtime) -> bool:
    """Whether the processor can load it, so that the fault is the provider's."""
    try:
        runtime.open(graph, session_options(1, PLAIN), PLAIN)
    except Exception:  # its classes have no common base
        return False
    return True


@lru_cache(maxsize=1)
def share_arena() -> None:
    """One pool for what networks compute with, as they mostly take turns: 110 MB less than one for each, with all of them open."""
    info = ort.OrtMemoryInfo("Cpu", ort.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, ort.OrtMemType.DEFAULT)
    ort.create_and_register_allocator(info, None)


def shrink_arena() -> None:
    """Gives back what the pool holds and no network computes with: it only shrinks at the end of a run, so a graph of one node is run."""
    _smallest().run(None, {"x": np.zeros(1, np.float32)}, _sparing())


@lru_cache(maxsize=1)
def _smallest() -> ort.InferenceSession:
    return ort.InferenceSession(IDENTITY, session_options(1, PLAIN), providers=[CPU])


@lru_cache(maxsize=1)
def _sparing() -> ort.RunOptions:
    options = ort.RunOptions()
    options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    return options


def session_options(threads: int, providers: Sequence[Provider]) -> ort.SessionOptions:
    share_arena()
    options = ort.SessionOptions()
    options.add_session_config_entry("session.use_env_allocators", "1")
    # Weights lie outside of the pool, so that they go back to the system when a network is let go.
    options.add_session_config_entry("session.use_device_allocator_for_initializers", "1")
    # Processors without VNNI add pairs of U8 x S8 products in 16 bits, which overflow; there, and there alone, weights become U8.
    options.add_session_config_entry("session.x64quantprecision", "1")
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # a plan for each shape that was ever seen costs memory, and saves no time that could be measured
    options.log_severity_level = 4 if providers[0][0] != CPU else 3  # why a provider fell is found out and said in a sentence of ours
    # A spinning pool burns a core between two frames; an assistant idles most of the day.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options


def lacks_memory(graph: Path) -> str:
    size = f" ({graph.stat().st_size / 1e6:.0f} MB)" if graph.is_file() else ""
    return f"There is not enough memory for {graph.name}{size}; close something, or run a smaller plan, as: owlish run --memory 450MB."


def first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
