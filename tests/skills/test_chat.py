"""Chat, with a small OpenAI-compatible server on loopback that streams as llama.cpp and Ollama do."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import aclosing
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import anyio
import pytest

from assistant.config import Config
from assistant.consent import Holder
from assistant.events import Event, Region, Replied, SpeakingEnded, SpeakingStarted, TurnEnded
from assistant.memory.database import Database
from assistant.memory.grants import Grant, decide
from assistant.routing.registry import load_registry
from assistant.skill import Turn
from skills.chat import Chat
from tests.assistant.conversation import Room, assemble, pick, replies
from tests.skills.home import SmallHome
from tests.web import Asked, Web, web

__all__ = ["web"]

PATH = "/v1/chat/completions"
CUT_SHORT = "I stop here, because it gets long; say continue for more."
SETTINGS = "Check the address, the model and the key of chat in the settings."


def events(*pieces: str | dict) -> Iterator[str]:
    """One chunk a piece, as the API's reference has them."""
    for piece in ({"role": "assistant"}, *({"content": piece} if isinstance(piece, str) else piece for piece in pieces), {}):
        choice = {"index": 0, "delta": piece, "finish_reason": None if piece else "stop"}
        yield json.dumps({"id": "c-1", "object": "chat.completion.chunk", "created": 1, "model": "tiny", "choices": [choice]})
    yield json.dumps({"id": "c-1", "object": "chat.completion.chunk", "choices": [], "usage": {"completion_tokens": 3}})
    yield "[DONE]"


def as_transformers(*pieces: str) -> Iterator[str]:
    """What `transformers serve` 5.20 sent: no `[DONE]`, the counts beside the reason why it ended."""
    one = {"id": "88ad01ac", "created": 1795687042, "model": "nonsense@main", "object": "chat.completion.chunk", "system_fingerprint": ""}
    for piece in ({"role": "assistant"}, *({"content": piece} for piece in pieces)):
        yield json.dumps({**one, "choices": [{"delta": piece, "index": 0}]})
    usage = {"completion_tokens": 12, "prompt_tokens": 35, "total_tokens": 47}
    yield json.dumps({**one, "choices": [{"delta": {}, "index": 0, "finish_reason": "length"}], "usage": usage})


def streams(*data: str, hangs: bool = False) -> Callable[[BaseHTTPRequestHandler, Asked], None]:
    def page(handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "text/event-stream")
        handler.end_headers()
        for one in data:
            handler.wfile.write(f": keep-alive\n\ndata: {one}\n\n".encode())
            handler.wfile.flush()
        if hangs:
            handler.rfile.read(1)

    return page


def chat(web: Web, language: str = "en", **settings: Any) -> Chat:
    skill = Chat(language)
    skill.configure(Config(chat={"url": web.address("/v1"), **settings}).chat.model_dump())
    return skill


def talk(skill: Chat, *texts: str, regions: tuple[Region, ...] = (), after: float = 0.0) -> list[str]:
    async def live() -> list[str]:
        home = SmallHome(skill, regions)
        said = []
        for number, text in enumerate(texts):
            reply = await skill.handle(Turn(text, "rest", {}, home, time=number * after))
            assert reply.more is not None
            said.append(reply.text + "".join([piece async for piece in reply.more]))
        return said

    return anyio.run(live)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Ich kann gerade nicht plaudern, denn das Sprachmodell antwortet nicht."),
        ("zh", "现在没法聊天，语言模型没有回应。"),
    ],
)
def test_a_server_that_fails_is_told_in_the_language_that_is_spoken(web: Web, language: str, said: str) -> None:
    web.pages[PATH] = 503
    assert talk(chat(web, language), "hallo") == [said]


def test_the_model_answers_as_it_writes(web: Web) -> None:
    web.pages[PATH] = streams(*events("Pa", "ris, ", "of **course**."))
    assert talk(chat(web, model="tiny", most_tokens=50), "what is the capital of france") == ["Paris, of course."]
    (asked,) = web.asked
    assert (asked.json["model"], asked.json["stream"], asked.json["max_tokens"]) == ("tiny", True, 50)
    assert [message["role"] for message in asked.json["messages"]] == ["system", "user"]
    assert asked.json["messages"][1]["content"] == "what is the capital of france"


