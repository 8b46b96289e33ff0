"""`owlish config`: what holds and where it comes from, and single settings changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant import config_edit
from assistant.commands.output import emit, table
from assistant.commands.reference import shown
from assistant.config import checked
from assistant.layers import layers
from assistant.network import HIDDEN, SECRET
from assistant.paths import config_file

Flags = Mapping[str, Any]


def show(path: Path | None, flags: Flags, as_json: bool) -> int:
    """Every setting with its value and its place; who only looks at the table need not see a camera's password."""
    stack = layers(path, flags)
    config = checked(stack)
    rows = [(key, config_edit.value_of(config, key), *config_edit.origin(key, stack)) for key, _ in config_edit.fields()]
    if as_json:
        for key, value, source, line in rows:
            emit({"key": key, "value": value, "source": source, "line": line})
    else:
        told = [(key, SECRET.sub(HIDDEN, shown(value)), place(source, line)) for key, value, source, line in rows]
        table(("setting", "value", "from"), told)
    return 0


def get(path: Path | None, flags: Flags, key: str, as_json: bool) -> int:
    config_edit.find(key)
    stack = layers(path, flags)
    value = config_edit.value_of(checked(stack), key)
    if as_json:
        source, line = config_edit.origin(key, stack)
        emit({"key": key, "value": value, "source": source, "line": line})
    else:
        print(value if isinstance(value, str) else shown(value))
    return 0


def put(path: Path | None, key: str, text: str) -> int:
    value = config_edit.put(key, text, path)
    print(f"{key} = {shown(value)} in {path or config_file()}")
    return warn_of_above(path, key)


def unset(path: Path | None, key: str) -> int:
    had = config_edit.drop(key, path)
    print(f"{key} is {'no longer' if had else 'not'} set in {path or config_file()}")
    return warn_of_above(path, key)


def warn_of_above(path: Path | None, key: str) -> int:
    """A variable of the environment wins over the file, which a person who has just changed the file should know."""
    source, _ = config_edit.origin(key, layers(path))
    if source.startswith("OWLISH__"):
        print(f"The environment has another value, which wins: ${source}")
    return 0


def place(source: str, line: int | None) -> str:
    return f"{source}:{line}" if line else f"${source}" if source.startswith("OWLISH__") else source
