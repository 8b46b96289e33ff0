"""Reads a TensorFlow frozen graph (a GraphDef protocol buffer) without TensorFlow: nodes, their inputs, attributes and constants.

Only the wire format is read; nothing in the file is executed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from models.errors import DamagedModel

DTYPES = {1: "<f4", 2: "<f8", 3: "<i4", 4: "u1", 9: "<i8", 10: "?"}


@dataclass
class Node:
    name: str = ""
    op: str = ""
    inputs: list[str] = field(default_factory=list)
    attributes: dict[str, memoryview] = field(default_factory=dict)

    def attribute(self, name: str, default: Any = None) -> Any:
        """Decoded: a list of ints, bytes, a number or an array."""
        return _attribute(self.attributes[name]) if name in self.attributes else default


def read(path: Path) -> dict[str, Node]:
    """Raises DamagedModel when the file is not a GraphDef."""
    try:
        nodes = [_node(value) for number, value in _fields(memoryview(path.read_bytes())) if number == 1]
    except (IndexError, KeyError, struct.error, UnicodeDecodeError, TypeError) as error:
        raise DamagedModel(f"{path.name} is not a TensorFlow graph; pull the model again.") from error
    return {node.name: node for node in nodes}


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def _fields(data: memoryview) -> Iterator[tuple[int, Any]]:
    """(field number, value) pairs of one message: ints, or the bytes of what has a length."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        wire = key & 7
        value: int | memoryview
        if wire == 0:
            value, at = _varint(data, at)
        else:
            if wire == 2:
                size, at = _varint(data, at)
            else:
                size = {1: 8, 5: 4}[wire]
            value, at = data[at : at + size], at + size
            if at > len(data):
                raise IndexError("a field ends after its message")
        yield key >> 3, value


def _node(data: memoryview) -> Node:
    node = Node()
    for number, value in _fields(data):
        if number == 1:
            node.name = bytes(value).decode()
        elif number == 2:
            node.op = bytes(value).decode()
        elif number == 3:
            node.inputs.append(bytes(value).decode())
        elif number == 5:
            entry = dict(_fields(value))
            node.attributes[bytes(entry[1]).decode()] = entry.get(2, memoryview(b""))
    return node


def _attribute(data: memoryview) -> Any:
    for number, value in _fields(data):
        if number == 1:  # a list; of ours, only those of ints are asked for
            return [item for part, packed in _fields(value) if part == 3 for item in _ints(packed)]
        if number == 2:
            return bytes(value)
        if number in (3, 5, 6):
            return _signed(value)
        if number == 4:
            return struct.unpack("<f", value)[0]
        if number == 8:
            return _tensor(value)
    return None


def _tensor(data: memoryview) -> np.ndarray:
    dtype, shape, content, values = DTYPES[1], [], None, []
    for number, value in _fields(data):
        if number == 1:
            dtype = DTYPES[value]
        elif number == 2:
            shape = [_dimension(part) for kind, part in _fields(value) if kind == 2]
        elif number == 4:
            content = bytes(value)
        elif number == 5:
            values += list(np.frombuffer(value, "<f4"))
        elif number in (7, 10):
            values += _ints(value)
    if content is not None:
        return np.frombuffer(content, dtype).reshape(shape)
    count = int(np.prod(shape)) if shape else 1
    values = values or [0]
    return np.array(values + [values[-1]] * (count - len(values)), dtype).reshape(shape)


def _dimension(data: memoryview) -> int:
    return next((_signed(value) for number, value in _fields(data) if number == 1), 0)


def _ints(value: int | memoryview) -> list[int]:
    if isinstance(value, int):
        return [_signed(value)]
    found, at = [], 0
    while at < len(value):
        item, at = _varint(value, at)
        found.append(_signed(item))
    return found


def _signed(value: int) -> int:
    return value - (1 << 64) if value >> 63 else value
