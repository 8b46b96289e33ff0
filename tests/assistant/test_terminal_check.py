"""What a terminal answers to the doctor, played by the other end of a pseudo-terminal."""

from __future__ import annotations

import os
import pty
import threading
from collections.abc import Iterator

import pytest

from assistant.commands.terminal_check import ATTRIBUTES, KITTY, Abilities, asked, colours, pictures


@pytest.fixture
def ends() -> Iterator[tuple[int, int]]:
    """The terminal's own end, and the program's."""
    terminal, program = pty.openpty()
    yield terminal, program
    os.close(terminal)
    os.close(program)


@pytest.mark.parametrize(
    ("answer", "abilities"),
    [
        (b"\x1b_Gi=31;OK\x1b\\\x1b[?62;4;22c", Abilities(True, True)),
        (b"\x1b_Gi=31;OK\x1b\\\x1b[?62c", Abilities(True, False)),
        (b"\x1b[?62;4c", Abilities(False, True)),
        (b"\x1b[?64;1;2;46;24c", Abilities(False, False)),
        (b"\x1b[?4c", Abilities(False, False)),
        (b"", Abilities(False, False)),
    ],
)
def test_its_answer_is_understood(ends: tuple[int, int], answer: bytes, abilities: Abilities) -> None:
    terminal, program = ends

    def play() -> None:
        question = b""
        while not question.endswith(ATTRIBUTES):
            question += os.read(terminal, 1024)
        assert KITTY in question
        os.write(terminal, answer)

    player = threading.Thread(target=play)
    player.start()
    assert asked(program, program, patience=5.0 if answer else 0.1) == abilities
    player.join()


def test_it_is_left_as_it_was(ends: tuple[int, int]) -> None:
    import termios

    _, program = ends
    before = termios.tcgetattr(program)
    asked(program, program, patience=0.01)
    assert termios.tcgetattr(program) == before


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"COLORTERM": "truecolor", "TERM": "xterm"}, "16 million colours"),
        ({"TERM": "xterm-256color"}, "256 colours"),
        ({"TERM": "linux"}, "linux"),
        ({}, "no TERM"),
        ({"NO_COLOR": "1", "COLORTERM": "truecolor"}, "no colours, as NO_COLOR wishes"),
    ],
)
def test_colours_are_those_that_the_environment_names(monkeypatch, environment: dict[str, str], words: str) -> None:
    for name in ("COLORTERM", "TERM", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert colours() == words


def test_pictures_are_named_by_how_they_can_be_drawn() -> None:
    assert pictures(Abilities(True, True)) == "pictures by kitty and sixel"
    assert pictures(Abilities(False, False)) == "pictures as half blocks"
