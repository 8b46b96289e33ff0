"""A terminal that stalls, comes back or is gone: a pseudo-terminal of which the test is the other end."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.tui.output import CANCEL, Output

ROOT = Path(__file__).parents[3]
PATIENCE = 30.0
MORE_THAN_IT_HOLDS = "é" * 200_000
HELP_AND_BACK = b"\x1bOP\x1b\x1b"


class Far:
    """The other end of a terminal."""

    def __init__(self) -> None:
        self.end, self.near = pty.openpty()
        tty.setraw(self.near)

    def read_until(self, wanted: bytes) -> bytes:
        read = b""
        while wanted not in read:
            read += os.read(self.end, 65536)
        return read

    def hang_up(self) -> None:
        os.close(self.end)
        self.end = -1

    def close(self) -> None:
        for descriptor in {self.end, self.near} - {-1}:
            os.close(descriptor)


@pytest.fixture
def far() -> Iterator[Far]:
    opened = Far()
    yield opened
    opened.close()


@pytest.fixture
def output(far: Far) -> Iterator[Output]:
    opened = Output(far.near, patience=0.0)
    yield opened
    opened.close()


def test_what_is_written_arrives(far, output):
    output.write("ümlaut ▀")
    assert far.read_until("▀".encode()) == "ümlaut ▀".encode()
    assert output.isatty() and os.get_blocking(far.near), "the shell's own descriptor stays as it was"


def test_what_a_stalled_terminal_does_not_take_is_dropped_and_drawn_anew_when_it_takes_again(far, output):
    back: list[bool] = []
    while select.select([], [far.near], [], 0.2)[1]:
        output.write(MORE_THAN_IT_HOLDS)
    output.when_back = lambda: back.append(True)
    output.write("dropped")
    assert not back
    while not back:
        assert b"dropped" not in os.read(far.end, 65536)
        output.write("anew")
    assert b"dropped" not in far.read_until(CANCEL + b"anew")


def test_a_terminal_that_is_gone_is_told_once_and_takes_all(far, output):
    gone: list[bool] = []
    output.when_gone = lambda: gone.append(True)
    far.hang_up()
    output.write("one")
    output.write("two")
    assert gone == [True]


def test_what_is_no_terminal_is_written_to_as_it_is(tmp_path):
    with (tmp_path / "screen").open("wb") as file:
        output = Output(file.fileno())
        output.write("all of it")
        output.close()
        assert not output.isatty()
        file.write(b", and the file stays open")
    assert (tmp_path / "screen").read_text() == "all of it, and the file stays open"


@pytest.fixture
def app(far: Far, tmp_path: Path) -> Iterator[subprocess.Popen]:
    """The UI in the terminal, without a session that would tell it of a hang-up."""
    recording = tmp_path / "conversation.jsonl"
    recording.write_text("")
    command = [sys.executable, "-m", "assistant.tui.picture", "--live", "--events", str(recording)]
    streams = {"stdin": far.near, "stdout": far.near, "stderr": far.near}
    environment = {**os.environ, "OWLISH_DATA": str(tmp_path), "TERM": "xterm-256color"}
    process = subprocess.Popen(command, **streams, cwd=ROOT, env=environment, start_new_session=True)
    far.read_until(b"Type a question")
    yield process
    process.kill()
    process.wait()


def test_the_app_leaves_when_its_terminal_is_gone(far, app):
    os.close(far.near)
    far.near = -1
    far.hang_up()
    assert app.wait(PATIENCE) == 0


@pytest.mark.slow
def test_the_app_leaves_on_a_signal_although_its_terminal_has_stalled(far, app):
    os.write(far.end, HELP_AND_BACK * 60)  # nobody reads what is drawn for it
    while select.select([], [far.near], [], 0.0)[1]:
        time.sleep(0.05)
    app.terminate()
    assert app.wait(PATIENCE) == 0
