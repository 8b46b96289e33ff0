"""`owlish run` from outside: the whole loop over the bundled sample, two at once, and Ctrl-C."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
from pathlib import Path

import numpy as np
import pytest

from assistant.bundled import SAMPLE_SOUND, SAMPLE_VIDEO, sample
from assistant.commands.run import teller
from assistant.events import Frame, Looked, Replied, Scene, SenseChanged, TurnEnded
from models import registry

ALONE = ("unshare", "--net", "--map-root-user")
"""A program that it starts sees no network at all."""
QUIET = ("run", "--headless", "--no-mic", "--no-camera", "--text-only")


@pytest.fixture(scope="module", autouse=True)
def models(prepared):
    for model in registry.defaults():
        prepared(model.id)


@pytest.fixture(scope="module")
def sessions(models, make_owlish) -> dict[str, tuple]:
    """Four runs over the sample, side by side, because each takes as long as the sample: exit code, stdout, stderr, and whose."""
    senses = ("--mic", sample(SAMPLE_SOUND), "--camera", sample(SAMPLE_VIDEO), "--text-only")
    owls = {name: make_owlish(name) for name in ("plain", "json", "offline", "read-only")}
    owls["read-only"].environment["OWLISH_DATA"] = "/proc/owlish"
    commands = {name: owl.command("run", *senses) for name, owl in owls.items()}
    commands["json"] += ["--headless", "--json"]
    if subprocess.run([*ALONE, "true"], capture_output=True).returncode == 0:
        commands["offline"] = [*ALONE, *commands["offline"], "--offline"]
    started = {name: owls[name].start_command(command) for name, command in commands.items()}
    return {name: (*outcome(process), owls[name]) for name, process in started.items()}


def outcome(process: subprocess.Popen) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=180)
    return process.returncode, out, err


@pytest.mark.parametrize("name", ["plain", "json", "offline", "read-only"])
def test_it_ends_by_itself_and_without_complaint(sessions, name):
    code, _, err, _ = sessions[name]
    assert (code, err) == (0, "")


@pytest.mark.parametrize("name", ["plain", "offline", "read-only"])
def test_without_a_terminal_the_sample_is_heard_seen_and_answered(sessions, name):
    lines = sessions[name][1].splitlines()
    assert any(line.startswith("> What is on the table") for line in lines)
    assert any(line.startswith("  looked at a frame ") for line in lines)
    assert any(line.startswith("< ") and len(line) > 4 for line in lines)


def test_every_event_is_a_json_line_with_its_time(sessions):
    rows = [json.loads(line) for line in sessions["json"][1].splitlines()]
    assert all(isinstance(row["time"], float) for row in rows)
    kinds = [row["event"] for row in rows]
    expected = ("SpeechStarted", "SpeechEnded", "TurnStarted", "Transcribed", "Routed", "Looked", "Replied", "TurnEnded")
    order = [kinds.index(kind) for kind in expected]
    assert order == sorted(order)


def test_afterwards_every_turn_can_be_explained(sessions):
    owlish = sessions["json"][3]
    trace = json.loads(owlish("why", "1", "--json").stdout)
    assert (trace["source"], trace["skill"], trace["transcript"]["engine"]) == ("voice", "look", "whisper-tiny.en")
    assert trace["frames"] and trace["stages"]["answer"] > 0
    assert "Looked at frame " in owlish("why").stdout


def test_the_log_tells_the_stages_and_not_the_words(sessions):
    log = (sessions["json"][3].home / "data" / "owlish.log").read_text()
    assert "turn 1 done" in log and "state idle" in log
    assert "table" not in log


def test_a_read_only_home_is_told(sessions):
    assert "will be forgotten when I stop" in sessions["read-only"][1]


@pytest.fixture
def running(owlish):
    """An Owlish without senses, which runs until it is stopped; its first line has been printed."""
    process = owlish.start(*QUIET, "--json")
    assert process.stdout is not None
    process.stdout.readline()
    yield process
    process.kill()
    process.communicate()


def test_a_second_one_says_that_there_is_one(says_one_sentence, running):
    says_one_sentence(
        rf"^Owlish is already running as process {running.pid}; ", "run", "--headless", "--no-mic", "--no-camera", "--text-only"
    )


@pytest.mark.parametrize("how", [("--headless", "--json"), ("--headless",), ("--linear",)])
def test_it_ends_when_nobody_reads_any_more(owlish, how):
    reading, writing = os.pipe()
    command = owlish.command("run", *how, "--no-mic", "--no-camera", "--text-only")
    os.close(reading)
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=writing, stderr=subprocess.PIPE, env=owlish.environment)
    os.close(writing)
    _, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (1, b"")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_closes_it_quietly(running, number):
    running.send_signal(number)
    out, err = running.communicate(timeout=20)
    assert (running.returncode, err) == (0, "")
    assert json.loads(out.splitlines()[-1])["state"] == "stopped"


def test_under_nohup_it_outlives_its_terminal(owlish):
    process = owlish.start_command(["nohup", *owlish.command(*QUIET, "--json")])
    process.stdout.readline()
    ignored = re.search(r"SigIgn:\s*(\w+)", Path(f"/proc/{process.pid}/status").read_text())
    process.terminate()
    process.communicate(timeout=20)
    assert process.returncode == 0 and int(ignored[1], 16) >> (signal.SIGHUP - 1) & 1


@pytest.mark.parametrize("library", ["pydantic_core", "onnxruntime_pybind11"])
def test_ctrl_c_while_it_starts_is_quiet(owlish, library):
    """In the middle of the imports, and while the models are opened: the libraries in its memory tell how far it is."""
    process = owlish.start(*QUIET)
    while process.poll() is None and not any(library in line for line in memory_of(process.pid)):
        pass
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert "Traceback" not in err
    assert process.returncode in (0, 130), err


def memory_of(pid: int) -> list[str]:
    try:
        with open(f"/proc/{pid}/maps") as maps:
            return maps.read().splitlines()
    except OSError:
        return []


def test_a_microphone_file_that_is_broken_is_one_sentence(says_one_sentence, tmp_path):
    (tmp_path / "empty.wav").touch()
    says_one_sentence(
        r"empty\.wav cannot be read as sound", "run", "--headless", "--no-camera", "--text-only", "--mic", tmp_path / "empty.wav"
    )


def test_where_nothing_that_is_typed_is_read_nobody_is_told_to_type_there(owlish):
    process = owlish.start(*QUIET)
    said = next(line for line in process.stdout if "microphone off" in line)
    process.terminate()
    process.communicate(timeout=20)
    assert "type instead" not in said and "or type: owlish run --linear" in said


@pytest.mark.parametrize("other", ["--json", "--headless"])
def test_a_conversation_is_shown_in_one_way(says_one_sentence, other):
    says_one_sentence(f"{other} prints .*; leave one of them out", "run", "--linear", other, "--no-mic", "--no-camera", "--text-only")


def test_missing_models_are_named_at_once_with_the_command(says_one_sentence, tmp_path):
    names = [one.id for one in registry.defaults()]
    told = rf"^{len(names)} models are not prepared on this machine \({', '.join(names)}\); run: owlish models pull\.$"
    says_one_sentence(told, *QUIET, OWLISH_MODELS=tmp_path / "none")


def test_one_missing_model_names_its_command(says_one_sentence, prepared, tmp_path):
    (tmp_path / "prepared").mkdir()
    for one in registry.defaults():
        if one.id != "silero-vad":
            (tmp_path / "prepared" / one.id).symlink_to(prepared(one.id).folder)
    told = r"^Model 'silero-vad' is not prepared on this machine; run: owlish models pull silero-vad\.$"
    says_one_sentence(told, *QUIET, OWLISH_MODELS=tmp_path)


def test_what_watches_in_the_background_is_not_printed_every_other_second(capsys) -> None:
    tell, scene = teller(), Scene(Frame(np.zeros((4, 4, 3), np.uint8)))
    tell(Looked(0.0, 0, scene, 0.1))
    tell(Looked(0.0, 7, scene, 0.1, engine="vilbert"))
    assert capsys.readouterr().out == "  looked at a frame 0.1 s old (vilbert)\n"


def test_a_camera_of_any_name_does_not_rule_the_terminal(capsys) -> None:
    teller()(SenseChanged(0.0, "camera", "armed", "\x1b[31mred\n.jpg"))
    assert capsys.readouterr().out == "* camera armed: \\x1b[31mred\\n.jpg\n"


def test_a_reply_that_is_still_coming_is_printed_as_it_grows(capsys) -> None:
    tell = teller()
    for text in ("One.", "One. Two.", "One. Two. Three."):
        tell(Replied(0.0, 1, text))
        tell(Replied(0.0, 2, "A timer is over."))
    tell(TurnEnded(0.0, 1, {}))
    assert [line for line in capsys.readouterr().out.splitlines() if "timer" not in line] == ["< One.", "< Two.", "< Three."]
