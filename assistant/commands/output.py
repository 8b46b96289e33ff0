"""How commands print: a JSON object a line for programs, tables and sentences for people."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from assistant.errors import BadInput
from models import whole

WIDE = 160
"""Columns of a table that goes into a file or a pipe."""
RULING = frozenset(("Cc", "Cs", "Zl", "Zp"))
"""Kinds of letters that move, colour or break what is shown, and halves of letters, which bytes become that are no text."""
TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Those that turn the direction in which it is read."""


def emit(row: Any) -> None:
    """One JSON object, one line, at once: the reader at the other end of the pipe may wait for it."""
    sys.stdout.write(json.dumps(row, default=str) + "\n")
    sys.stdout.flush()


def shown(text: str | Path) -> str:
    """In one line of a terminal, whatever a file's name is made of: what would rule that is written out."""
    return "".join(letter.encode("unicode_escape").decode() if rules(letter) else letter for letter in str(text))


def rules(letter: str) -> bool:
    return letter in TURNING or unicodedata.category(letter) in RULING


def several(many: int, thing: str) -> str:
    return f"{many} {thing}{'' if many == 1 else 's'}"


def table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """The first column is never broken: it holds what a person types next."""
    from rich import box
    from rich.console import Console
    from rich.table import Column, Table

    first, *others = headers
    made = Table(Column(first, no_wrap=True), *others, box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        made.add_row(*("\n".join(map(shown, str(cell).split("\n"))) for cell in row))
    Console(markup=False, highlight=False, width=None if sys.stdout.isatty() else WIDE).print(made)


@contextmanager
def replacing(file: Path) -> Iterator[BinaryIO]:
    """
    What takes the bytes that a file will have.
    Renamed into its place, so that a full disk costs no older one. A link stays a link. Raises BadInput when it cannot be written.
    """
    try:
        place = file.resolve()
        whole.check(place)
        made = place.with_name(f".owlish-{secrets.token_hex(8)}{file.suffix}")
        try:
            with made.open("xb") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            if place.exists():
                shutil.copymode(place, made)
            made.replace(place)
        finally:
            made.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        raise unwritable(file, error) from None


def unwritable(file: Path, error: Exception) -> BadInput:
    return BadInput(f"{file} cannot be written ({getattr(error, 'strerror', '') or error}); choose another place.")


@contextmanager
def writing(what: str, place: Path) -> Iterator[None]:
    """place: what --out names, or would. Raises BadInput where what is made cannot be written there."""
    try:
        yield
    except OSError as error:
        raise BadInput(f"{what} cannot be written into {place} ({error.strerror}); make room, or choose another with --out.") from error
