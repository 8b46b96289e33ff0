"""The way out of the house: what a skill asks of a host, by HTTP, within limits. Bodies are never logged, and no sentence quotes one."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import urljoin, urlsplit

import anyio
import anyio.to_thread

from assistant import offline
from assistant.errors import NetworkError, OfflineError, RequestRefused

MOST_BYTES = 2_000_000
CONNECT = 3.0
"""Seconds until a host must have taken the call."""
SILENCE = 5.0
"""Seconds that a host may say nothing while it answers."""
WHOLE = 7.0
"""Seconds that a fetch may take with all its tries; a skill has 8."""
STREAM_SILENCE = 60.0
"""Seconds that a stream may say nothing: a language model reads a long question before its first word."""
MOST_REDIRECTS = 3
HERE = {"localhost": "all://localhost", "127.0.0.1": "all://127.0.0.1", "::1": "all://[::1]"}
"""Servers of this machine, which are reached without a proxy, and their patterns."""
PASSING = (408, 429)
"""Of the statuses that blame the question, those that time mends."""
SECRET = re.compile(r"(?<=://)[^/@\s]+@")
"""User and password in an address."""
OURS = {"user-agent": "owlish", "accept-encoding": "identity"}
"""No compression: what is limited is what arrives."""


class Outside(Protocol):
    """This module; or what takes its place."""

    async def fetch(self, url: str, *, json: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None) -> bytes: ...
    def stream(self, url: str, *, json: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> AsyncGenerator[str, None]: ...


async def fetch(url: str, *, json: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None) -> bytes:
    """GET, or POST of JSON. Raises NetworkError in one sentence; OfflineError before anything is opened."""
    host = checked(url)
    with anyio.move_on_after(WHOLE):
        try:
            return await _fetched(host, url, json, headers)
        except _Lost as lost:
            if json is not None and not lost.before_sending:  # what was posted may have been done
                raise
            return await _fetched(host, url, json, headers)
    raise NetworkError(f"{host} had not answered after {WHOLE:g} s; try again later.")


async def stream(url: str, *, json: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> AsyncGenerator[str, None]:
    """POST of JSON; the lines of the answer as they come. Close it to hang up. Raises NetworkError."""
    host = checked(url)
    async with _answer(host, url, json, headers, STREAM_SILENCE) as answer:
        rest = b""
        async with aclosing(_within_limit(host, answer)) as parts:
            async for part in parts:
                *lines, rest = (rest + part).split(b"\n")
                for line in lines:
                    yield line.decode("utf-8", "replace").rstrip("\r")
        if rest:
            yield rest.decode("utf-8", "replace")


def checked(url: str) -> str:
    """The host. Raises NetworkError for what is no address of one, OfflineError in offline mode."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = None, None
    if parts is None or host is None or parts.scheme not in ("http", "https"):
        raise NetworkError(f"'{url}' is no address that can be asked; it must begin with http:// or https:// and name a host.")
    if offline.is_enforced():
        raise OfflineError(f"Owlish is offline, so {host} is not asked; leave out --offline to allow it.")
    return host


class _Lost(NetworkError):
    """The connection could not be made, or broke before the answer was whole."""

    def __init__(self, sentence: str, before_sending: bool) -> None:
        super().__init__(sentence)
        self.before_sending = before_sending


async def _fetched(host: str, url: str, json: Mapping[str, Any] | None, headers: Mapping[str, str] | None) -> bytes:
    async with _answer(host, url, json, headers, SILENCE) as answer, aclosing(_within_limit(host, answer)) as parts:
        return b"".join([part async for part in parts])


@asynccontextmanager
async def _answer(
    host: str, url: str, json: Mapping[str, Any] | None, headers: Mapping[str, str] | None, silence: float
) -> AsyncIterator[Any]:
    """The response of httpx, its status a success and its body still to come; whatever goes wrong is a NetworkError."""
    httpx, tls = await anyio.to_thread.run_sync(_library)
    try:
        async with httpx.AsyncClient(
            timeout=httpx.Timeout(silence, connect=CONNECT), verify=tls, mounts=dict.fromkeys(HERE.values())
        ) as client:
            for _ in range(MOST_REDIRECTS + 1):
                async with client.stream("GET" if json is None else "POST", url, json=json, headers={**OURS, **(headers or {})}) as answer:
                    if not answer.has_redirect_location:
                        _check_status(host, answer)
                        yield answer
                        return
                    url = _followed(host, url, answer.headers["location"])
        raise NetworkError(f"{host} sends this from one of its pages to the next without an end.")
    except httpx.TimeoutException:
        raise NetworkError(f"{host} did not answer in time; try again later.") from None
    except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
        unreached = isinstance(error, httpx.ConnectError)
        remedy = "check that a server runs there, and its port" if host in HERE else "check the network"
        what = f"cannot be reached; {remedy}" if unreached else "broke the connection; try again later"
        raise _Lost(f"{host} {what}.", unreached) from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NetworkError(f"{host} could not be asked ({type(error).__name__}); check its address.") from None


@lru_cache(maxsize=1)
def _library() -> tuple[Any, Any]:
    """httpx and the certificates that it trusts, which together take 0.2 s to load: not in the loop."""
    import httpx

    return httpx, httpx.create_ssl_context()


def _check_status(host: str, answer: Any) -> None:
    if not answer.is_success:
        kind = RequestRefused if answer.is_client_error and answer.status_code not in PASSING else NetworkError
        raise kind(f"{host} answered {answer.status_code} ({answer.reason_phrase or 'no reason given'}).")


def _followed(host: str, url: str, location: str) -> str:
    """Where the host sends us on to, which must be itself, and no less secret than before."""
    onward = urljoin(url, location)
    parts = urlsplit(onward)
    if parts.hostname != host or (urlsplit(url).scheme, parts.scheme) == ("https", "http"):
        raise NetworkError(f"{host} sends this on to {parts.hostname or 'nowhere'}, which was not asked for.")
    return onward


async def _within_limit(host: str, answer: Any) -> AsyncGenerator[bytes, None]:
    size = 0
    async for part in answer.aiter_bytes():
        size += len(part)
        if size > MOST_BYTES:
            raise NetworkError(f"{host} sent more than {MOST_BYTES / 1e6:g} MB, which is more than Owlish takes.")
        yield part
