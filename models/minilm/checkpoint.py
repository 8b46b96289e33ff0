"""Reads a .safetensors file with numpy: eight bytes of length, a JSON header with types, shapes and places, then the numbers."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np

from models.errors import DamagedModel

TYPES = {"F64": np.float64, "F32": np.float32, "F16": np.float16, "I64": np.int64, "I32": np.int32, "U8": np.uint8}


def read(path: Path) -> dict[str, np.ndarray]:
    """Every tensor by name, little-endian as stored. Raises DamagedModel; a tensor never reaches outside of its file."""
    content = path.read_bytes()
    try:
        (length,) = struct.unpack_from("<Q", content)
        header = json.loads(content[8 : 8 + length])
        body = memoryview(content)[8 + length :]
        return {name: _tensor(body, entry) for name, entry in header.items() if name != "__metadata__"}
    except (struct.error, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise DamagedModel(f"{path.name} is no whole safetensors file ({type(error).__name__}: {error}).") from error


def _tensor(body: memoryview, entry: dict) -> np.ndarray:
    start, end = entry["data_offsets"]
    if not 0 <= start <= end <= len(body):
        raise ValueError(f"a tensor ends at byte {end} of {len(body)}")
    return np.frombuffer(body[start:end], TYPES[entry["dtype"]]).reshape(entry["shape"])
