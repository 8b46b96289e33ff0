"""The way out of the house: what a skill asks of a host, by HTTP, within limits. Bodies are never logged, and no sentence quotes one."""

from __future__ import annotations

import json as codec
import re
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing, asynccontextmanager
from functools import lru_cache
from ipaddress import ip_address
from typing import Any, Protocol
from urllib.parse import urljoin, urlsplit

import anyio
import anyio.to_thread

from assistant import offline
from assistant.errors import BadInput, NetworkError, OfflineError, RequestRefused
from assistant.permissions import for_address, host_of

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
"""User and password in an address,"""
HIDDEN = "***@"
"""and what a screen shows in their place."""
LOCAL = (".localhost", ".local")
"""Ends of names that say themselves that they lead to this machine, and to its neighbours."""
OURS = {"user-agent": "owlish", "accept-encoding": "identity"}
"""No compression: what is limited is what arrives."""


class Outside(Protocol):
    """This module; or what takes its place."""

    async def fetch(self, url: str, *, json: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None) -> bytes: ...
    def stream(self, url: str, *, json: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> AsyncGenerator[str, None]: ...


async def fetch(url: str, *, json: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None) -> bytes:
    """GET, or POST of JSON. Raises NetworkError in one sentence; OfflineError before anything is opened."""
    host = asked_of(url)
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
    host = asked_of(url)
    async with _answer(host, url, json, headers, STREAM_SILENCE) as answer:
        rest = b""
        async with aclosing(_within_limit(host, answer)) as parts:
            async for part in parts:
                *lines, rest = (rest + part).split(b"\n")
                for line in lines:
                    yield line.decode("utf-8", "replace").rstrip("\r")
        if rest:
            yield rest.decode("utf-8", "replace")


def asked_of(url: str) -> str:
    """The host. Raises NetworkError for what is no address of one, OfflineError in offline mode."""
    host = host_of(for_address(url))
    if offline.is_enforced():
        raise OfflineError(f"Owlish is offline, so {host} is not asked; {offline.REMEDY}.")
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
    """The response of httpx, its status a success and its body still to come; whatever goes wrong is a NetworkError or BadInput."""
    sent = _sendable(host, json, headers)
    httpx, tls = await anyio.to_thread.run_sync(_library)
    try:
        async with httpx.AsyncClient(
            timeout=httpx.Timeout(silence, connect=CONNECT), verify=tls, mounts=dict.fromkeys(HERE.values())
        ) as client:
            for _ in range(MOST_REDIRECTS + 1):
                asked = client.stream("GET" if json is None else "POST", url, json=json, headers=sent, extensions={"trace": _watch(host)})
                async with asked as answer:
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


def _sendable(host: str, json: Mapping[str, Any] | None, headers: Mapping[str, str] | None) -> dict[str, str]:
    """The headers. Raises BadInput for what cannot be sent; the header Host would ask another host than the one that was allowed."""
    for name, value in (headers or {}).items():
        if not all(isinstance(text, str) and text.isascii() and text.isprintable() for text in (name, value)) or name.lower() == "host":
            raise BadInput(f"The header {str(name)[:40]!r} cannot be sent to {host}; one line of ASCII is expected, and never 'host'.")
    try:
        codec.dumps(json, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise BadInput(f"What is posted to {host} is no JSON ({error}).") from None
    return {**OURS, **(headers or {})}


def _watch(host: str) -> Callable[[str, Mapping[str, Any]], Awaitable[None]]:
    """
    For httpcore: looks where a connection leads before anything is said over it. A name of the outside that somebody lets lead to this
    machine, or to what is beside it alone, would reach what trusts whoever asks from there; a proxy may be anywhere. Raises NetworkError.
    """
    called = ""

    async def trace(step: str, facts: Mapping[str, Any]) -> None:
        nonlocal called
        if step == "connection.connect_tcp.started":
            called = facts["host"]
        elif step == "connection.connect_tcp.complete" and called.rstrip(".") == host:
            place = str(facts["return_value"].get_extra_info("server_addr")[0])
            if _is_near(place) and not _says_so(host):
                await facts["return_value"].aclose()
                raise NetworkError(f"{host} leads to {place}, which its name does not say; name that address itself, if it is meant.")

    return trace


def _is_near(address: str) -> bool:
    """Of this machine, or of its own link."""
    place = ip_address(address)
    place = getattr(place, "ipv4_mapped", None) or place
    return place.is_loopback or place.is_link_local or place.is_unspecified


def _says_so(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return host in HERE or host.endswith(LOCAL)


def _check_status(host: str, answer: Any) -> None:
    if not answer.is_success:
        kind = RequestRefused if answer.is_client_error and answer.status_code not in PASSING else NetworkError
        raise kind(f"{host} answered {answer.status_code} ({answer.reason_phrase or 'no reason given'}).")


def _followed(host: str, url: str, location: str) -> str:
    """Where the host sends us on to, which must be itself, and no less secret than before."""
    onward = urljoin(url, location)
    parts = urlsplit(onward)
    if (parts.hostname or "").rstrip(".") != host or (urlsplit(url).scheme, parts.scheme) == ("https", "http"):
        raise NetworkError(f"{host} sends this on to {parts.hostname or 'nowhere'}, which was not asked for.")
    return onward


async def _within_limit(host: str, answer: Any) -> AsyncGenerator[bytes, None]:
    size = 0
    async for part in answer.aiter_bytes():
        size += len(part)
        if size > MOST_BYTES:
            raise NetworkError(f"{host} sent more than {MOST_BYTES / 1e6:g} MB, which is more than Owlish takes.")
        yield part