def test_the_last_turns_are_told_and_old_ones_are_not(web: Web) -> None:
    web.pages[PATH] = streams(*events("Yes."))
    skill = chat(web)
    talk(skill, *(f"question {number}" for number in range(9)), after=60)
    told = [message["content"] for message in web.asked[-1].json["messages"][1:]]
    assert told == [text for number in range(2, 8) for text in (f"question {number}", "Yes.")] + ["question 8"]
    talk(chat(web), "long ago", "now", after=1000)
    assert [message["content"] for message in web.asked[-1].json["messages"][1:]] == ["now"]


def test_the_picture_is_described_only_where_the_words_may_be_about_it(web: Web) -> None:
    web.pages[PATH] = streams(*events("Yes."))
    skill, cup = chat(web), (Region((0, 0, 9, 9), "cup", 0.9),)
    talk(skill, "who wrote hamlet", "could I drink from this", regions=cup)
    hamlet, drink = (asked.json["messages"][0]["content"] for asked in web.asked)
    assert "cup" not in hamlet and "The camera sees this now: I see cup." in drink
    talk(skill, "could I drink from this")
    assert "The camera shows nothing now" in web.asked[-1].json["messages"][0]["content"]


def test_a_key_is_read_from_its_file_and_sent(web: Web, tmp_path: Path) -> None:
    web.pages[PATH] = streams(*events("Yes."))
    (tmp_path / "key").write_text("secret\n")
    talk(chat(web, key_file=str(tmp_path / "key")), "hello")
    talk(chat(web), "hello")
    assert [asked.headers.get("authorization") for asked in web.asked] == ["Bearer secret", None]


def test_a_key_that_cannot_be_read_is_one_sentence(web: Web) -> None:
    registry = load_registry(config=Config(chat={"url": web.address(), "key_file": "/no/such/key"}))
    assert "Skill 'chat'" in registry.failures[0].sentence and "/no/such/key" in registry.failures[0].sentence


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (503, "I can't chat now. 127.0.0.1 answered 503 (Service Unavailable)."),
        (404, f"I can't chat now. 127.0.0.1 answered 404 (Not Found). {SETTINGS}"),
        (400, f"I can't chat now. 127.0.0.1 answered 400 (Bad Request). {SETTINGS}"),
        (401, f"I can't chat now. 127.0.0.1 answered 401 (Unauthorized). {SETTINGS}"),
        (429, "I can't chat now. 127.0.0.1 answered 429 (Too Many Requests)."),
        (
            streams(json.dumps({"error": {"message": "The context is full."}})),
            "I can't chat now. The model's server reports: The context is full.",
        ),
        (streams('{"error": "index out of range in self"}'), "I can't chat now. The model's server reports: index out of range in self."),
        (
            streams(json.dumps({"error": "\x1b[2Jlost\n" * 99})),
            f"I can't chat now. The model's server reports: {('[2Jlost ' * 99)[:200].strip()}.",
        ),
        (streams('{"error": {"code": 500}}'), "I can't chat now. The model's server reports an error without a reason."),
        (streams(*as_transformers("Ow", "\x1b[2Jls", " hunt\x08\r at\x9b")), f"Ow[2Jls hunt at\n{CUT_SHORT}"),
        (streams(*as_transformers()), "I have no answer to that."),
        (streams("{"), "I can't chat now. It answered something that is no event of a chat."),
        (streams("3"), "I can't chat now. It answered something that is no event of a chat."),
        (streams(*events("")), "I have no answer to that."),
        ("no stream at all", "I have no answer to that."),
        (streams(*events({"reasoning_content": "Hm."}, "So.")), "So."),
        (streams(*list(events("Well"))[:2], "{"), "Well\nI was cut off. It answered something that is no event of a chat."),
    ],
)
def test_what_goes_wrong_is_said(web: Web, page: Any, said: str) -> None:
    web.pages[PATH] = page
    assert talk(chat(web), "hello") == [said]


def test_a_model_that_says_nothing_is_given_up(web: Web) -> None:
    web.pages[PATH] = streams(*list(events())[:1], hangs=True)
    assert talk(chat(web, patience=0.2), "hello") == ["I can't chat now. The language model had said nothing after 0.2 seconds."]


def test_a_model_without_an_end_is_ended(web: Web) -> None:
    web.pages[PATH] = streams(*events(*["and so on "] * 1000), hangs=True)
    (said,) = talk(chat(web), "hello")
    assert len(said) < 2100 and said.endswith(f"so on \n{CUT_SHORT}")


