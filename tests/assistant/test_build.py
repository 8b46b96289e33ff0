"""From settings to an assistant: what is missing is said, and the bundled sample takes its place."""

from __future__ import annotations

from pathlib import Path

import anyio
import pytest

from assistant import build
from assistant.bus import Bus
from assistant.config import Config, replace_section
from assistant.events import Event, Notice
from assistant.memory.database import Database
from assistant.phrases import Phrases
from models.choice import logger
from tests.assistant.memory.test_database import OLD, write

PHRASES = Phrases("assistant", "assistant")
pytestmark = pytest.mark.usefixtures("default_models")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OWLISH_DATA", str(tmp_path))
    return tmp_path


def notices(config: Config) -> list[str]:
    """What the assistant says before anything happens."""
    assistant = build.build(config, eyes=False, ears=False)
    said: list[Event] = []
    assistant.shut_down()
    with assistant.bus.watched_by(said.append):
        anyio.run(assistant.run)
    assert isinstance(assistant.bus, Bus)
    return [event.sentence for event in said if isinstance(event, Notice)]


def test_an_english_recognizer_says_so_when_another_language_is_wanted() -> None:
    config = replace_section(Config(), "routing", language="de")
    assert any("whisper-tiny.en" in sentence and "whisper-base" in sentence for sentence in notices(config))


def test_a_database_that_cannot_be_used_is_told_and_the_assistant_starts_all_the_same(data: Path) -> None:
    (data / "owlish.db").write_bytes(b"no database at all, but bytes " * 50)
    assert any("damaged" in sentence and "forgotten" in sentence for sentence in notices(Config()))


def test_rows_of_an_older_owlish_stay_with_the_skills_that_are_there(data: Path) -> None:
    write(data / "owlish.db", OLD)
    notices(Config())
    assert Database(data / "owlish.db").read("SELECT skill, owner, key FROM rows") == [("timer", "owlish", "tea")]


def test_an_assistant_that_has_ended_keeps_nothing_beside_its_database(data: Path) -> None:
    """Where what was forgotten would stay: SQLite writes there first."""
    assistant = build.build(Config(), eyes=False, ears=False)
    assistant.shut_down()
    anyio.run(assistant.run)
    assert sorted(path.name for path in data.glob("owlish.db*")) == ["owlish.db"]


def test_a_skill_may_learn_what_runs_and_change_how_it_is_spoken() -> None:
    assistant = build.build(Config(), eyes=False, ears=False)
    report = assistant.doors.report()
    assert report["models"]["hearing"] == "whisper-tiny.en" and report["models"]["seeing"].startswith("vilbert ")
    assert report["provider"] == "CPUExecutionProvider" and report["version"] and report["microphone"] == report["camera"] == ""
    assert assistant.doors.voice(1.2, 0.5) == (1.2, 0.5)
    assert assistant.doors.voice(2.0, 1.0) == (1.8, 0.5)


def test_what_a_budget_leaves_out_is_said_and_the_rest_is_built() -> None:
    said = notices(replace_section(Config(), "models", memory="400MB"))
    assert any("no room for reading" in sentence for sentence in said)
    assert not any("no room for eyes" in sentence for sentence in said)


def test_what_the_models_have_to_say_is_told_when_the_assistant_begins() -> None:
    told = build.listening_to_models()
    logger.warning("CUDA fell.")
    assert told.take() == ("CUDA fell.",)
    again = build.listening_to_models()
    logger.warning("It fell again.")
    assert told.take() == () and again.take() == ("It fell again.",)
