"""What a skill asks of a host, against a real server on loopback: limits, redirects, lost connections, one sentence for each."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import aclosing
from functools import partial

import anyio
import pytest

from assistant import network
from assistant.errors import BadInput, NetworkError, RequestRefused
from tests.web import Web, send, web

__all__ = ["web"]


def fetch(url: str, backend: str = "asyncio", **asked) -> bytes:
    return anyio.run(partial(network.fetch, url, **asked), backend=backend)


def lines(url: str, most: int = 100, **asked) -> list[str]:
    async def live() -> list[str]:
        found: list[str] = []
        async with aclosing(network.stream(url, json={}, **asked)) as coming:
            async for line in coming:
                found.append(line)
                if len(found) == most:
                    break
        return found

    return anyio.run(live)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_page_is_fetched(web: Web, backend: str) -> None:
    web.pages["/page"] = "hello"
    assert fetch(web.address("/page?a=b"), backend) == b"hello"
    assert (web.asked[0].method, web.asked[0].query, web.asked[0].headers["user-agent"]) == ("GET", {"a": "b"}, "owlish")


def test_json_is_posted_with_the_headers_that_were_given(web: Web) -> None:
    web.pages["/do"] = {"done": True}
    assert fetch(web.address("/do"), json={"what": "this"}, headers={"authorization": "Bearer k"}) == b'{"done": true}'
    assert (web.asked[0].method, web.asked[0].json, web.asked[0].headers["authorization"]) == ("POST", {"what": "this"}, "Bearer k")


def test_lines_come_while_the_rest_is_not_sent_yet(web: Web) -> None:
    def endless(handler, asked) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write("data: one\r\n\ndata: zwö".encode()[:-1])
        handler.wfile.flush()
        handler.wfile.write("ö\nrest".encode()[1:])
        handler.wfile.flush()
        handler.rfile.read(1)  # until the other side hangs up

    web.pages["/"] = endless
    assert lines(web.address("/"), 3) == ["data: one", "", "data: zwö"]


def test_a_last_line_without_an_end_is_a_line(web: Web) -> None:
    web.pages["/"] = "one\ntwo"
    assert lines(web.address("/")) == ["one", "two"]


def test_a_redirect_is_followed_on_the_same_host_only(web: Web) -> None:
    web.pages["/old"] = lambda handler, asked: send(handler, b"", 302, location="/new")
    web.pages["/new"] = "here"
    web.pages["/away"] = lambda handler, asked: send(handler, b"", 302, location=f"http://localhost:{web.port}/new")
    web.pages["/round"] = lambda handler, asked: send(handler, b"", 302, location="/round")
    assert fetch(web.address("/old")) == b"here"
    assert refused(web.address("/away")) == "127.0.0.1 sends this on to localhost, which was not asked for."
    assert refused(web.address("/round")) == "127.0.0.1 sends this from one of its pages to the next without an end."
    assert [asked.path for asked in web.asked].count("/new") == 1


@pytest.mark.parametrize("name", ["2130706433", "127.1"])
def test_a_name_that_leads_to_this_machine_without_saying_so_is_not_asked(web: Web, name: str) -> None:
    web.pages["/"] = "a secret"
    told = f"{name} leads to 127.0.0.1, which its name does not say; name that address itself, if it is meant."
    assert refused(f"http://{name}:{web.port}/") == told
    assert not web.asked


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST"])
def test_a_name_that_says_so_is(web: Web, name: str) -> None:
    web.pages["/"] = "hello"
    assert fetch(f"http://{name}:{web.port}/") == b"hello"


def test_nor_does_a_proxy_on_this_machine_stand_for_the_host(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    web.pages["/page"] = "from far away"
    monkeypatch.setenv("http_proxy", web.address())
    assert fetch("http://far.example/page") == b"from far away"


@pytest.mark.parametrize("headers", [{"Host": "other.example"}, {"a": 5}, {"a": "ü"}, {"a": "x\r\nhost: other.example"}])
def test_a_header_that_cannot_be_sent_is_a_mistake_of_the_skills(web: Web, headers: dict) -> None:
    with pytest.raises(BadInput, match=r"^The header '\w+' cannot be sent to 127\.0\.0\.1; one line of ASCII is expected, "):
        fetch(web.address("/"), headers=headers)
    assert not web.asked


@pytest.mark.parametrize("posted", [{"a": float("nan")}, {"a": {1}}])
def test_so_is_what_json_cannot_hold(web: Web, posted: dict) -> None:
    with pytest.raises(BadInput, match=r"^What is posted to 127\.0\.0\.1 is no JSON \("):
        fetch(web.address("/"), json=posted)


def test_https_is_not_left_for_http() -> None:
    with pytest.raises(NetworkError, match=r"h sends this on to h, which was not asked for\."):
        network._followed("h", "https://h/", "http://h/")


def test_too_much_is_not_taken(web: Web) -> None:
    web.pages["/big"] = b"x" * (network.MOST_BYTES + 1)
    web.pages["/fits"] = b"x" * network.MOST_BYTES
    assert refused(web.address("/big")) == "127.0.0.1 sent more than 2 MB, which is more than Owlish takes."
    assert len(fetch(web.address("/fits"))) == network.MOST_BYTES
    with pytest.raises(NetworkError, match="more than 2 MB"):
        lines(web.address("/big"))


def drops(times: int) -> Callable:
    """Breaks the connection that many times before it answers."""
    left = [times]

    def page(handler, asked) -> None:
        left[0] -= 1
        if left[0] < 0:
            send(handler, b"at last")
        else:
            handler.connection.shutdown(socket.SHUT_RDWR)
            handler.close_connection = True

    return page


def test_a_lost_connection_is_tried_once_more(web: Web) -> None:
    web.pages["/once"], web.pages["/always"] = drops(1), drops(9)
    assert fetch(web.address("/once")) == b"at last"
    assert refused(web.address("/always")) == "127.0.0.1 broke the connection; try again later."
    assert len(web.asked) == 4


def test_what_was_posted_is_not_posted_twice(web: Web) -> None:
    web.pages["/do"] = drops(1)
    assert refused(web.address("/do"), json={}) == "127.0.0.1 broke the connection; try again later."
    assert len(web.asked) == 1


def test_a_status_that_is_no_success_is_told(web: Web) -> None:
    web.pages["/"] = 503
    assert refused(web.address("/")) == "127.0.0.1 answered 503 (Service Unavailable)."


@pytest.mark.parametrize(
    ("status", "kind"), [(400, RequestRefused), (404, RequestRefused), (408, NetworkError), (429, NetworkError), (500, NetworkError)]
)
def test_what_can_be_mended_in_the_question_is_told_from_what_passes(web: Web, status: int, kind: type[NetworkError]) -> None:
    web.pages["/"] = status
    with pytest.raises(NetworkError) as refusal:
        fetch(web.address("/"))
    assert type(refusal.value) is kind


def test_nobody_there_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        assert (
            refused(f"http://127.0.0.1:{taken.getsockname()[1]}/")
            == "127.0.0.1 cannot be reached; check that a server runs there, and its port."
        )


def test_a_host_that_says_nothing_is_given_up(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    web.pages["/"] = lambda handler, asked: handler.rfile.read(1)
    monkeypatch.setattr(network, "SILENCE", 0.1)
    assert refused(web.address("/")) == "127.0.0.1 did not answer in time; try again later."
    monkeypatch.setattr(network, "SILENCE", 5.0)
    monkeypatch.setattr(network, "WHOLE", 0.1)
    assert refused(web.address("/")) == "127.0.0.1 had not answered after 0.1 s; try again later."


@pytest.mark.parametrize("url", ["", "api.example.org", "file:///etc/passwd", "http://", "http://[1", "http://h:99999/"])
def test_what_is_no_address_is_told(url: str) -> None:
    assert refused(url) == f"'{url}' is no address that can be asked; it must begin with http:// or https:// and name a host."


def refused(url: str, **asked) -> str:
    with pytest.raises(NetworkError) as caught:
        fetch(url, **asked)
    return str(caught.value)


def test_offline_is_said_at_once() -> None:
    """In a process of its own: the lock cannot be taken off again."""
    code = (
        "import anyio; from assistant import network, offline; offline.enforce();\n"
        "try: anyio.run(network.fetch, 'https://api.example.org/')\n"
        "except offline.OfflineError as error: print(error)\n"
        "import sys; print('httpx' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    ways = "--offline, network.offline or OWLISH_OFFLINE=1"
    told = f"Owlish is offline, so api.example.org is not asked; leave out what says so to allow it: {ways}.\n"
    assert done.stdout == f"{told}False\n", done.stderr


def test_importing_it_loads_no_http_library() -> None:
    code = "import sys, assistant.network; print('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60).stdout == "False\n"
