"""Reads the tensors of a PyTorch checkpoint without torch and without unpickling.

Before 1.6 the file is five pickles (magic, protocol, sizes, the state dict, the storage keys) and then the storages, each a u64 count
and its floats; since then it is a zip archive of one pickle (data.pkl) and a file for each storage. Unpickling would run whatever the
file says; here the opcodes are walked by a machine that can only build numbers, strings, tuples, lists, dicts and descriptions of
tensors. Any other opcode or global is an error.
"""

from __future__ import annotations

import io
import math
import pickletools
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from models.errors import DamagedModel

DTYPES: dict[str, np.dtype] = {"FloatStorage": np.dtype("<f4"), "HalfStorage": np.dtype("<f2"), "LongStorage": np.dtype("<i8")}
WRONG = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, struct.error, zipfile.BadZipFile, zlib.error)
MARK = object()


@dataclass(frozen=True)
class Storage:
    key: str
    dtype: np.dtype
    count: int


@dataclass(frozen=True)
class Tensor:
    storage: Storage
    offset: int
    shape: tuple[int, ...]
    stride: tuple[int, ...]


def read(path: Path) -> dict[str, np.ndarray]:
    """The checkpoint's tensors by name. Raises DamagedModel for everything else that a pickle can hold."""
    file = io.BytesIO(path.read_bytes())
    try:
        state, keys = [Machine().run(file) for _ in range(5)][3:]
        storages = _storages(file, state, keys)
        return {name: _array(storages, tensor) for name, tensor in state.items()}
    except WRONG as error:
        raise _refused(path, error) from error


def read_archive(path: Path) -> Any:
    """
    path: a checkpoint since 1.6
    Returns what was saved, arrays in place of tensors. Raises DamagedModel for everything else that a pickle can hold.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            (pickle,) = (name for name in archive.namelist() if name.endswith("/data.pkl"))
            return _filled(Machine().run(io.BytesIO(archive.read(pickle))), archive, pickle.removesuffix(".pkl"), {})
    except WRONG as error:
        raise _refused(path, error) from error


def _filled(value: Any, archive: zipfile.ZipFile, home: str, storages: dict[str, np.ndarray]) -> Any:
    """storages: those that have been read; tensors may share one."""
    if isinstance(value, Mapping):
        return {name: _filled(item, archive, home, storages) for name, item in value.items()}
    if not isinstance(value, Tensor):
        return value
    storage = value.storage
    if storage.key not in storages:
        storages[storage.key] = np.frombuffer(archive.read(f"{home}/{storage.key}"), storage.dtype, storage.count)
    return _array(storages, value)


def _refused(path: Path, error: Exception) -> DamagedModel:
    return DamagedModel(f"{path.name} is not a plain PyTorch checkpoint ({error}); nothing in it was run.")


def _storages(file: io.BytesIO, state: dict[str, Tensor], keys: list[str]) -> dict[str, np.ndarray]:
    dtypes = {tensor.storage.key: tensor.storage.dtype for tensor in state.values()}
    found = {}
    for key in keys:
        (count,) = struct.unpack("<Q", file.read(8))
        found[key] = np.frombuffer(file.read(count * dtypes[key].itemsize), dtypes[key], count)
    return found


def _array(storages: dict[str, np.ndarray], tensor: Tensor) -> np.ndarray:
    """Strides may run in any order, but never outside of the storage."""
    storage = storages[tensor.storage.key][tensor.offset :]
    last = sum((length - 1) * step for length, step in zip(tensor.shape, tensor.stride, strict=True))
    inside = math.prod(tensor.shape) <= len(storage) and last < len(storage)
    if tensor.offset < 0 or min((*tensor.shape, 1)) < 1 or min((*tensor.stride, 0)) < 0 or not inside:
        raise ValueError("a tensor reaches outside of its storage")
    strides = [step * storage.itemsize for step in tensor.stride]
    return np.ascontiguousarray(np.lib.stride_tricks.as_strided(storage, tensor.shape, strides)).reshape(tensor.shape)


class Machine:
    """A stack machine for the opcodes that a state dict needs, and no others."""

    def run(self, file: io.BytesIO) -> Any:
        self.stack: list[Any] = []
        self.memo: dict[int, Any] = {}
        for opcode, argument, _ in pickletools.genops(file):
            if opcode.name == "STOP":
                return self.stack.pop()
            self._step(opcode.name, argument)
        raise ValueError("it ends too early")

    def _step(self, name: str, argument: Any) -> None:
        if name in PUSHED:
            self.stack.append(PUSHED[name](argument))
        elif name in ("BINPUT", "LONG_BINPUT"):
            self.memo[argument] = self.stack[-1]
        elif name in ("BINGET", "LONG_BINGET"):
            self.stack.append(self.memo[argument])
        elif name in ("TUPLE", "TUPLE1", "TUPLE2", "TUPLE3"):
            self.stack.append(tuple(self._since_mark() if name == "TUPLE" else self._last(int(name[-1]))))
        elif name == "APPEND":
            (item,) = self._last(1)
            self.stack[-1].append(item)
        elif name == "APPENDS":
            items = self._since_mark()
            self.stack[-1].extend(items)
        elif name == "SETITEM":
            key, value = self._last(2)
            self.stack[-1][key] = value
        elif name == "SETITEMS":
            items = self._since_mark()
            self.stack[-1].update(zip(items[::2], items[1::2], strict=True))
        elif name == "BINPERSID":
            self.stack.append(_storage(self.stack.pop()))
        elif name == "REDUCE":
            made, arguments = self._last(2)
            self.stack.append(MADE[made](*arguments))
        elif name == "BUILD":  # the dict's own attributes (versions of the layers) carry no weights
            self.stack.pop()
        elif name != "PROTO":
            raise ValueError(f"the opcode {name} is not allowed")

    def _last(self, count: int) -> list[Any]:
        items = self.stack[-count:]
        del self.stack[-count:]
        return items

    def _since_mark(self) -> list[Any]:
        place = max((place for place, item in enumerate(self.stack) if item is MARK), default=-1)
        if place < 0:
            raise ValueError("a mark is missing")
        items = self.stack[place + 1 :]
        del self.stack[place:]
        return items


def _global(name: str) -> str:
    if name not in MADE and name.split()[-1] not in DTYPES:
        raise ValueError(f"the global {name} is not allowed")
    return name


def _storage(description: tuple) -> Storage:
    _, kind, key, _, count, *_ = description
    return Storage(key, DTYPES[kind.split()[-1]], count)


def _tensor(storage: Storage, offset: int, shape: tuple, stride: tuple, *_: Any) -> Tensor:
    return Tensor(storage, offset, shape, stride)


PUSHED: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("BINUNICODE", "BININT", "BININT1", "BININT2", "LONG1"), lambda value: value),
    "NONE": lambda _: None,
    "NEWTRUE": lambda _: True,
    "NEWFALSE": lambda _: False,
    "MARK": lambda _: MARK,
    "EMPTY_TUPLE": lambda _: (),
    "EMPTY_LIST": lambda _: [],
    "EMPTY_DICT": lambda _: {},
    "GLOBAL": _global,
}
MADE: dict[str, Callable[..., Any]] = {
    "collections OrderedDict": dict,
    "torch._utils _rebuild_tensor_v2": _tensor,
}
