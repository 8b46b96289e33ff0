"""ONNX Runtime, opened one way: verified bytes, few threads, quiet, with the providers in the order asked for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import onnxruntime as ort

from models.errors import DamagedModel

PROVIDERS = ("CPUExecutionProvider",)
UNWANTED = ("WeightBiasQuantization",)
"""Optimizations that are left out. This one gives a convolution that was left in float among INT8 ones a single INT8 scale for all its
channels: of the backbone's outputs 42 % were off in place of 12 %. ONNX Runtime passes over names that its version does not know."""


def open_session(graph: Path, *, threads: int = 1, providers: Sequence[str] = PROVIDERS) -> ort.InferenceSession:
    """
    graph:     an .onnx or .ort file whose hash the store has verified
    threads:   for one operator; operators run one after the other
    providers: first that loads wins; the CPU is always the last resort
    Raises DamagedModel when ONNX Runtime cannot read the file.
    """
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # A spinning pool burns a core between two frames; an assistant idles most of the day.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    usable = [name for name in providers if name in ort.get_available_providers()] or list(PROVIDERS)
    try:
        return ort.InferenceSession(os.fspath(graph), options, providers=usable, disabled_optimizers=list(UNWANTED))
    except Exception as error:  # the runtime raises its own unrelated classes
        raise DamagedModel(f"{graph.name} cannot be loaded ({first_line(error)}); run: owlish models pull.") from error


def first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
