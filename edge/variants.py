"""The variants of a network as files: made once from its float graph, judged, and kept with a manifest.

fp32    the float graph           fp16    half of it, inputs and outputs in float
int8    as CPUs like it: the shipped artefact where that is INT8, else dynamic (transformers) or U8S8 (convolutions)
qdq     S8S8 as TensorRT takes it, by the calibration that agrees best, with the layers in float that the gate asks for
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import onnx

from edge import graphs, half, manifest, quantize, rules
from edge.errors import EdgeError, NotFaithful, UnfitGraph
from edge.gate import Choice, Gate, search
from edge.gate import Make as Write
from edge.networks import CALIBRATE, VARIANTS, Network, source_of
from models.store import Progress, Store, sha256, silent

SAMPLES, JUDGED = 24, 48
"""Inputs that calibrate, and inputs that judge."""

MADE_FLOAT = "the INT8 artefact made float again"
WORTH = 0.9
"""Share of the float graph's bytes from which nothing is won: its numbers lie where they are not quantized, as an LSTM's in a branch."""


@dataclass(frozen=True)
class Variant:
    network: Network
    variant: str
    path: Path
    method: str
    """How it was made."""
    choice: Choice | None
    """What the gate said; None for the float graph itself, and where an earlier run has judged."""


def make(network: Network, variant: str, store: Store, folder: Path, fetch: bool = False, progress: Progress = silent) -> Path:
    """<folder>/<name>.<variant>.onnx with its manifest; taken as it is where it was made from the artefact of today. Raises ModelError."""
    path = path_of(network, variant, folder)
    return path if is_fresh(path, network, store, fetch) else build(network, variant, store, folder, fetch, progress).path


def build(network: Network, variant: str, store: Store, folder: Path, fetch: bool = False, progress: Progress = silent) -> Variant:
    """
    Makes and judges it anew. Raises NotFaithful where no form of it says what the float graph says; the file is not kept then.
    fetch: whether the packages of the weights may be fetched again for the float graph
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = path_of(network, variant, folder)
    beside = manifest.beside(path)
    beside.unlink(missing_ok=True)
    try:
        made = _ways()[variant](network, store, folder, path, fetch, progress)
    except EdgeError:
        path.unlink(missing_ok=True)
        raise
    source, licence = source_of(network)
    verdict = made.choice.verdict if made.choice else None
    told: dict[str, Any] = {"from": sha256(network.artefact(store)), "method": made.method}
    told |= {"agreed": verdict.agreed, "of": verdict.of, "lost": verdict.lost} if verdict else {}
    told |= {"float": [layer.told for layer in made.choice.left]} if made.choice else {}
    manifest.write(manifest.describe(path, variant, source, licence, **told), path)
    return made


def draft(network: Network, variant: str, store: Store, folder: Path, progress: Progress = silent) -> Path:
    """
    The variant made in the cheapest way: wholly quantized, by min-max, and judged by nobody. Its time tells whether `make` is worth the
    wait, which looks for the calibration and the layers. Raises ModelError.
    """
    plain, path = make(network, "fp32", store, folder, progress=progress), folder / f"{network.name}.{variant}.draft.onnx"
    if variant == "fp32":
        return plain
    if variant == "int8" and ships_int8(network, store):
        return network.artefact(store)
    progress(f"{network.id}: a draft of {variant}", 0.0)
    if variant == "fp16":
        half.halve(plain, path)
        return path
    with _prepared(network, plain) as prepared:
        if variant == "int8":
            _for_cpus(network, store, prepared)[1](path, [])
        else:
            fed = quantize.checked(network.feeds(store, SAMPLES, CALIBRATE))
            quantize.qdq(prepared, path, quantize.ranges(prepared, fed, "minmax"))
    return path


def ships_int8(network: Network, store: Store) -> bool:
    return rules.is_quantized(graphs.load(network.artefact(store)))


def path_of(network: Network, variant: str, folder: Path) -> Path:
    return folder / f"{network.name}.{variant}.onnx"


def is_fresh(path: Path, network: Network, store: Store, exact: bool = False) -> bool:
    """Whole, and made from the artefact that is shipped or prepared now; exact: and a float graph from its origin, where it has one."""
    try:
        made = manifest.read(path).made
    except UnfitGraph:
        return False
    is_exact = network.origin is None or made.get("method") != MADE_FLOAT
    return made.get("from") == sha256(network.artefact(store)) and (is_exact or not exact)


Way = Callable[[Network, Store, Path, Path, bool, Progress], Variant]


