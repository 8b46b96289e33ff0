"""The execution providers at hand on a device, each with its options and what it falls back to; and where the nodes of a graph really ran.

    TensorRT    engines and timings are cached beside the models; a limit of workspace, so that 8 GB boards live; FP16 and INT8 by variant
    CUDA        memory grows by what is asked for, not by powers of two
    OpenVINO    its device, and a cache of compiled graphs
    DirectML    the first adapter

Names of options: onnxruntime.ai/docs/execution-providers. Measured here: the CPU. The others were not run; see docs/edge.md.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.errors import ModelError, ProviderFell
from models.providers import CPU, CUDA, DIRECTML, OPENVINO, TENSORRT, Provider, fell
from models.runtime import ONNX_RUNTIME, Runtime, first_line, session_options

Feeds = Mapping[str, np.ndarray]
ORDER = (TENSORRT, CUDA, OPENVINO, DIRECTML, CPU)
"""The most specialized first."""
FALLBACK: Mapping[str, tuple[str, ...]] = {TENSORRT: (CUDA, CPU), CUDA: (CPU,), OPENVINO: (CPU,), DIRECTML: (CPU,), CPU: ()}
"""What takes the nodes that a provider cannot."""
REFUSED = {(TENSORRT, "int8"): "TensorRT refuses dynamic quantization (its issue 4698)"}
"""Pairs that cannot work, and why."""
MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    caches: Path
    """Where engines, timings and compiled graphs are kept."""
    workspace: int = 512 * MEGABYTE
    """Bytes that TensorRT may use while it builds an engine."""
    gpu: int = 0
    """Bytes of the GPU that CUDA's arena may take; 0 for all."""
    device: int = 0
    """Which GPU."""
    openvino: str = "AUTO"
    """CPU, GPU, NPU or AUTO."""


def at_hand(runtime: Runtime = ONNX_RUNTIME) -> tuple[str, ...]:
    """Names of the providers that this build has and this module knows. Whether they load shows when one is opened."""
    available = runtime.available()
    return tuple(name for name in ORDER if name in available)


def chain(name: str, variant: str, limits: Limits, available: Sequence[str], digest: str = "") -> tuple[Provider, ...]:
    """The provider with its options for a variant, and its fallbacks as far as they are available. digest: sha256 of the graph"""
    names = (name, *(other for other in FALLBACK[name] if other in available))
    return tuple((one, options(one, variant, limits, digest)) for one in names)


def options(name: str, variant: str, limits: Limits, digest: str = "") -> dict[str, str]:
    """
    variant: fp32, fp16, int8 or qdq; TensorRT has to be allowed the precision
    digest:  of the graph. The provider finds TensorRT's engines by the names of file and nodes alone: other weights would meet an old
             engine, and the same graph under another name would be compiled again.
    """
    if name == TENSORRT:
        return {
            "device_id": str(limits.device),
            "trt_engine_cache_enable": "True",
            "trt_engine_cache_path": str(limits.caches / "tensorrt"),
            "trt_engine_cache_prefix": digest[:16],
            "trt_timing_cache_enable": "True",
            "trt_timing_cache_path": str(limits.caches / "tensorrt"),
            "trt_max_workspace_size": str(limits.workspace),
            "trt_fp16_enable": str(variant in ("fp16", "qdq")),
            "trt_int8_enable": str(variant == "qdq"),
        }
    if name == CUDA:
        limit = {"gpu_mem_limit": str(limits.gpu)} if limits.gpu else {}
        return {
            "device_id": str(limits.device),
            "arena_extend_strategy": "kSameAsRequested",
            "cudnn_conv_algo_search": "HEURISTIC",
            **limit,
        }
    if name == OPENVINO:
        return {"device_type": limits.openvino, "cache_dir": str(limits.caches / "openvino")}
    if name == DIRECTML:
        return {"device_id": str(limits.device)}
    return {}


def placed(graph: Path, providers: Sequence[Provider], feeds: Feeds, runtime: Runtime = ONNX_RUNTIME) -> Counter[str]:
    """Provider -> nodes that it ran, by ONNX Runtime's own profile of one run. An engine of TensorRT is one node."""
    with tempfile.TemporaryDirectory() as scratch:
        settings = session_options(1, providers)
        settings.enable_profiling = True
        settings.profile_file_prefix = str(Path(scratch) / "profile")
        session = runtime.open(graph, settings, providers)
        session.run(None, dict(feeds))
        events = json.loads(Path(session.end_profiling()).read_text("utf-8"))
    return Counter(ran(events))


def ran(events: Iterable[Mapping]) -> Iterator[str]:
    """The provider of each node that ran."""
    for event in events:
        provider = event.get("args", {}).get("provider", "")
        if event.get("cat") == "Node" and str(event.get("name", "")).endswith("_kernel_time") and provider:
            yield provider


def required(graph: Path, providers: Sequence[Provider], feeds: Feeds, runtime: Runtime = ONNX_RUNTIME) -> Counter[str]:
    """As `placed`. Raises ProviderFell where the first provider was opened and yet ran no node."""
    name = providers[0][0]
    try:
        counted = placed(graph, providers, feeds, runtime)
    except ModelError:
        raise
    except Exception as error:  # the runtime raises its own unrelated classes
        raise ProviderFell(fell(name, CPU, first_line(error))) from error
    if not counted[name]:
        others = ", ".join(counted) or CPU
        raise ProviderFell(fell(name, others.split(", ")[0], f"it took none of the {sum(counted.values())} nodes of {graph.name}"))
    return counted
