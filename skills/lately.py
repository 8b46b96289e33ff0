"""Which row was touched last: what "make it ten" means, whenever that row was made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar


class Kept(Protocol):
    @property
    def key(self) -> str: ...

    @property
    def made(self) -> float: ...


Row = TypeVar("Row", bound=Kept)


class Lately:
    def __init__(self) -> None:
        self._key = ""

    def touch(self, row: Row) -> Row:
        self._key = row.key
        return row

    def of(self, rows: Sequence[Row]) -> Row:
        """rows: at least one. The one that was touched last; where it is none of them, the one that was made last."""
        return max(rows, key=lambda row: (row.key == self._key, row.made))
