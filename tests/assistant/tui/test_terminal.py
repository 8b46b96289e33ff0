"""The UI in a real terminal: tmux is the terminal, and the screen is read back from it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant import log
from assistant.events import Frame, Looked, Region, Replied, Scene, SenseChanged, Transcribed, Transcript, TurnEnded, TurnStarted, as_dict
from assistant.tui.terminal import stderr_in_log

ROOT = Path(__file__).parents[3]
PATIENCE = 30.0
CUP = Region((50.0, 50.0, 300.0, 250.0), "cup", 0.9)
CONVERSATION = [
    SenseChanged(0.0, "camera", "armed", "HD Webcam"),
    TurnStarted(0.1, 1, "voice"),
    Transcribed(0.2, 1, Transcript("Where is the cup?", 0.9, "whisper-tiny.en")),
    Looked(0.3, 1, Scene(Frame(np.zeros((300, 450, 3), np.uint8)), (CUP,)), 0.1, (CUP,), "rule-baseline", 0.9),
    Replied(0.4, 1, "It is on the left.", (CUP,), "rule-baseline"),
    TurnEnded(0.5, 1, {"route": 0.01}),
]
needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="no tmux: apt install tmux")


class Terminal:
    """A tmux session with a shell of its own; `until` waits for what the screen shows."""

    def __init__(self, folder: Path, size: tuple[int, int]) -> None:
        self._tmux = ["tmux", "-S", str(folder / "tmux"), "-f", os.devnull]
        self._environment = {**os.environ, "OWLISH_DATA": str(folder), "PS1": "$ ", "ENV": "", "NO_COLOR": ""}
        self._environment["OWLISH__MODELS__CHOOSE"] = "never"  # a test that fails leaves it running, and nothing shall be measured then
        self._environment.pop("NO_COLOR")
        size_flags = ["-x", str(size[0]), "-y", str(size[1])]
        self._run("new-session", "-d", *size_flags, "-c", str(ROOT), "sh")

    def type(self, text: str) -> None:
        self._run("send-keys", "-l", text)
        self.press("Enter")

    def press(self, *keys: str) -> None:
        self._run("send-keys", *keys)

    def screen(self) -> str:
        return self._run("capture-pane", "-p")

    def until(self, holds: Callable[[str], bool]) -> str:
        end = time.monotonic() + PATIENCE
        while not holds(screen := self.screen()):
            assert time.monotonic() < end, f"still on the screen after {PATIENCE:.0f} s:\n{screen}"
            time.sleep(0.05)
        return screen

    def child(self) -> int:
        """The process that the shell waits for."""
        shell = self._run("display-message", "-p", "#{pane_pid}").strip()
        return int(Path(f"/proc/{shell}/task/{shell}/children").read_text().split()[0])

    def close(self) -> None:
        self._run("kill-server")

    def _run(self, *words: str) -> str:
        return subprocess.run([*self._tmux, *words], check=True, capture_output=True, text=True, env=self._environment, timeout=20).stdout


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(tmp_path, (100, 30))
    recording = tmp_path / "conversation.jsonl"
    recording.write_text("".join(json.dumps(as_dict(event)) + "\n" for event in CONVERSATION), "utf-8")
    opened.type(f"{sys.executable} -m assistant.tui.picture --live --events {recording}; echo left with $?")
    opened.until(lambda screen: "Type a question" in screen)
    yield opened
    opened.close()


def given_back(terminal: Terminal) -> bool:
    """The shell is there again without an error, the picture is gone, and lines are read as before."""
    screen = terminal.until(lambda screen: re.search(r"left with \d", screen) is not None)
    terminal.type("stty -a")
    modes = terminal.until(lambda screen: "icanon" in screen)
    return "left with 0" in screen and "camera ◐" not in screen and "-icanon" not in modes and "-echo " not in modes


@needs_tmux
def test_a_recorded_conversation_plays_in_a_real_terminal(terminal):
    terminal.until(lambda screen: "owlish   It is on the left." in screen and "┏ cup 0.90" in screen and "▀▀▀" in screen)
    terminal.press("F1")
    terminal.until(lambda screen: "Push-to-talk" in screen)
    terminal.press("Escape")
    terminal.until(lambda screen: "Push-to-talk" not in screen)
    terminal.press("F3")
    terminal.until(lambda screen: "The camera is off." in screen and "▀" not in screen)
    terminal.type("hello")
    terminal.until(lambda screen: "it cannot" in screen)  # the line may break before "answer"
    terminal.press("C-q")
    assert given_back(terminal)


@needs_tmux
def test_ctrl_c_leaves_the_terminal_as_it_was(terminal):
    terminal.press("C-c")
    assert given_back(terminal)


@needs_tmux
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_leaves_the_terminal_as_it_was(terminal, name):
    os.kill(terminal.child(), getattr(signal, name))
    assert given_back(terminal)


@needs_tmux
def test_a_terminal_that_cannot_draw_gets_lines(tmp_path, default_models):
    opened = Terminal(tmp_path, (100, 30))
    opened.type(f"TERM=dumb {sys.executable} -m assistant run --no-mic --no-camera --text-only; echo left with $?")
    opened.until(lambda screen: "microphone off" in screen)
    opened.type("flip a coin")
    opened.until(lambda screen: "owlish: " in screen)
    opened.press("C-d")
    assert "│" not in opened.until(lambda screen: "left with 0" in screen)
    opened.close()


@needs_tmux
def test_the_log_tells_the_turns_of_the_screen_too(tmp_path, default_models):
    opened = Terminal(tmp_path, (100, 30))
    opened.type(f"{sys.executable} -m assistant run --no-mic --no-camera --text-only; echo left with $?")
    opened.until(lambda screen: "Type a question" in screen and "○ idle" in screen)
    opened.type("flip a coin")
    opened.until(lambda screen: "chance 100%" in screen)
    opened.press("C-q")
    opened.until(lambda screen: "left with 0" in screen)
    opened.close()
    written = (tmp_path / "owlish.log").read_text("utf-8")
    assert "turn 1 done" in written and "coin" not in written


def test_what_c_libraries_print_goes_to_the_log_without_passwords(tmp_path, monkeypatch, capfd):
    monkeypatch.setenv("OWLISH_DATA", str(tmp_path))
    log.open_file()
    with stderr_in_log():
        os.write(2, b"ALSA lib pcm.c: underrun\n[rtsp] no route to rtsp://me:secret@camera/1\n")
    file = log.logger.handlers[-1]
    log.logger.removeHandler(file)
    file.close()
    written = (tmp_path / "owlish.log").read_text("utf-8")
    assert "stderr: ALSA lib pcm.c: underrun" in written and "rtsp://camera/1" in written and "secret" not in written
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "after\n"