def _ways() -> dict[str, Way]:
    return dict(zip(VARIANTS, (_fp32, _fp16, _int8, _qdq), strict=True))


def _fp32(network: Network, store: Store, folder: Path, path: Path, fetch: bool, progress: Progress) -> Variant:
    path.unlink(missing_ok=True)
    network.plain(store, folder, fetch, progress)
    from_origin = network.origin is not None and network.origins(store) is not None
    return Variant(network, "fp32", path, "from its origin" if from_origin else MADE_FLOAT, None)


def _fp16(network: Network, store: Store, folder: Path, path: Path, fetch: bool, progress: Progress) -> Variant:
    plain = make(network, "fp32", store, folder, fetch, progress)
    half.halve(plain, path)
    return _judged(network, "fp16", path, "cast", Choice(Gate(network, store, plain, JUDGED).judge(path)))


def _int8(network: Network, store: Store, folder: Path, path: Path, fetch: bool, progress: Progress) -> Variant:
    plain = make(network, "fp32", store, folder, fetch, progress)
    gate = Gate(network, store, plain, JUDGED)
    if ships_int8(network, store):
        shutil.copyfile(network.artefact(store), path)
        # What is shipped was judged when it was made, on more than this; it is not thrown away here, only told of.
        return Variant(network, "int8", path, "as shipped", Choice(gate.judge(path)))
    with _prepared(network, plain) as prepared:
        method, write = _for_cpus(network, store, prepared)
        return _judged(network, "int8", path, method, search(gate, write, prepared, path, progress))


def _qdq(network: Network, store: Store, folder: Path, path: Path, fetch: bool, progress: Progress) -> Variant:
    plain = make(network, "fp32", store, folder, fetch, progress)
    gate, fed = Gate(network, store, plain, JUDGED), quantize.checked(network.feeds(store, SAMPLES, CALIBRATE))
    with _prepared(network, plain) as prepared:
        method, found = calibrated(gate, prepared, path, fed, progress)
        choice = search(gate, lambda out, left: quantize.qdq(prepared, out, found, left), prepared, path, progress)
        return _judged(network, "qdq", path, f"S8S8, {method}", choice)


@contextmanager
def _prepared(network: Network, plain: Path) -> Iterator[Path]:
    """The float graph as it can be quantized, for as long as it is needed. Raises NotFaithful where there is nothing to quantize."""
    with TemporaryDirectory() as scratch:
        path = Path(scratch) / plain.name
        if not quantize.ready(plain, path):
            raise NotFaithful(f"'{network.id}' has no linear layer that could be INT8; FP32 is kept.")
        yield path


def _for_cpus(network: Network, store: Store, prepared: Path) -> tuple[str, Write]:
    """INT8 as CPUs like it: its name, and what writes it."""
    if not quantize.is_convolutional(onnx.load(prepared)):
        return "dynamic", lambda out, left: quantize.dynamic(prepared, out, left)
    fed = quantize.checked(network.feeds(store, SAMPLES, CALIBRATE))
    found = quantize.ranges(prepared, fed, "minmax", symmetric=False)
    return "static U8S8, min-max", lambda out, left: quantize.static(prepared, out, found, left)


def calibrated(gate: Gate, prepared: Path, path: Path, fed: list[quantize.Feeds], progress: Progress) -> tuple[str, quantize.TensorsData]:
    """The method whose graph agrees best and then loses least, and its ranges."""
    tried = {}
    for number, method in enumerate(quantize.METHODS):
        progress(f"Calibrating by {method}", number / len(quantize.METHODS))
        found = quantize.ranges(prepared, fed, method)
        quantize.qdq(prepared, path, found)
        verdict = gate.judge(path)
        tried[method] = (verdict.agreement, -verdict.worst[1]), found
        if verdict.passes and verdict.agreement == 1:
            break
    best = max(tried, key=lambda method: tried[method][0])
    return best, tried[best][1]


def _judged(network: Network, variant: str, path: Path, method: str, choice: Choice) -> Variant:
    verdict, plain = choice.verdict, path_of(network, "fp32", path.parent)
    if path.stat().st_size > WORTH * plain.stat().st_size:
        share = path.stat().st_size / plain.stat().st_size
        raise NotFaithful(f"{variant} of '{network.id}' has {share:.2f} times the bytes of FP32, so nothing is won; FP32 is kept.")
    if not verdict.passes:
        many = f"even with {len(choice.left)} layers in float" if choice.left else "and that is asked of 99 %"
        raise NotFaithful(f"{variant} of '{network.id}' is not kept: {verdict.told}, {many}; use another variant.")
    return Variant(network, variant, path, method, choice)