def test_hanging_up_is_noticed_by_the_server_and_what_was_said_is_remembered(web: Web) -> None:
    web.pages[PATH] = streams(*list(events("One. ", "Two."))[:3], hangs=True)
    skill = chat(web)

    async def live() -> None:
        reply = await skill.handle(Turn("count", "rest", {}, SmallHome(skill)))
        assert reply.more is not None
        async with aclosing(reply.more) as more:
            assert await anext(more) == "One. "

    anyio.run(live)  # the server's thread ends when the connection does: the fixture waits for it
    web.pages[PATH] = streams(*events("Yes."))
    talk(skill, "go on")
    assert [message["content"] for message in web.asked[-1].json["messages"][1:3]] == ["count", "One."]


def test_it_takes_the_rest_only_where_there_is_a_server() -> None:
    assert load_registry().rest.name == "fallback"
    registry = load_registry(config=Config(chat={"url": "http://llama.lan:8080/v1"}))
    assert registry.rest.name == "chat" and registry.rest.permissions == ("camera", "network:llama.lan")
    assert load_registry().get("chat").permissions == ()


def test_offline_it_says_so() -> None:
    code = (
        "from tests.skills.test_chat import Web, chat, talk; from assistant import offline; offline.enforce()\n"
        "print(talk(chat(Web()), 'hello'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout == "[\"I'm offline, so I can't ask the language model.\"]\n", done.stderr


@pytest.mark.usefixtures("default_models")
def test_a_whole_conversation_is_streamed_to_speech_and_can_be_cut(web: Web) -> None:
    """In real time, as the server is real."""
    web.pages[PATH] = streams(*list(events("Owls hunt at night. ", "They hear a mouse under the snow. ", "Their"))[:4], hangs=True)
    config = Config(chat={"url": web.address("/v1")})
    happened: list[Event] = []

    async def live() -> None:
        database, registry = Database(None), load_registry(config=config)
        holder = Holder.of(registry.loaded_as("chat"))
        decide(database, Grant(holder.skill, holder.owner, f"network:{urlsplit(web.address()).hostname}", "granted", 0.0))
        assistant = assemble(Room(length=60, picture=None), config, registry, database)
        speaking, over = anyio.Event(), anyio.Event()

        def watch(event: Event) -> None:
            happened.append(event)
            if len(pick(happened, Replied)) == 2 and pick(happened, SpeakingStarted):
                speaking.set()
            if isinstance(event, TurnEnded):
                over.set()

        with assistant.bus.watched_by(watch), anyio.fail_after(30):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(assistant.run)
                await anyio.wait_all_tasks_blocked()
                await assistant.hear_text("why do owls hunt at night")
                await speaking.wait()
                await assistant.stop()
                await over.wait()
                assistant.shut_down()

    anyio.run(live)
    assert replies(happened) == ["Owls hunt at night.", "Owls hunt at night. They hear a mouse under the snow."]
    (ended,), (turn,) = pick(happened, SpeakingEnded), pick(happened, TurnEnded)
    assert ended.interrupted and turn.outcome == "done"


@pytest.mark.slow
def test_the_host_is_asked_for_before_the_first_word_and_a_yes_goes_on_with_the_question(web: Web) -> None:
    """In real time, as the server is real."""
    web.pages[PATH] = streams(*events("Owls hunt at night."))
    config, happened = Config(chat={"url": web.address("/v1")}), []

    async def live() -> None:
        assistant = assemble(Room(length=60, picture=None), config, load_registry(config=config), Database(None))
        turns: list[anyio.Event] = [anyio.Event(), anyio.Event()]

        def watch(event: Event) -> None:
            happened.append(event)
            if isinstance(event, TurnEnded):
                turns[len(pick(happened, TurnEnded)) - 1].set()

        with assistant.bus.watched_by(watch), anyio.fail_after(30):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(assistant.run)
                await anyio.wait_all_tasks_blocked()
                for text, ended in zip(("why do owls hunt at night", "yes"), turns, strict=True):
                    await assistant.hear_text(text)
                    await ended.wait()
                assistant.shut_down()

    anyio.run(live)
    assert replies(happened)[0].startswith("Chat wants to reach 127.0.0.1.") and replies(happened)[-1] == "Owls hunt at night."
