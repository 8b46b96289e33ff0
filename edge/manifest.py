"""What lies beside an artefact as <name>.json: how it is used, what it was made from, and what it must hash to."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from edge import graphs
from edge.errors import UnfitGraph
from models.store import sha256

VERSION = 1


@dataclass(frozen=True)
class Value:
    name: str
    type: str
    """As numpy names it."""
    shape: tuple[int | str, ...]
    """A word for a length that may vary."""


@dataclass(frozen=True)
class Manifest:
    file: str
    sha256: str
    bytes: int
    opset: int
    inputs: tuple[Value, ...]
    outputs: tuple[Value, ...]
    precision: str
    """fp32, fp16, int8 (as CPUs take it) or qdq (as TensorRT takes it)."""
    source: str
    """What it was made from: packages with versions, or the file."""
    licence: str
    preprocessing: str = ""
    made: dict[str, Any] = field(default_factory=dict)
    """How: calibration method, layers left in float, parity; whatever its maker measured."""
    version: int = VERSION


def describe(graph: Path, precision: str, source: str, licence: str, preprocessing: str = "", **made: Any) -> Manifest:
    """Raises UnfitGraph."""
    model = graphs.load(graph)
    weights = {tensor.name for tensor in model.graph.initializer}
    inputs = tuple(_value(item) for item in model.graph.input if item.name not in weights)
    outputs = tuple(map(_value, model.graph.output))
    size = graph.stat().st_size
    return Manifest(graph.name, sha256(graph), size, graphs.opset(model), inputs, outputs, precision, source, licence, preprocessing, made)


def beside(graph: Path) -> Path:
    return graph.with_suffix(".json")


def write(manifest: Manifest, graph: Path) -> Path:
    path = beside(graph)
    path.write_text(json.dumps(asdict(manifest), indent=1) + "\n", "utf-8")
    return path


def read(graph: Path) -> Manifest:
    """The manifest beside a graph, once the graph is what it says. Raises UnfitGraph."""
    path = beside(graph)
    try:
        told = json.loads(path.read_text("utf-8"))
        if told["version"] > VERSION:
            raise UnfitGraph(f"{path.name} is of version {told['version']}, and this Owlish reads {VERSION}; update Owlish.")
        values = {name: tuple(Value(**{**item, "shape": tuple(item["shape"])}) for item in told[name]) for name in ("inputs", "outputs")}
        manifest = Manifest(**{**told, **values})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnfitGraph(f"{path} is no manifest of a graph ({type(error).__name__}); make it anew: owlish edge quantize.") from error
    if not graph.is_file() or sha256(graph) != manifest.sha256:
        raise UnfitGraph(f"{graph} is not the file that {path.name} describes; make it anew: owlish edge quantize.")
    return manifest


def _value(item: Any) -> Value:
    from onnx import helper

    tensor = item.type.tensor_type
    shape = tuple(size.dim_param or ("?" if not size.HasField("dim_value") else size.dim_value) for size in tensor.shape.dim)
    return Value(item.name, str(helper.tensor_dtype_to_np_dtype(tensor.elem_type)), shape)
