"""Commands at events, with small scripts that are really run."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import anyio
import pytest

from assistant import config, hooks
from assistant.bus import Bus
from assistant.config import Config
from assistant.errors import ConfigError
from assistant.events import (
    Event,
    Notice,
    Replied,
    SenseChanged,
    SenseTrouble,
    SkillFailed,
    SpeechStarted,
    StateChanged,
    Transcribed,
    Transcript,
    TurnStarted,
    WakeWordHeard,
)
from assistant.hooks import Hooks, hook_of


def live(commands: dict[str, str], story: Callable[[Bus], Awaitable[None]]) -> list[str]:
    """The notices."""
    told: list[Event] = []

    async def run() -> None:
        bus = Bus()
        with bus.watched_by(told.append), anyio.fail_after(20):
            async with Hooks(Config(hooks=commands).hooks, bus).running():
                await story(bus)

    anyio.run(run)
    return [event.sentence for event in told if isinstance(event, Notice)]


def script(folder: Path, body: str) -> str:
    """The command that runs it; its first argument is a file to write to."""
    (folder / "hook.py").write_text(f"import json, sys, time, os\nfile = sys.argv[1]\n{body}\n")
    return f"'{sys.executable}' '{folder / 'hook.py'}' '{folder / 'said'}'"


async def until(true: Callable[[], bool]) -> None:
    while not true():
        await anyio.sleep(0.01)


@pytest.mark.parametrize(
    ("event", "name"),
    [
        (WakeWordHeard(0, "hey jarvis"), "awake"),
        (SpeechStarted(0), "listening"),
        (StateChanged(0, "thinking"), "thinking"),
        (StateChanged(0, "speaking"), "speaking"),
        (StateChanged(0, "idle"), "idle"),
        (StateChanged(0, "stopped"), "stopped"),
        (StateChanged(0, "starting"), None),
        (SenseChanged(0, "microphone", "off", ""), "muted"),
        (SenseChanged(0, "microphone", "active", ""), "unmuted"),
        (SenseChanged(0, "camera", "off", ""), None),
        (SenseTrouble(0, "microphone", "It is gone."), "error"),
        (SenseTrouble(0, "microphone", "It is back.", recovered=True), None),
        (SkillFailed(0, "clock", "It failed."), "error"),
        (TurnStarted(0, 1, "skill"), "announcing"),
        (TurnStarted(0, 1, "voice"), None),
        (Transcribed(0, 1, Transcript("hi", 1.0, "test")), "heard"),
        (Replied(0, 1, "Hi."), "replied"),
    ],
)
def test_every_hook_has_its_event(event: Event, name: str | None) -> None:
    assert hook_of(event) == name
    assert name is None or name in type(Config().hooks).model_fields


def test_the_command_gets_the_event_as_json(tmp_path: Path) -> None:
    command = script(tmp_path, "open(file, 'w').write(sys.stdin.read())")

    async def story(bus: Bus) -> None:
        bus.send(Replied(3.5, 7, "It's noon."))

    assert live({"replied": command}, story) == []
    assert json.loads((tmp_path / "said").read_text()) == {
        "hook": "replied",
        "event": "Replied",
        "time": 3.5,
        "turn": 7,
        "text": "It's noon.",
        "regions": [],
        "engine": "",
    }


def test_an_event_that_cannot_be_written_down_is_told_and_the_assistant_goes_on(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))

    async def story(bus: Bus) -> None:
        bus.send(StateChanged(0, "idle"))

    (notice,) = live({"idle": "true"}, story)
    assert notice == "The command of hooks.idle cannot be run (No such file or directory); it is tried again next time."


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    command = script(tmp_path, "open(file, 'w').write(' '.join(sys.argv[2:]))")

    async def story(bus: Bus) -> None:
        bus.send(StateChanged(0, "idle"))

    assert live({"idle": f"{command} $HOME '; rm -rf x' | cat"}, story) == []
    assert (tmp_path / "said").read_text() == "$HOME ; rm -rf x | cat"


def test_one_runs_at_a_time_and_of_what_waits_only_the_newest(tmp_path: Path) -> None:
    command = script(
        tmp_path,
        "turn = json.load(sys.stdin)['turn']\nopen(file, 'a').write(f'begin {turn}\\n')\n"
        "while not os.path.exists(file + '.go'): time.sleep(0.01)\nopen(file, 'a').write(f'end {turn}\\n')",
    )
    said = tmp_path / "said"

    async def story(bus: Bus) -> None:
        bus.send(Replied(0, 1, ""))
        await until(said.exists)
        for turn in (2, 3, 4):
            bus.send(Replied(0, turn, ""))
        (tmp_path / "said.go").touch()

    assert live({"replied": command}, story) == []
    assert said.read_text().splitlines() == ["begin 1", "end 1", "begin 4", "end 4"]


def test_the_microphone_is_unmuted_once_however_often_the_wake_word_is_said(tmp_path: Path) -> None:
    said = tmp_path / "said"
    command = script(tmp_path, "open(file, 'a').write(json.load(sys.stdin)['privacy'] + '\\n')")
    states = ("armed", "active", "armed", "active", "off", "off", "armed")

    async def story(bus: Bus) -> None:
        for number, privacy in enumerate(states, 1):
            bus.send(SenseChanged(0, "microphone", privacy, ""))
            bus.send(SenseChanged(0, "camera", "off", ""))
            if number in (1, 5):
                await until(lambda lines=number // 4 + 1: said.exists() and said.read_text().count("\n") == lines)

    assert live({"muted": command, "unmuted": command}, story) == []
    assert said.read_text().split() == ["armed", "off", "armed"]


def test_the_last_one_is_run_although_the_assistant_has_ended(tmp_path: Path) -> None:
    command = script(tmp_path, "open(file, 'w').write('dark')")

    async def story(bus: Bus) -> None:
        bus.send(StateChanged(0, "stopped"))

    live({"stopped": command}, story)
    assert (tmp_path / "said").read_text() == "dark"


def test_a_command_that_does_not_listen_or_speaks_much_is_fine(tmp_path: Path) -> None:
    async def story(bus: Bus) -> None:
        bus.send(Transcribed(0, 1, Transcript("x" * 200_000, 1.0, "test")))

    assert live({"heard": script(tmp_path, "print('y' * 1000000)")}, story) == []


@pytest.mark.parametrize(
    ("command", "trouble"),
    [
        ("/no/such/program", "cannot be run (No such file or directory)"),
        ("/tmp", "cannot be run (Permission denied)"),
        (f"'{sys.executable}' -c 'raise SystemExit(3)'", "ended with 3"),
    ],
)
def test_what_fails_is_told_once(command: str, trouble: str) -> None:
    async def story(bus: Bus) -> None:
        seen: list[Event] = []
        with bus.watched_by(seen.append):
            bus.send(StateChanged(0, "idle"))
            await until(lambda: len(seen) > 1)
            bus.send(StateChanged(0, "idle"))

    assert live({"idle": command}, story) == [f"The command of hooks.idle {trouble}; it is tried again next time."]


def test_a_command_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks, "LONGEST", 0.5)

    async def story(bus: Bus) -> None:
        bus.send(StateChanged(0, "idle"))

    command = script(tmp_path, "open(file, 'w').write(str(os.getpid()))\ntime.sleep(60)")
    assert live({"idle": command}, story) == [
        "The command of hooks.idle had not ended after 0.5 s and was stopped; it is tried again next time."
    ]
    assert not Path(f"/proc/{(tmp_path / 'said').read_text()}").exists()


def test_without_hooks_nothing_waits() -> None:
    async def story(bus: Bus) -> None:
        bus.send(StateChanged(0, "idle"))

    assert live({}, story) == []


def test_open_quotes_are_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[hooks]\nidle = "echo \'x"\n')
    with pytest.raises(ConfigError, match=r"hooks\.idle is .* in .*config\.toml:2; it must be a command whose quotes are closed\."):
        config.load(tmp_path / "config.toml")
