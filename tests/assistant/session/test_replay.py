"""A session that was recorded gives the same answers again, to the bit."""

from __future__ import annotations

import json
import shutil
import signal
from pathlib import Path

import pytest

from assistant.bundled import SAMPLE_SOUND, SAMPLE_VIDEO, sample
from assistant.commands.replay import compare, played, replay
from assistant.config import Config, Hooks, Photos, Speech
from assistant.events import Replied
from assistant.session.bundle import read
from assistant.session.turns import turns
from tests.assistant.conversation import Room
from tests.assistant.script import FOLDER
from tests.assistant.session.made import record

pytestmark = pytest.mark.usefixtures("default_models")


@pytest.fixture
def copy(session: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(session, tmp_path / "copy"))


@pytest.fixture(scope="module")
def again(session: Path) -> list:
    return played(read(session))


@pytest.mark.slow
def test_the_same_words_skills_replies_and_boxes_in_the_same_order(session: Path, again: list) -> None:
    bundle = read(session)
    rows = compare(bundle, again)
    assert len(rows) == 5 and not any(row.changed for row in rows), rows
    dice = turns(again)[1]
    assert (dice.skill, dice.intent) == ("chance", "dice") and dice.heard.startswith("Roll")


def test_events_come_at_the_same_times_but_for_what_the_loop_itself_computes(session: Path, again: list) -> None:
    then = [row for row in read(session).events if row["event"] in ("SpeechStarted", "SpeechEnded", "Replied", "SpeakingStarted")]
    now = [row for row in again if row["event"] in ("SpeechStarted", "SpeechEnded", "Replied", "SpeakingStarted")]
    assert [row["event"] for row in then] == [row["event"] for row in now]
    assert [row["time"] for row in now] == pytest.approx([row["time"] for row in then], abs=0.05)


@pytest.mark.slow
def test_two_replays_are_the_same_to_the_bit_in_processes_of_their_own(session: Path, owlish) -> None:
    first, second = (owlish("replay", session, "--json") for _ in range(2))
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == second.stdout and first.stdout.count("\n") > 100
    assert json.loads(first.stdout.splitlines()[-1]) == {"event": "Replayed", "turns": 5, "changed": 0, "over_budget": []}


def test_another_answer_is_told_and_the_exit_code_says_so(copy: Path, capsys: pytest.CaptureFixture) -> None:
    change_reply(copy, "Your tea timer is over.", "The tea is ready.")
    assert replay(copy, update=False, budget=[], as_json=False) == 1
    out = capsys.readouterr().out
    assert "reply was 'The tea is ready.', is 'Your tea timer is over.'" in out and "5 turns, 1 changed." in out


@pytest.mark.slow
def test_update_makes_the_new_answers_the_expected_ones_and_a_broken_budget_is_told_all_the_same(
    copy: Path, capsys: pytest.CaptureFixture
) -> None:
    change_reply(copy, "Your tea timer is over.", "The tea is ready.")
    assert replay(copy, update=True, budget=["first_audio=0.001"], as_json=False) == 1
    assert "its budget is 0.001 s." in capsys.readouterr().out
    bundle = read(copy)
    said = [turn.reply for turn in turns(bundle.events)]
    assert said[-1] == "Your tea timer is over." and bundle.about["budgets"] == {"first_audio": 0.001}


@pytest.mark.parametrize("budget", ["first_audio", "first_audio=soon"])
def test_a_budget_without_seconds_is_one_sentence(says_one_sentence, session: Path, budget: str) -> None:
    says_one_sentence(r"is no stage with seconds; write it as first_audio=0\.7", "replay", session, "--budget", budget)


def test_other_models_are_told_and_it_goes_on(copy: Path, capsys: pytest.CaptureFixture) -> None:
    about = json.loads((copy / "session.json").read_text())
    about["models"]["silero-vad/silero_vad.onnx"] = "0" * 64
    (copy / "session.json").write_text(json.dumps(about))
    assert replay(copy, update=False, budget=[], as_json=True) == 0
    assert "not those of the recording, so answers may change: silero-vad." in capsys.readouterr().err


