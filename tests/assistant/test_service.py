"""`owlish service`, with a systemctl that remembers what it was asked, and the real systemd's judgement of the unit."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from assistant.commands import service
from assistant.paths import model_dir

SYSTEMCTL = """#!/bin/sh
echo "$@" >> "$ASKED"
case "$*" in
  *"$FAILS"*) echo "Failed to connect to bus: No medium found." >&2; exit 1 ;;
  *"show owlish.service"*) printf '%s\\n' LoadState=$LOAD ActiveState=$ACTIVE SubState=running MainPID=42 NRestarts=1 Result=success ;;
esac
"""


@pytest.fixture
def house(owlish, tmp_path: Path, default_models):
    """A home with a systemctl in it; `asked` are the words that it got."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "systemctl").write_text(SYSTEMCTL)
    (tmp_path / "bin" / "systemctl").chmod(0o755)
    owlish.environment |= {
        "PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin",
        "ASKED": str(tmp_path / "asked"),
        "FAILS": "nothing of this",
        "LOAD": "loaded",
        "ACTIVE": "active",
        "OWLISH_MODELS": str(model_dir()),
        "XDG_CONFIG_HOME": str(tmp_path / "settings"),
        "OWLISH_DATA": str(tmp_path / "my data"),
    }
    owlish.unit = tmp_path / "settings" / "systemd" / "user" / "owlish.service"
    owlish.asked = lambda: (tmp_path / "asked").read_text().splitlines() if (tmp_path / "asked").exists() else []
    return owlish


def test_it_is_installed_started_and_removed(house) -> None:
    done = house("service", "install")
    assert done.returncode == 0 and "owlish service status" in done.stdout, done.stderr
    steps = ["--user daemon-reload", "--user enable owlish.service", "--user restart owlish.service"]
    assert house.asked() == ["--user show --property=Version", *steps], "a start would leave one that runs as it was"
    unit = house.unit.read_text()
    assert f'Environment="OWLISH_DATA={house.home}/my data"\n' in unit
    assert "Type=notify" in unit and "WatchdogSec=30" in unit and "Restart=on-failure" in unit
    assert house("service", "uninstall").returncode == 0
    assert not house.unit.exists()
    assert house.asked()[-2:] == ["--user disable --now owlish.service", "--user daemon-reload"]


def test_settings_and_offline_mode_are_the_ones_of_the_install(house) -> None:
    (house.home / "a b.toml").write_text("")
    text = house("--offline", "--config", house.home / "a b.toml", "service", "install", "--dry-run").stdout
    assert f'-m assistant --offline --config "{house.home}/a b.toml" run --headless\n' in text


def test_it_finds_from_anywhere_what_is_found_here(house) -> None:
    places = {"OWLISH_DATA": os.path.relpath(house.home / "data"), "OWLISH_MODELS": f"{house.home}/odd\nExecStartPre=no"}
    text = house("service", "install", "--dry-run", OWLISH_OFFLINE="1", **places).stdout
    assert f"Environment=OWLISH_DATA={house.home}/data\n" in text and "Environment=OWLISH_OFFLINE=1\n" in text
    assert f'Environment="OWLISH_MODELS={house.home}/odd\\nExecStartPre=no"\n' in text
    homes = {f"XDG_{name}_HOME": f"{house.home}/{name.lower()}" for name in ("CONFIG", "DATA", "CACHE")}
    text = house("service", "install", "--dry-run", OWLISH_CHOICES=f"{house.home}/choices.json", **homes).stdout
    for name, place in (*homes.items(), ("OWLISH_CHOICES", f"{house.home}/choices.json")):
        assert f"Environment={name}={place}\n" in text


def test_no_file_at_home_takes_the_place_of_a_module(house) -> None:
    """Python looks first where it is started."""
    assert "\nWorkingDirectory=/\n" in house("service", "install", "--dry-run").stdout


def test_a_dry_run_touches_nothing(house) -> None:
    for word in ("install", "uninstall"):
        assert "systemctl --user" in house("service", word, "--dry-run").stdout
    assert house.asked() == [] and not house.unit.exists()


@pytest.mark.parametrize("active", ["active", "failed"])
def test_its_state_is_told(house, active: str) -> None:
    done = house("service", "status", ACTIVE=active)
    assert done.stdout.startswith(f"Owlish is {active} (running), process 42, restarted 1 times.\n")
    assert done.returncode == (0 if active == "active" else 2)
    assert ("journalctl --user" in done.stdout) == (active == "failed")
    [row] = house.rows("service", "status", "--json")
    assert row["runs"] and row["unit"] == str(house.unit)


def test_without_a_service_the_command_is_named(house) -> None:
    done = house("service", "status", LOAD="not-found", ACTIVE="inactive")
    assert (done.stdout, done.returncode) == ("Owlish is no service here; make it one with: owlish service install\n", 2)


@pytest.mark.parametrize(
    ("word", "environment", "sentence"),
    [
        (
            "install",
            {"FAILS": "show"},
            "systemctl --user show --property=Version failed: Failed to connect to bus: No medium found. Is there",
        ),
        ("install", {"FAILS": "restart"}, "systemctl --user restart owlish.service failed: "),
        ("install", {"OWLISH_MODELS": "/none"}, "A service downloads nothing when it starts, and whisper-tiny.en, silero-vad"),
        ("status", {"PATH": "/none"}, "There is no systemd here, which a service needs; start Owlish from what starts your session"),
        ("uninstall", {}, "There is no service to remove: "),
    ],
)
def test_what_cannot_be_done_is_one_sentence(house, word: str, environment: dict[str, str], sentence: str) -> None:
    done = house("service", word, **environment)
    assert done.returncode == 2 and done.stderr.startswith(sentence) and done.stderr.count("\n") == 1, done.stderr


@pytest.mark.parametrize("word", ["plain", "a b", 'say "x"', "100%", "back\\slash", "o'brien", "tab\there", "new\nline"])
def test_systemd_reads_back_what_was_meant(word: str) -> None:
    read = service.quoted(word)
    if read.startswith('"'):
        read = read[1:-1].replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\")
    else:
        assert not set(read) & set("'\" \t\n\\")
    assert read.replace("%%", "%") == word


def test_systemd_itself_finds_no_fault_in_the_unit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("this machine has no systemd")
    monkeypatch.setenv("OWLISH_DATA", str(tmp_path / "100% $HOME data"))
    monkeypatch.setenv("OWLISH_MODELS", str(tmp_path / "o'brien"))
    unit = tmp_path / "owlish.service"
    unit.write_text(service.unit_text(tmp_path / "a b.toml", offline=True))
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(["systemd-analyze", "--user", "verify", str(unit)], capture_output=True, text=True, env=environment, timeout=60)
    assert "owlish.service" not in done.stderr, done.stderr
