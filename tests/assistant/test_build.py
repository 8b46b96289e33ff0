"""From settings to an assistant: what is missing is said, and the bundled sample takes its place."""

from __future__ import annotations

import re
from pathlib import Path

import anyio
import pytest

from assistant import build
from assistant.bus import Bus
from assistant.config import Config
from assistant.events import Event, Notice
from assistant.memory.database import Database
from assistant.phrases import Phrases
from models.choice import logger
from models.errors import OutOfMemory
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
    config = build.replace_section(Config(), "routing", language="de")
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


def test_what_a_budget_leaves_out_is_said_and_the_rest_is_built() -> None:
    said = notices(build.replace_section(Config(), "models", memory="400MB"))
    assert any("no room for reading" in sentence for sentence in said)
    assert not any("no room for eyes" in sentence for sentence in said)


def test_the_terminal_ui_takes_its_room_and_a_budget_too_small_to_hear_is_one_sentence() -> None:
    config = build.replace_section(Config(), "models", memory="440MB")
    assert build.keeper_of(config, screen=True).plan.ledger.base > build.keeper_of(config).plan.ledger.base
    with pytest.raises(OutOfMemory, match=r"models\.memory is 90MB, and Owlish needs \d+ MB to hear at all; allow at least that\.") as said:
        build.keeper_of(build.replace_section(Config(), "models", memory="90MB"))
    least = re.search(r"needs (\d+) MB", str(said.value))
    assert least and "recognizer" in build.keeper_of(build.replace_section(Config(), "models", memory=f"{least[1]}MB")).plan.lazy


def test_the_frames_that_a_camera_keeps_take_their_room() -> None:
    config = build.replace_section(Config(), "models", memory="440MB")
    ledger = build.keeper_of(config).plan.ledger
    assert config.camera.bytes == 4 * 10 * 640 * 480 * 3
    assert ledger.base - build.keeper_of(config, eyes=False).plan.ledger.base == config.camera.bytes
    shorter = build.keeper_of(build.replace_section(config, "camera", keep=2.0)).plan.ledger
    assert ledger.base - shorter.base == config.camera.bytes // 2


def test_a_short_budget_keeps_fewer_frames_and_one_in_which_all_stays_keeps_them_all() -> None:
    config = build.replace_section(Config(), "models", memory="350MB")
    spared = build.sparing(config)
    assert spared.camera.apart == 0.5 and spared.camera.bytes == 10 * 640 * 480 * 3
    assert build.sparing(build.replace_section(config, "camera", apart=1.0)).camera.bytes == 6 * 640 * 480 * 3
    for roomy in (Config(), build.replace_section(config, "models", memory="4GB")):
        assert build.sparing(roomy) is roomy


def test_a_voice_that_is_not_wanted_takes_no_room_and_is_not_missed() -> None:
    config = build.replace_section(Config(), "models", memory="400MB")
    assert "voice" in build.keeper_of(config).plan.without
    silent = build.keeper_of(build.replace_section(config, "speech", voice="none")).plan
    assert "voice" not in (*silent.resident, *silent.lazy, *silent.without)


def test_what_the_models_have_to_say_is_told_when_the_assistant_begins() -> None:
    told = build.listening_to_models()
    logger.warning("CUDA fell.")
    assert told.take() == ("CUDA fell.",)
    again = build.listening_to_models()
    logger.warning("It fell again.")
    assert told.take() == () and again.take() == ("It fell again.",)
