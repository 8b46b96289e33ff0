"""A web server on loopback for tests: it answers what it was told to, and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    json: Any


@dataclass
class Web:
    """`pages` answer by path: with text or bytes, JSON, a status, or a function that writes to the connection itself."""

    pages: dict[str, str | bytes | dict | list | int | Callable[[BaseHTTPRequestHandler, Asked], None]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    port: int = 0

    def address(self, path: str = "") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        body = handler.rfile.read(int(handler.headers.get("content-length", 0)))
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        asked = Asked(handler.command, parts.path, query, {k.lower(): v for k, v in handler.headers.items()}, json.loads(body or "null"))
        self.asked.append(asked)
        page = self.pages.get(parts.path, 404)
        if callable(page):
            page(handler, asked)
        elif isinstance(page, int):
            send(handler, b"", page)
        else:
            send(handler, page if isinstance(page, bytes) else page.encode() if isinstance(page, str) else json.dumps(page).encode())


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in {"content-length": str(len(body)), **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


@pytest.fixture
def web() -> Iterator[Web]:
    served = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with suppress(ConnectionError):  # the other side may hang up
                served.answer(self)

        do_POST = do_GET

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield served
    server.shutdown()
    server.server_close()
    thread.join()
