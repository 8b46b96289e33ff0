"""`owlish service`: Owlish as a systemd user service that starts with the session and is started again when it fails or hangs."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import sys
from pathlib import Path

from assistant.commands.models import check
from assistant.commands.output import emit
from assistant.config import OWN, Config
from assistant.errors import ServiceError
from assistant.offline import VARIABLE
from assistant.paths import model_dir
from models import registry
from models.store import Store
from models.whisper.own import opened
from models.whole import in_place_of

NAME = "owlish.service"
PLACES = ("OWLISH_CONFIG", "OWLISH_DATA", "OWLISH_MODELS", "OWLISH_CHOICES", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
"""Variables of this environment that the service gets, so that it finds what `owlish` finds here."""
SHOWN = ("LoadState", "ActiveState", "SubState", "MainPID", "NRestarts", "Result")
UNIT = """\
# Written by `owlish service install`; `owlish service uninstall` removes it.
[Unit]
Description=Owlish, a voice-and-vision assistant
After=pipewire-pulse.service pulseaudio.service
StartLimitIntervalSec=300
StartLimitBurst=5

[Service]
Type=notify
NotifyAccess=main
# not at home, where a file of yours may have the name of a module
WorkingDirectory=/
ExecStart={command}
{environment}WatchdogSec=30
TimeoutStartSec=120
TimeoutStopSec=20
Restart=on-failure
RestartSec=3
# 2 is what a person must mend: a wrong setting, a missing model
RestartPreventExitStatus=2
# the conversation is nobody's log
StandardOutput=null

[Install]
WantedBy=default.target
"""


def install(config: Config, config_file: Path | None, offline: bool, dry_run: bool) -> int:
    """
    config_file: what --config named, if it did
    One that runs is started again, so that a new version, another file of settings and --offline hold at once.
    Raises ServiceError: no systemd, it refuses, or models are missing, which a start never downloads.
    """
    unit, steps = unit_text(config_file, offline), (("daemon-reload",), ("enable", NAME), ("restart", NAME))
    if dry_run:
        print(f"{unit_file()} would be:\n\n{unit}\nThen:")
        print(*(f"  systemctl --user {' '.join(step)}" for step in steps), sep="\n")
        return 0
    check_models(config)
    check_systemd()
    write(unit)
    for step in steps:
        systemctl(*step)
    print(f"Owlish runs as a service of yours, described in {unit_file()}. Look at it with: owlish service status")
    if not lingers():
        print("It ends when you log out. To let it run from the machine's start on, run: loginctl enable-linger")
    return 0


def uninstall(dry_run: bool) -> int:
    if dry_run:
        print(f"systemctl --user disable --now {NAME}\n{unit_file()} would be removed, then:\nsystemctl --user daemon-reload")
        return 0
    if not unit_file().exists():
        raise ServiceError(f"There is no service to remove: {unit_file()} does not exist.")
    check_systemd()
    systemctl("disable", "--now", NAME)
    unit_file().unlink()
    systemctl("daemon-reload")
    print("Owlish is no service any more; settings, models and data are untouched.")
    return 0


def status(as_json: bool) -> int:
    """Exit code 2 when it does not run."""
    check_systemd()
    shown = dict(line.partition("=")[::2] for line in systemctl("show", NAME, f"--property={','.join(SHOWN)}").splitlines() if "=" in line)
    runs = shown.get("ActiveState") == "active"
    if as_json:
        emit({"runs": runs, "unit": str(unit_file()), "lingers": lingers(), **shown})
    elif shown.get("LoadState") != "loaded":
        print("Owlish is no service here; make it one with: owlish service install")
    else:
        print(f"Owlish is {shown['ActiveState']} ({shown['SubState']}), process {shown['MainPID']}, restarted {shown['NRestarts']} times.")
        if not runs:
            print(f"Its last result is '{shown['Result']}'; look why with: journalctl --user -u {NAME} -n 20")
    return 0 if runs else 2


def unit_text(config_file: Path | None, offline: bool) -> str:
    words = [sys.executable, "-m", "assistant", *(["--offline"] if offline else [])]
    words += ["--config", str(config_file.resolve())] if config_file else []
    carried = [f"{name}={os.path.abspath(os.environ[name])}" for name in PLACES if os.environ.get(name)]
    carried += [f"{VARIABLE}={os.environ[VARIABLE]}"] if os.environ.get(VARIABLE) else []
    environment = "".join(f"Environment={quoted(one)}\n" for one in carried)
    return UNIT.format(command=" ".join(quoted(word).replace("$", "$$") for word in [*words, "run", "--headless"]), environment=environment)


def quoted(word: str) -> str:
    """As systemd reads it back: in quotes, with its own signs escaped."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("\n", "\\n")
    return escaped if escaped == word and word.isprintable() and not set(" '") & set(word) else f'"{escaped}"'


def unit_file() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user" / NAME


def write(unit: str) -> None:
    """Whole or not at all."""
    try:
        with in_place_of(unit_file()) as part:
            part.write_text(unit, "utf-8")
    except OSError as error:
        raise ServiceError(f"{unit_file()} cannot be written: {error.strerror}.") from None


def check_models(config: Config) -> None:
    store, voice = Store(model_dir()), config.speech.voice.partition(":")[0]
    chosen = {config.recognition.engine, voice}
    wanted = [model for model in registry.MODELS if (model.default and not model.optional) or model.id in chosen]
    if missing := [model.id for model in wanted if check(store, model)[0] != "whole"]:
        raise ServiceError(f"A service downloads nothing when it starts, and {', '.join(missing)} must be there; run: owlish models pull")
    if config.recognition.engine.startswith(OWN):
        opened(config.recognition.engine.removeprefix(OWN), store.root)


def check_systemd() -> None:
    if shutil.which("systemctl") is None:
        raise ServiceError(
            "There is no systemd here, which a service needs; start Owlish from what starts your session: owlish run --headless"
        )
    systemctl("show", "--property=Version")


def systemctl(*words: str) -> str:
    """What it prints. Raises ServiceError with what it says."""
    try:
        done = subprocess.run(["systemctl", "--user", *words], capture_output=True, text=True, errors="replace", timeout=150)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ServiceError(f"systemctl --user {' '.join(words)} failed: {type(error).__name__}.") from None
    if done.returncode:
        said = (done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"])[0].rstrip(".")
        raise ServiceError(f"systemctl --user {' '.join(words)} failed: {said}. Is there a session of yours on this machine?")
    return done.stdout


def lingers() -> bool:
    """Whether services of this user run without a session."""
    return Path("/var/lib/systemd/linger", getpass.getuser()).exists()
