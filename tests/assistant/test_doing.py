"""How long work shows where it is."""

from __future__ import annotations

import json

from assistant.commands.doing import Doing


def test_without_a_terminal_each_step_is_one_line(capsys):
    with Doing(as_json=False) as doing:
        for done in (0.0, 0.5, 1.0):
            doing("Hashing", done)
        doing("Writing", 0.0)
    said = capsys.readouterr()
    assert said.err == "Hashing ...\nWriting ...\n" and said.out == ""


def test_programs_get_every_step(capsys):
    with Doing(as_json=True) as doing:
        doing("Hashing", 1 / 3)
    assert json.loads(capsys.readouterr().out) == {"doing": "Hashing", "done": 0.333}


def test_on_a_terminal_a_bar_is_drawn_and_taken_away(monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with Doing(as_json=False) as doing:
        doing("Hashing", 0.5)
        doing("Hashing", 1.0)
    assert capsys.readouterr().out == ""
