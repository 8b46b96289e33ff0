"""`owlish why` tells how a turn came about."""

from __future__ import annotations

import json
from contextlib import closing

import anyio
import pytest

from assistant.events import Candidate, Transcript
from assistant.memory.database import Database
from assistant.memory.turns import Trace, Turns
from assistant.skill import Reply
from tests.inline import InlineWorker


@pytest.fixture
def remembered(owlish):
    """Two turns; the last one is a timer's."""
    timer = Candidate("timer", "start", 0.97, "template", {"seconds": 300})
    clock = Candidate("clock", "time", 0.31, "semantic")
    last = Trace(1_700_000_000.0, "voice", "set a timer for five minutes", Transcript("", 0.91, "whisper-tiny.en"))
    last.candidates, last.chosen, last.reply, last.said = (timer, clock), timer, Reply("Timer set for five minutes."), "Timer set"
    last.stages, last.outcome = {"asr": 0.12, "route": 0.003}, "done"

    async def fill() -> None:
        database = Database(owlish.home / "data" / "owlish.db")
        turns = Turns(database, InlineWorker("memory"), keep=10)
        await turns.add(Trace(1_600_000_000.0, "text", "hello"))
        await turns.add(last)
        database.close()

    anyio.run(fill)
    return owlish


def test_the_last_turn_is_told_whole(remembered):
    text = remembered("why").stdout
    for words in (
        '"set a timer for five minutes"',
        "Heard by whisper-tiny.en, confidence 0.91.",
        "Taken by timer.start with seconds = 300.",
        "timer.start",
        "clock.time",
        "0.97",
        "template",
        'Replied: "Timer set for five minutes." (heard: "Timer set")',
        "0.120",
    ):
        assert words in text


def test_what_was_said_does_not_rule_the_terminal(owlish):
    with closing(Database(owlish.home / "data" / "owlish.db")) as database:
        anyio.run(Turns(database, InlineWorker("memory"), keep=10).add, Trace(1_600_000_000.0, "text", "add \x1b]0;mine\x07milk"))
    assert r'"add \x1b]0;mine\x07milk"' in owlish("why").stdout


@pytest.mark.parametrize("number", ["3", "99999999999999999999999"])
def test_a_turn_that_is_not_remembered_is_refused(remembered, number):
    result = remembered("why", number)
    assert (result.returncode, result.stderr) == (2, f"Turn {number} is not remembered; the newest is 2.\n")


def test_programs_read_it_as_json(remembered):
    trace = json.loads(remembered("why", "--json").stdout)
    assert (trace["turn"], trace["skill"], trace["slots"]) == (2, "timer", {"seconds": 300})
    assert [one["skill"] for one in trace["candidates"]] == ["timer", "clock"]


def test_an_earlier_turn_is_told_by_its_number(remembered):
    assert '"hello"' in remembered("why", "1").stdout


def test_a_turn_that_is_not_remembered_is_one_sentence(remembered, says_one_sentence):
    says_one_sentence(r"^Turn 99 is not remembered; the newest is 2\.$", "why", "99")


def test_before_the_first_turn_there_is_one_sentence(says_one_sentence):
    says_one_sentence(r"^No turn is remembered yet", "why")


def test_a_damaged_record_is_one_sentence(owlish, says_one_sentence):
    (owlish.home / "data").mkdir(exist_ok=True)
    (owlish.home / "data" / "owlish.db").write_bytes(b"no database" * 1000)
    says_one_sentence(r"is damaged .*; move it away", "why")


def test_a_damaged_record_is_one_sentence_and_the_others_are_told(remembered):
    with closing(Database(remembered.home / "data" / "owlish.db")) as database:
        database.write("UPDATE turns SET trace = '{' WHERE number = 2")
    told = remembered("why")
    assert told.returncode == 2 and told.stderr.startswith("The record of turn 2 in ") and told.stderr.count("\n") == 1
    assert '"hello"' in remembered("why", "1").stdout
