"""What hosts answered: kept while a session is recorded, and answered again in a replay, which needs no network.

Of a question only the host and a digest are kept; its words, headers and keys are not.
"""

from __future__ import annotations

import hashlib
import json as codec
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import aclosing, contextmanager
from typing import Any, Protocol
from urllib.parse import urlsplit

import anyio

from assistant import errors
from assistant.errors import NetworkError
from assistant.network import SECRET, Outside

Row = Mapping[str, Any]
BYTES = ("utf-8", "surrogateescape")
"""Any bytes as text and back; what is text can be read in the bundle."""


class Notes(Protocol):
    def note(self, kind: str, **values: Any) -> float: ...


class RecordedNetwork:
    def __init__(self, inner: Outside, notes: Notes) -> None:
        self._inner, self._notes = inner, notes

    async def fetch(self, url: str, *, json: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None) -> bytes:
        with self._noted(url, json) as (row, _):
            body = await self._inner.fetch(url, json=json, headers=headers)
            row["body"] = body.decode(*BYTES)
            return body

    async def stream(self, url: str, *, json: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> AsyncGenerator[str, None]:
        with self._noted(url, json) as (row, begin):
            row["lines"] = []
            async with aclosing(self._inner.stream(url, json=json, headers=headers)) as lines:
                async for line in lines:
                    row["lines"].append([_since(begin), line])
                    yield line
            row["whole"] = True

    @contextmanager
    def _noted(self, url: str, json: Mapping[str, Any] | None) -> Iterator[tuple[dict[str, Any], float]]:
        """The row to fill and when it began; without body, lines or error it was cut off."""
        row, begin = dict[str, Any](_question(url, json)), anyio.current_time()
        try:
            yield row, begin
        except NetworkError as error:
            row["error"] = [type(error).__name__, str(error)]
            raise
        finally:
            self._notes.note("network", seconds=_since(begin), **row)


class PlayedNetwork:
    def __init__(self, rows: Sequence[Row]) -> None:
        """rows: of kind `network`."""
        self._rows = list(rows)

    async def fetch(self, url: str, *, json: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None) -> bytes:
        row = self._answer(url, json)
        await anyio.sleep(row["seconds"])
        await _ended(row, "body" in row)
        return row["body"].encode(*BYTES)

    async def stream(self, url: str, *, json: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> AsyncGenerator[str, None]:
        row, begin = self._answer(url, json), anyio.current_time()
        for seconds, line in row.get("lines", ()):
            await anyio.sleep_until(begin + seconds)
            yield line
        await anyio.sleep_until(begin + row["seconds"])
        await _ended(row, "whole" in row)

    def _answer(self, url: str, json: Mapping[str, Any] | None) -> Row:
        """That to the same question; to one that was not asked then, the next of the same host. Raises NetworkError."""
        asked = _question(url, json)
        of_host = [row for row in self._rows if row["host"] == asked["host"]]
        if not of_host:
            raise NetworkError(f"{asked['host']} was not asked so often when the session was recorded; record it again.")
        row = next((row for row in of_host if row["question"] == asked["question"]), of_host[0])
        self._rows.remove(row)
        return row


def _question(url: str, json: Mapping[str, Any] | None) -> dict[str, str]:
    digest = hashlib.sha256(codec.dumps([SECRET.sub("", url), json], sort_keys=True).encode())
    return {"host": urlsplit(url).hostname or "", "question": digest.hexdigest()[:16]}


def _since(begin: float) -> float:
    return round(anyio.current_time() - begin, 6)


async def _ended(row: Row, whole: bool) -> None:
    """Raises the error that there was. What was cut off then never ends: it is cut off again."""
    if "error" in row:
        kind, sentence = row["error"]
        made = getattr(errors, kind, NetworkError)
        raise made(sentence) if isinstance(made, type) and issubclass(made, NetworkError) else NetworkError(sentence)
    if not whole:
        await anyio.sleep_forever()
