"""The command line: parse, build, call. What the commands do is in assistant/commands; how a run ends is in assistant/__main__.py.

Imports of the commands stand inside them, so that help and completion answer at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import typer

from assistant.cli.app import app

from assistant.cli import talking, skills, pictures, sound, machine, models, settings, service, edge  # noqa: F401 - in the order of the help # isort: skip

Aborted = typer.Abort
EVERYWHERE = ("--offline", "--debug")


def invoke(arguments: list[str]) -> int | None:
    """Runs a command and returns its exit code; errors pass through."""
    return typer.main.get_command(app).main(arguments, prog_name="owlish", standalone_mode=False)


def hoisted(arguments: list[str]) -> list[str]:
    """The options of every command, wherever they stand, moved to the front; what follows `--` stays as it is."""
    front: list[str] = []
    rest: list[str] = []
    words: Iterator[str] = iter(arguments)
    for word in words:
        if word in EVERYWHERE or word.startswith("--config="):
            front.append(word)
        elif word == "--config":
            front += [word, *islice(words, 1)]
        elif word == "--":
            rest += [word, *words]
        else:
            rest.append(word)
    return front + rest
