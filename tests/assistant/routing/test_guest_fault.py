"""A guest's mistake is told with the line of its own code, and the log has the whole way there."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest

from assistant.log import logger
from assistant.routing.guest_link import CAGED
from assistant.routing.registry import load_registry
from tests.assistant.house import House
from tests.assistant.routing.guests import HEAD, WORDS, Site, site  # noqa: F401
from tests.assistant.routing.test_guest import Guests

CODE = (
    HEAD
    + """
import json
from guest_plants.deeper import dig

class Guest(Skill):
    name = "plants"

    async def handle(self, turn):
        return Reply(getattr(self, turn.text)())

    def lacking(self):
        return {}["hull"]

    def reads(self):
        return json.loads("said by a person")

    def digs(self):
        try:
            return dig()
        except ZeroDivisionError as error:
            raise ValueError("no water.") from error

    def phrase(self):
        return self.phrases.say("thirsty", name="fern")

    def peeps(self):
        return open("/etc/shadow").read()

    def silent(self):
        raise NotImplementedError
"""
)
LINES = CODE.splitlines()


def line(text: str) -> str:
    return f"plants.py:{next(number for number, found in enumerate(LINES, 1) if text in found)}"


linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's own locks are Linux's")


@pytest.fixture
def guests(site: Site, tmp_path: Path) -> Guests:  # noqa: F811
    site.install("plants", CODE, WORDS + "\n[phrases]\nthirsty = 'The {name} wants {amount} of water.'\n")
    (site.folder / "guest_plants" / "deeper.py").write_text("def dig():\n    return 1 / 0\n")
    return Guests(House(tmp_path), load_registry(points=site.points()))


def test_the_line_of_its_own_code_is_named_wherever_it_was_raised(guests: Guests) -> None:
    assert guests.hear("lacking", "reads", "digs", "phrase", "silent", name="plants") == [
        f"Skill 'plants' failed: KeyError: 'hull', {line('hull')}.",
        f"Skill 'plants' failed: JSONDecodeError: Expecting value: line 1 column 1 (char 0), {line('json.loads')}.",
        f"Skill 'plants' failed: ValueError: no water, {line('no water')}.",
        f"""Skill 'plants' failed: KeyError: "phrase 'thirsty' has no value for {{amount}}", {line("phrases.say")}.""",
        f"Skill 'plants' failed: NotImplementedError, {line('raise NotImplementedError')}.",
    ]


@linux
def test_what_the_system_forbids_a_guest_is_told_with_the_reason(guests: Guests) -> None:
    (said,) = guests.hear("peeps", name="plants")
    assert said.startswith("Skill 'plants' failed: PermissionError: [Errno 13] Permission denied: '/etc/shadow', ")
    assert said.endswith(f"{line('/etc/shadow')}; {CAGED}.") and "asks of home" in CAGED


def test_the_log_has_every_frame_and_nothing_that_was_said(guests: Guests, caplog: pytest.LogCaptureFixture) -> None:
    logger.addHandler(caplog.handler)
    try:
        with caplog.at_level(logging.INFO, logger.name):
            guests.hear("digs", "reads", name="plants")
    finally:
        logger.removeHandler(caplog.handler)
    digs, reads = (record.getMessage() for record in caplog.records)
    assert digs.startswith("skill plants failed:\n  ZeroDivisionError\n")
    assert digs.index("deeper.py") < digs.index("  ValueError\n") < digs.rindex("return Reply(getattr(self, turn.text)())")
    assert "json/decoder.py" in reads and "Expecting value: line 1" not in reads
