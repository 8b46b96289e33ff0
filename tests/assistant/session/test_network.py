"""What hosts answered is in the bundle, and is answered again without a network."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path
from typing import Any

import anyio
import pytest

from assistant import network
from assistant.commands.replay import compare, played
from assistant.config import Chat, Config, Speech
from assistant.errors import NetworkError
from assistant.network import Outside
from assistant.session.bundle import read
from assistant.session.network import PlayedNetwork, RecordedNetwork
from assistant.session.turns import turns
from assistant.session.virtual import VirtualLoop
from tests.assistant.conversation import Room
from tests.assistant.session.made import record
from tests.web import Web, send, web

__all__ = ["web"]


class Kept:
    """Rows as a bundle would keep them."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def note(self, kind: str, **values: Any) -> float:
        self.rows.append(json.loads(json.dumps({"kind": kind, **values})))
        return 0.0


def ask_hosts(work: Callable[[Outside], Any], kept: Kept) -> Any:
    return anyio.run(work, RecordedNetwork(network, kept))


def ask_again(work: Callable[[Outside], Any], kept: Kept) -> Any:
    return anyio.run(work, PlayedNetwork(kept.rows), backend_options={"loop_factory": VirtualLoop})


async def lines(outside: Outside, url: str, most: int = 100) -> list[str]:
    found: list[str] = []
    async with aclosing(outside.stream(url, json={"q": 1})) as coming:
        async for line in coming:
            found.append(line)
            if len(found) == most:
                break
    return found


def test_bodies_errors_and_streams_come_again_and_nobody_is_asked(web: Web) -> None:
    web.pages |= {"/bytes": b"\xff\x00\xc3\xa4", "/lines": "one\ntwo\nthree", "/none": 404}

    async def ask(outside: Outside) -> list[Any]:
        said: list[Any] = [await outside.fetch(web.address("/bytes")), await outside.fetch(web.address("/bytes?n=2"), json={"a": [1]})]
        with pytest.raises(NetworkError) as error:
            await outside.fetch(web.address("/none"))
        return [*said, str(error.value), await lines(outside, web.address("/lines")), await lines(outside, web.address("/lines"), most=2)]

    kept = Kept()
    then = ask_hosts(ask, kept)
    asked = len(web.asked)
    assert then[0] == b"\xff\x00\xc3\xa4" and then[3:] == [["one", "two", "three"], ["one", "two"]] and asked == 5
    assert ask_again(ask, kept) == then and len(web.asked) == asked


def test_an_answer_takes_as_long_as_it_took(web: Web) -> None:
    kept = Kept()
    web.pages["/"] = "x"
    ask_hosts(lambda outside: outside.fetch(web.address("/")), kept)
    kept.rows[0]["seconds"] = 3.0

    async def timed(outside: Outside) -> float:
        begin = anyio.current_time()
        await outside.fetch(web.address("/"))
        return anyio.current_time() - begin

    assert ask_again(timed, kept) == pytest.approx(3.0)


def test_each_question_gets_its_own_answer_and_a_new_one_the_next_of_its_host(web: Web) -> None:
    kept = Kept()
    web.pages |= {"/a": "of a", "/b": "of b"}

    async def ask(outside: Outside, *paths: str) -> list[bytes]:
        return [await outside.fetch(web.address(path)) for path in paths]

    ask_hosts(lambda out: ask(out, "/a", "/b"), kept)
    assert ask_again(lambda out: ask(out, "/b", "/a"), kept) == [b"of b", b"of a"]
    assert ask_again(lambda out: ask(out, "/b", "/c"), kept) == [b"of b", b"of a"]
    with pytest.raises(NetworkError, match=r"^127\.0\.0\.1 was not asked so often when the session was recorded; record it again\.$"):
        ask_again(lambda out: ask(out, "/a", "/b", "/a"), kept)


def test_questions_passwords_and_headers_are_not_kept(web: Web) -> None:
    kept = Kept()
    web.pages["/"] = "x"
    address = web.address("/?q=where+I+live").replace("127", "me:secret@127")
    ask_hosts(lambda outside: outside.fetch(address, headers={"authorization": "key"}), kept)
    assert not any(word in json.dumps(kept.rows) for word in ("secret", "live", "key"))
    assert ask_again(lambda outside: outside.fetch(web.address("/?q=where+I+live")), kept) == b"x"


def streamed(handler: Any, asked: Any) -> None:
    pieces = [{"choices": [{"delta": {"content": word}}]} for word in ("Owls ", "hunt ", "at night.")]
    send(handler, "".join(f"data: {json.dumps(piece)}\n\n" for piece in pieces).encode() + b"data: [DONE]\n\n")


@pytest.mark.slow
def test_a_talk_with_a_chat_server_is_replayed_without_it(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, default_models: None
) -> None:
    monkeypatch.setenv("OWLISH_DATA", str(tmp_path / "data"))
    (tmp_path / "key").write_text("of mine")
    web.pages["/v1/chat/completions"] = streamed
    chat = Chat(url=web.address("/v1"), key_file=str(tmp_path / "key"), model="tiny")
    config = Config(chat=chat, speech=Speech(voice="none"))
    room = Room(typed=[(0.1, "why do owls like the dark"), (0.6, "yes")], deaf=True, picture=None)
    record(room, tmp_path / "bundle", config)
    (tmp_path / "key").unlink()
    asked = len(web.asked)
    bundle = read(tmp_path / "bundle")
    assert [turn.reply for turn in turns(bundle.events)][1] == "Owls hunt at night."
    rows = compare(bundle, played(bundle))
    assert len(rows) == 2 and not any(row.changed for row in rows), rows
    assert len(web.asked) == asked == 1
