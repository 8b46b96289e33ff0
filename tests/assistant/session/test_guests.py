"""A guest's process is no part of a replay: what it said is in the bundle, and is said again."""

from __future__ import annotations

import sys
from pathlib import Path

import anyio
import pytest

from assistant.commands.replay import compare, played
from assistant.config import Config, Speech
from assistant.routing.guest_line import ProcessLine
from assistant.session.bundle import read
from assistant.session.guests import PlayedLine, RecordedLine
from assistant.session.turns import turns
from tests.assistant.conversation import Room
from tests.assistant.routing.guests import HEAD, Site, site  # noqa: F401
from tests.assistant.session.made import record

pytestmark = pytest.mark.usefixtures("default_models")
WORDS = "[intents.go]\ntemplates = ['{name} go']\nexamples = ['{name} go']\n"
ORACLE = (
    HEAD
    + """
import os
import anyio

class Guest(Skill):
    name = "oracle"

    async def handle(self, turn):
        await anyio.sleep(0.2)
        await turn.home.storage.put("row", {"drawn": os.urandom(8).hex()})
        return Reply(str(await turn.home.storage.rows()))
"""
)
DIER = HEAD + "class Guest(Skill):\n    name = 'dier'\n    async def handle(self, turn):\n        __import__('os')._exit(1)\n"
SPINNER = (
    HEAD
    + """
class Guest(Skill):
    name = "spinner"
    timeout = 0.3

    async def handle(self, turn):
        while True:
            pass
"""
)


@pytest.fixture
def folder(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:  # noqa: F811
    """A session with a guest that draws lots and takes its time, one that dies and one that never answers."""
    monkeypatch.setenv("OWLISH_DATA", str(tmp_path / "data"))
    for name, code in {"oracle": ORACLE, "dier": DIER, "spinner": SPINNER}.items():
        site.install(name, code, WORDS.replace("{name}", name))
    typed = [(0.1, "oracle go"), (0.2, "dier go"), (0.3, "spinner go"), (0.4, "oracle go")]
    record(Room(typed=typed, deaf=True, picture=None), tmp_path / "bundle", Config(speech=Speech(voice="none")))
    return tmp_path / "bundle"


@pytest.mark.anyio
async def test_of_a_process_that_has_ended_it_is_noted_that_nothing_is_told_and_told_again_so() -> None:
    noted: list[dict] = []

    class Notes:
        def note(self, kind: str, **more: object) -> None:
            noted.append({"kind": kind, **more})

    async with await anyio.open_process([sys.executable, "-c", ""]) as process:
        await process.wait()
        assert RecordedLine(ProcessLine(process), Notes(), "oracle", 1).worked() is None
    assert noted == [{"kind": "guest worked", "skill": "oracle", "process": 1}]
    assert PlayedLine(noted).worked() is None


@pytest.mark.slow
def test_a_session_in_which_nothing_was_told_of_a_guest_s_work_is_replayed(folder: Path) -> None:
    inputs = folder / "inputs.jsonl"
    *rows, end = inputs.read_text("utf-8").splitlines(keepends=True)
    inputs.write_text("".join([*rows, '{"kind": "guest worked", "skill": "oracle", "process": 1}\n', end]), "utf-8")
    assert not any(row.changed for row in compare(read(folder), played(read(folder))))


@pytest.mark.slow
def test_guests_answer_as_they_did_and_no_process_is_started(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    then = turns(read(folder).events)
    assert "'drawn': " in then[0].reply and then[0].reply != then[3].reply
    assert [turn.reply for turn in then[1:3]] == [
        f"Sorry, {name} did not work. The details are on the screen." for name in ("dier", "spinner")
    ]

    def started(*_: object, **__: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(anyio, "open_process", started)
    events = played(read(folder))
    rows = compare(read(folder), events)
    assert len(rows) == 4 and not any(row.changed for row in rows), rows
    assert [event["sentence"] for event in events if event["event"] == "SkillFailed"] == [
        "Skill 'dier' has ended in the middle of its work (exit code 1).",
        "Skill 'spinner' had not answered after 0.3 s and was given up.",
    ]
