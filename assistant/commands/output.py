"""How commands print: a JSON object a line for programs, tables and sentences for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

WIDE = 160
"""Columns of a table that goes into a file or a pipe."""


def emit(row: Any) -> None:
    """One JSON object, one line, at once: the reader at the other end of the pipe may wait for it."""
    sys.stdout.write(json.dumps(row, default=str) + "\n")
    sys.stdout.flush()


def table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """The first column is never broken: it holds what a person types next."""
    from rich import box
    from rich.console import Console
    from rich.table import Column, Table

    first, *others = headers
    made = Table(Column(first, no_wrap=True), *others, box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        made.add_row(*(str(cell) for cell in row))
    Console(markup=False, highlight=False, width=None if sys.stdout.isatty() else WIDE).print(made)
