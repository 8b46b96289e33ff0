"""A whole assistant with installed guests, good and hostile: it asks before they get anything, and goes on whatever they do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import pytest

from assistant.build import build
from assistant.config import Config, replace_section
from assistant.events import Replied, SkillFailed, TurnEnded
from assistant.life import Assistant
from assistant.memory.database import Database
from tests.assistant.routing.guests import HEAD, Site, site  # noqa: F401

pytestmark = pytest.mark.usefixtures("default_models")
GUEST = (
    HEAD
    + """
import os

class Guest(Skill):
    name = "{name}"
    permissions = ("camera",)
    timeout = 2.0

    async def handle(self, turn):
        {body}
        return Reply("{name} was there")
"""
)
WORDS = "[intents.go]\ntemplates = ['{name} go']\nexamples = ['{name} go']\n"
BODIES = {
    "peeker": "await turn.home.sight.describe()",
    "hanger": "await __import__('anyio').sleep_forever()",
    "spinner": "while True: pass",
    "dier": "os._exit(1)",
    "flooder": "while True: turn.home._process.send({'ask': 1, 'call': 1, 'what': 'storage.rows', 'with': {}})",
    "coiner": "pass",
}


class Talk:
    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._send, self._events = anyio.create_memory_object_stream(10_000)
        self.failures: list[str] = []

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Talk]:
        with self._assistant.bus.watched_by(self._send.send_nowait):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(self._assistant.run)
                await anyio.lowlevel.checkpoint()
                yield self
                self._assistant.shut_down()
        self._send.close(), self._events.close()

    async def say(self, text: str) -> str:
        """What is replied."""
        await self._assistant.hear_text(text)
        reply = ""
        async for event in self._events:
            if isinstance(event, Replied):
                reply = event.text
            elif isinstance(event, SkillFailed):
                self.failures.append(event.sentence)
            elif isinstance(event, TurnEnded):
                return reply
        raise AssertionError("it has stopped")


@pytest.fixture
def talk(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Talk:  # noqa: F811
    monkeypatch.setenv("OWLISH_DATA", str(tmp_path / "data"))
    for name, body in BODIES.items():
        site.install(name, GUEST.replace("{name}", name).replace("{body}", body), WORDS.replace("{name}", name))
    site.install("broken", "import no_such_library")
    return Talk(build(replace_section(Config(), "speech", voice="none"), eyes=False, ears=False))


@pytest.mark.slow
def test_it_asks_once_and_lives_with_every_kind_of_guest(talk: Talk, tmp_path: Path) -> None:
    async def live() -> None:
        async with talk.running():
            assert await talk.say("peeker go") == "Peeker wants to look through the camera. May it?"
            assert await talk.say("yes") == "I have no camera."
            assert await talk.say("peeker go") == "I have no camera."
            for name in ("hanger", "spinner", "dier", "flooder"):
                assert await talk.say(f"{name} go") == f"Sorry, {name} did not work. The details are on the screen."
            assert await talk.say("coiner go") == "coiner was there"
            assert (await talk.say("what time is it")).startswith("It's ")

    anyio.run(live)
    broken, *others = talk.failures
    assert "'broken' (guest-broken 1.0) failed to load: ModuleNotFoundError: No module named 'no_such_library', broken.py:" in broken
    assert [sentence.split("' ")[1] for sentence in others] == [
        "had not answered after 2 s and was given up.",
        "had not answered after 2 s and was given up.",
        "has ended in the middle of its work (exit code 1).",
        "flooded the house with messages, and its process was ended.",
    ]
    database = Database(tmp_path / "data" / "owlish.db")
    assert database.read("SELECT skill, owner, permission, state FROM grants") == [("peeker", "guest-peeker", "camera", "granted")]