def test_what_a_device_told_of_itself_is_told_again_and_a_changed_setting_is_changed_again(copy: Path) -> None:
    lines = (copy / "inputs.jsonl").read_text().splitlines()
    trouble = {"kind": "trouble", "at": 2.5, "sense": "camera", "sentence": "The camera is gone.", "recovered": False}
    change = {"kind": "asked", "at": 0.1, "what": "change", "values": ["listening.silence", 0.8]}
    (copy / "inputs.jsonl").write_text("\n".join([*lines[:2], json.dumps(trouble), json.dumps(change), *lines[2:]]) + "\n")
    events = played(read(copy))
    (told,) = [row for row in events if row["event"] == "SenseTrouble"]
    spoken = next(row for row in events if row["event"] == "TurnEnded" and "endpoint" in row["stages"])
    assert spoken["stages"]["endpoint"] > 0.7
    assert (told["time"], told["sense"], told["sentence"]) == (2.5, "camera", "The camera is gone.")


def test_a_model_that_the_bundle_names_is_not_fetched(copy: Path, says_one_sentence) -> None:
    about = json.loads((copy / "session.json").read_text())
    about["config"]["vision"]["engine"] = "hf:nobody/nothing"
    (copy / "session.json").write_text(json.dumps(about))
    says_one_sentence("only what is on this machine may be used now", "replay", copy)


@pytest.mark.slow
def test_a_killed_session_is_replayed_up_to_there(owlish, tmp_path: Path) -> None:
    folder = tmp_path / "bundle"
    senses = ("--mic", sample(SAMPLE_SOUND), "--camera", sample(SAMPLE_VIDEO), "--text-only")
    process = owlish.start("run", "--headless", "--json", *senses, "--record", folder)
    assert process.stdout is not None
    ended = False
    for line in process.stdout:
        event = json.loads(line)["event"]
        if ended and event == "Heard" and (ended := ended + 1) > 6:
            break
        ended = ended or int(event == "TurnEnded")
    process.send_signal(signal.SIGKILL)
    process.communicate()
    done = owlish("replay", folder)
    assert done.returncode == 0, done
    assert "was cut short; it is replayed up to where it ends, after " in done.stderr
    assert "1 turn, all as recorded." in done.stdout and "What is on the table?" in done.stdout


def test_photos_of_a_replay_are_not_kept_and_hooks_do_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWLISH_DATA", str(tmp_path / "data"))
    hooks = Hooks(heard=f"touch {tmp_path / 'hooked'}")
    config = Config(photos=Photos(folder=str(tmp_path / "album")), hooks=hooks, speech=Speech(voice="none"))
    typed = [(0.5, "take a photo"), (1.0, "yes"), (3.0, "where is the last photo")]
    record(Room(typed=typed, length=4.0), tmp_path / "bundle", config)
    (photo,) = (tmp_path / "album").iterdir()
    photo.unlink(), (tmp_path / "hooked").unlink(missing_ok=True)
    bundle = read(tmp_path / "bundle")
    rows = compare(bundle, played(bundle))
    assert len(rows) == 3 and not any(row.changed for row in rows), rows
    assert f"{photo.name}, in the folder {tmp_path / 'album'}." in turns(bundle.events)[2].reply
    assert not [*(tmp_path / "album").iterdir()] and not (tmp_path / "hooked").exists()


def change_reply(folder: Path, now: str, then: str) -> None:
    events = folder / "events.jsonl"
    lines = events.read_text().splitlines()
    place = next(n for n, line in enumerate(lines) if json.loads(line)["event"] == Replied.__name__ and json.loads(line)["text"] == now)
    events.write_text("\n".join([*lines[:place], lines[place].replace(now, then), *lines[place + 1 :]]) + "\n")


@pytest.mark.parametrize("folder", sorted((FOLDER / "bundles").iterdir()), ids=lambda folder: folder.name)
def test_the_sessions_that_were_kept_are_answered_as_they_were(folder: Path, capsys: pytest.CaptureFixture) -> None:
    assert replay(folder, update=False, budget=[], as_json=False) == 0, capsys.readouterr().out
