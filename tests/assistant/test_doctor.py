"""`owlish doctor` and `owlish devices` tell what is there, and what to do about what is not."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from contextlib import closing
from functools import lru_cache

import pytest

from assistant.commands import doctor
from assistant.config import Config
from assistant.memory.database import Database
from assistant.memory.storage import PUT
from models import registry
from models.choice import Choice, Choices, keep
from models.runtime import device_of


@pytest.fixture(scope="module")
def findings(make_owlish, default_models):
    """`findings(...)`: exit code, and the findings by what they are about; the same question is asked once."""
    owlish = make_owlish("doctor")

    @lru_cache
    def look(*arguments: str, **environment: object) -> tuple[int, dict[str, list[dict]]]:
        done = owlish("doctor", "--json", *arguments, **environment)
        found: dict[str, list[dict]] = {}
        for line in done.stdout.splitlines():
            row = json.loads(line)
            found.setdefault(row["what"], []).append(row)
        return done.returncode, found

    return look


def test_every_part_is_examined(findings):
    code, found = findings()
    assert code == 0, found
    expected = {
        "system",
        "settings",
        "microphone",
        "loudspeaker",
        "camera",
        "models",
        "provider",
        "choice",
        "espeak-ng",
        "terminal",
        "disk",
        "database",
        "memory",
        "network",
        "offline",
    }
    assert set(found) - {"hearing"} == expected


def test_whatever_is_not_good_comes_with_its_remedy(findings):
    _, found = findings()
    assert [row for rows in found.values() for row in rows if row["state"] != "good" and not row["remedy"]] == []


def test_the_provider_is_the_one_that_really_runs(findings):
    _, found = findings()
    assert found["provider"][0]["found"].startswith("CPUExecutionProvider of ONNX Runtime ")


def test_a_chosen_provider_that_does_not_run_is_told_with_its_remedy(owlish, tmp_path):
    chosen = Choice("voice", "0", "fp16", (("CUDAExecutionProvider", {}),), 1.0, 2.0)
    keep(Choices(device_of(), (chosen,)), tmp_path / "choices.json")
    owlish.environment["OWLISH_CHOICES"] = str(tmp_path / "choices.json")
    rows = owlish.rows("doctor", "--json")
    runs, falls = [row for row in rows if row["what"] == "provider"]
    assert runs["state"] == "good" and falls["state"] == "limited"
    assert "CUDA is not part of this ONNX Runtime" in falls["found"] and "onnxruntime-gpu" in falls["found"]
    assert {"1 networks were measured on this device"} == {row["found"] for row in rows if row["what"] == "choice"}


def test_the_settings_are_those_that_were_named(findings, tmp_path):
    (tmp_path / "mine.toml").write_text("[camera]\nkeep = 5\n")
    _, found = findings("--config", str(tmp_path / "mine.toml"))
    assert found["settings"][0]["found"] == str(tmp_path / "mine.toml")


def test_a_database_that_is_damaged_is_told_with_its_remedy(findings, tmp_path):
    (tmp_path / "owlish.db").write_bytes(b"nonsense " * 999)
    _, found = findings(OWLISH_DATA=tmp_path)
    (row,) = found["database"]
    assert row["state"] == "limited" and "is damaged" in row["found"] and "lists and turns are forgotten" in row["found"]
    assert row["remedy"] == "Move it away, and Owlish starts a new one."


def test_a_database_with_a_damaged_row_is_not_called_whole(findings, tmp_path):
    with closing(Database(tmp_path / "owlish.db")) as database:
        database.write(PUT, ("lists", "owlish", "shopping", '{"name": "sho'))
    _, found = findings(OWLISH_DATA=tmp_path)
    (row,) = found["database"]
    assert row["state"] == "limited" and row["found"].startswith("something that lists had stored is damaged, and left out; it stays in ")


def test_offline_mode_is_told(findings):
    _, found = findings("--offline")
    assert "offline mode is on" in found["network"][0]["found"]


def test_offline_mode_is_proved_by_trying(findings):
    _, found = findings()
    assert found["offline"][0]["found"] == "a socket was tried under --offline: Python and the kernel refused it"


def test_models_are_told_with_what_tells_them_apart(findings):
    _, found = findings()
    whole = found["models"][-1]["found"]
    assert all(re.search(rf"{re.escape(model.id)} [0-9a-f]{{12}}", whole) for model in registry.defaults())


def test_it_plays_a_sound_only_when_asked(findings):
    assert "echo" in findings("--sound")[1]


def test_missing_models_are_broken_and_the_command_is_named(findings, tmp_path):
    code, found = findings(OWLISH_MODELS=tmp_path / "none")
    assert code == 2
    names = [model.id for model in registry.defaults()]
    assert [(row["state"], row["found"], row["remedy"]) for row in found["models"]] == [
        ("broken", f"not prepared: {', '.join(names)}", f"Run: owlish models pull {' '.join(names)}")
    ]


def test_without_espeak_no_voice_can_speak(findings, tmp_path):
    (tmp_path / "bin").mkdir()
    if pactl := shutil.which("pactl"):
        os.symlink(pactl, tmp_path / "bin" / "pactl")
    code, found = findings(PATH=tmp_path / "bin")
    assert code == 2
    assert found["espeak-ng"][0]["remedy"] == "Run: sudo apt-get install -y espeak-ng"


def test_an_examination_that_hangs_is_a_finding_and_the_others_go_on():
    def voice(config):
        subprocess.run(["sleep", "60"], timeout=0.01)
        yield

    (finding,) = doctor.examined(voice, Config())
    assert (finding.what, finding.state) == ("voice", "broken") and "sleep" in finding.found and "timed out" in finding.found


def test_people_read_it_as_a_list_of_signs(owlish, prepared):
    text = owlish("doctor").stdout
    assert "✓ system" in text and "✓ espeak-ng" in text


def test_devices_are_rows_with_a_name_to_choose(owlish):
    rows = owlish.rows("devices", "--json")
    assert all(row["sense"] in ("microphone", "speaker", "camera") and row["name"] for row in rows)
    text = owlish("devices").stdout
    assert all(row["name"] in text for row in rows) if rows else "owlish run --mic FILE" in text


def test_an_own_recognizer_that_is_not_there_is_broken_with_its_remedy(findings):
    code, found = findings(OWLISH__RECOGNITION__ENGINE="whisper:gone")
    broken = [row for row in found["models"] if row["state"] == "broken"]
    assert code == 2 and [row["remedy"] for row in broken] == ["Make it: owlish edge whisper WEIGHTS --out gone."]
    assert "no recognizer 'whisper:gone'" in broken[0]["found"]
