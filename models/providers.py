"""Execution providers: how each is named, whether the wanted one really runs, and what to do where it does not.

ONNX Runtime falls back to the processor without an error when a provider cannot be loaded. Here that is said, with its remedy.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

CPU, CUDA, TENSORRT = "CPUExecutionProvider", "CUDAExecutionProvider", "TensorrtExecutionProvider"
OPENVINO, DIRECTML = "OpenVINOExecutionProvider", "DmlExecutionProvider"
Provider = tuple[str, Mapping[str, str]]
"""Its name and its options."""
PLAIN: tuple[Provider, ...] = ((CPU, {}),)
CACHES = ("trt_engine_cache_path", "cache_dir")
"""Options that name a folder in which what was compiled is kept."""
LIBRARIES = {CUDA: "cuda", TENSORRT: "tensorrt", OPENVINO: "openvino"}
GPU_WHEEL = (
    "install the package onnxruntime-gpu in place of onnxruntime; on a Jetson take NVIDIA's own wheel for its JetPack, "
    "as the public index has none for it (docs/edge.md)"
)
WHEELS = {
    CUDA: GPU_WHEEL,
    TENSORRT: GPU_WHEEL,
    OPENVINO: "install the package onnxruntime-openvino in place of onnxruntime",
    DIRECTML: "install the package onnxruntime-directml in place of onnxruntime; it is for Windows",
}
LIBRARY = {
    CUDA: "install CUDA and cuDNN in the versions that this ONNX Runtime was built for (12 and 9 since 1.19) where the linker finds them",
    TENSORRT: "install TensorRT in the version that this ONNX Runtime was built for, and CUDA and cuDNN with it",
    OPENVINO: "install the package openvino in the version that onnxruntime-openvino wants",
    DIRECTML: "update the graphics driver",
}


def short(name: str) -> str:
    """CUDA for CUDAExecutionProvider."""
    return name.removesuffix("ExecutionProvider")


def lacking(wanted: str, available: Sequence[str]) -> str:
    """The sentence about a provider that this build of ONNX Runtime does not have."""
    has = ", ".join(map(short, available))
    return f"The execution provider {short(wanted)} is not part of this ONNX Runtime, which has {has}; {_wheel(wanted)}."


def fell(wanted: str, running: str, reason: str = "") -> str:
    """The sentence about a provider that is part of this build and yet does not run."""
    why = reason or missing_library(wanted)
    return (
        f"The execution provider {short(wanted)} was wanted, and {short(running)} would have run{f' ({why})' if why else ''}; "
        f"{LIBRARY.get(wanted, 'choose again with: owlish edge tune')}."
    )


def _wheel(wanted: str) -> str:
    return WHEELS.get(wanted, "choose again with: owlish edge tune")


def missing_library(provider: str, folder: Path | None = None) -> str:
    """What the dynamic linker says when it opens the provider's library; empty where it opens, or where there is none to be opened."""
    import onnxruntime

    capi = folder or Path(onnxruntime.__file__).parent / "capi"
    library = capi / f"libonnxruntime_providers_{LIBRARIES.get(provider, 'none')}.so"
    if not library.is_file():
        return ""
    try:
        shared = capi / "libonnxruntime_providers_shared.so"
        if shared.is_file():
            ctypes.CDLL(str(shared), mode=ctypes.RTLD_GLOBAL)
        ctypes.CDLL(str(library))
    except OSError as error:
        return str(error)[:160]
    return ""


def usable(providers: Sequence[Provider]) -> tuple[tuple[Provider, ...], str]:
    """
    The providers without those that would compile for minutes at every start because their cache can neither be read nor written,
    and the sentence that says so; empty when all is well.
    """
    kept, said = [], ""
    for name, options in providers:
        folder = next((options[key] for key in CACHES if options.get(key)), "")
        if folder and not is_cache(Path(folder)):
            said = said or (
                f"{short(name)} keeps what it compiles in {folder}, which cannot be written; make it writable, or choose another folder "
                f"with OWLISH_MODELS and run: owlish edge tune."
            )
        else:
            kept.append((name, options))
    return tuple(kept), said


def is_cache(folder: Path) -> bool:
    """Whether something can be kept there, or has been."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return os.access(folder, os.W_OK | os.X_OK) or any(folder.iterdir())
    except OSError:
        return False
