"""From settings to an assistant: what is missing is said, and the bundled sample takes its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import build
from assistant.bus import Bus
from assistant.config import Config
from assistant.events import Event, Notice
from assistant.phrases import Phrases

PHRASES = Phrases("assistant", "assistant")
pytestmark = pytest.mark.usefixtures("default_models")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OWLISH_DATA", str(tmp_path))
    return tmp_path


def notices(config: Config) -> list[str]:
    """What the assistant says before anything happens."""
    import anyio

    assistant = build.build(config, eyes=False, ears=False)
    said: list[Event] = []
    assistant.shut_down()
    with assistant.bus.watched_by(said.append):
        anyio.run(assistant.run)
    assert isinstance(assistant.bus, Bus)
    return [event.sentence for event in said if isinstance(event, Notice)]


def test_an_english_recognizer_says_so_when_another_language_is_wanted() -> None:
    config = build.replace_section(Config(), "routing", language="de")
    assert any("whisper-tiny.en" in sentence and "whisper-base" in sentence for sentence in notices(config))


def test_a_database_that_cannot_be_used_is_told_and_the_assistant_starts_all_the_same(data: Path) -> None:
    (data / "owlish.db").write_bytes(b"no database at all, but bytes " * 50)
    assert any("damaged" in sentence and "forgotten" in sentence for sentence in notices(Config()))


def test_the_sample_takes_the_place_of_missing_default_devices_and_of_nothing_else() -> None:
    config, said = build.with_sample(Config(), PHRASES)
    if config.microphone.device.endswith(build.SAMPLE_SOUND):
        assert PHRASES.say("no_microphone_sample") in said
    chosen = build.replace_section(Config(), "microphone", device="USB Microphone")
    assert build.with_sample(chosen, PHRASES)[0].microphone.device == "USB Microphone"


def test_the_sample_is_part_of_the_installation() -> None:
    for name in (build.SAMPLE_SOUND, build.SAMPLE_VIDEO):
        assert build.sample(name).stat().st_size > 10_000


def test_a_skill_may_learn_what_runs_and_change_how_it_is_spoken() -> None:
    assistant = build.build(Config(), eyes=False, ears=False)
    report = assistant.doors.report()
    assert report["models"]["hearing"] == "whisper-tiny.en" and report["models"]["seeing"].startswith("vilbert ")
    assert report["provider"] == "CPUExecutionProvider" and report["version"] and report["microphone"] == report["camera"] == ""
    assert assistant.doors.voice(1.2, 0.5) == (1.2, 0.5)
    assert assistant.doors.voice(2.0, 1.0) == (1.8, 0.5)
