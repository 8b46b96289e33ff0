"""JSON lines in, JSON lines out: same order, one line each, and a broken line never stops the others."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from assistant import log
from assistant.commands.output import emit
from assistant.errors import BadInput, OwlishError
from models.errors import ModelError

Row = Mapping[str, Any]
FAILED = 2
LONGEST = 2**20
"""Bytes of a line; a device gives one without an end."""


def answer_lines(source: str, keys: tuple[str, ...], answer: Callable[[Row], Row]) -> int:
    """
    source: a file of JSON lines, or `-` for stdin
    keys:   the texts that each line must hold
    Returns the exit code: 2 when any line failed, after all others were answered.
    """
    code = 0
    with opened(source) as file:
        for number, line in numbered(file):
            row = answered(number, line, keys, answer)
            code = FAILED if "error" in row else code
            emit(row)
    return code


def answered(number: int, line: bytes, keys: tuple[str, ...], answer: Callable[[Row], Row]) -> Row:
    """The answer, or the line's own texts with `error`."""
    given: Row = {}
    try:
        given = parsed(number, line, keys)
        return answer(given)
    except (OwlishError, ModelError) as error:
        return {**{key: given[key] for key in keys if key in given}, "error": str(error)}
    except Exception as error:
        log.fault(error)
        return {**given, "error": f"Line {number} could not be answered ({type(error).__name__}: {error})."}


def parsed(number: int, line: bytes, keys: tuple[str, ...]) -> Row:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"Line {number} is not JSON ({error}).") from None
    if not isinstance(row, dict):
        raise BadInput(f"Line {number} is not a JSON object; it needs {named(keys)}.")
    for key in keys:
        if not isinstance(row.get(key), str):
            raise BadInput(f'Line {number} has no text "{key}"; it needs {named(keys)}.')
    return row


def named(keys: tuple[str, ...]) -> str:
    return " and ".join(f'"{key}"' for key in keys)


def numbered(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Lines that hold anything, counted from 1. Raises BadInput where one is too long to be read."""
    for number, line in enumerate(iter(lambda: file.readline(LONGEST + 1), b""), 1):
        if len(line) > LONGEST:
            raise BadInput(f"Line {number} has more than {LONGEST} bytes, so it and what follows is not read; give one JSON object a line.")
        if line.strip():
            yield number, line


@contextmanager
def opened(source: str) -> Iterator[BinaryIO]:
    if source == "-":
        if sys.stdin is None:
            raise BadInput("Nothing can be read, for stdin is closed; give a file of JSON lines, or a pipe.")
        yield sys.stdin.buffer
        return
    try:
        file = Path(source).open("rb")  # noqa: SIM115 - closed below; only the opening is explained
    except (OSError, ValueError) as error:
        raise BadInput(
            f"{Path(source)} cannot be read ({getattr(error, 'strerror', '') or error}); give a file of JSON lines, or - for stdin."
        ) from None
    with file:
        yield file
