"""Where settings come from: files of the machine, the person's own file, the environment, flags. The later wins.

Each layer keeps its values as they were written, so that a value can be told with its place.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.errors import ConfigError
from assistant.paths import config_file, machine_config_files

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ENVIRONMENT_PREFIX = "OWLISH__"
ENCODING = "utf-8-sig"
"""Of settings: editors of Windows begin a file with a mark of its byte order."""
LONGEST = 2**20
"""Bytes; no settings have as many, but a device gives them without an end."""


@dataclass(frozen=True)
class Layer:
    source: str
    """A file's path, the name of a variable, or `flag`."""
    file: Path | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    """{section: {field: value}}"""

    def has(self, dotted: str) -> bool:
        values: Any = self.values
        for part in dotted.split("."):
            if not isinstance(values, Mapping) or part not in values:
                return False
            values = values[part]
        return True


def layers(path: Path | None = None, flags: Mapping[str, Any] | None = None) -> list[Layer]:
    """
    path:  a TOML file in place of the person's own, which may be missing
    flags: {"section.field": value} from the command line; None values are left out
    Returns them in rising order. Raises ConfigError with one sentence that names the place.
    """
    given = {name: value for name, value in (flags or {}).items() if value is not None}
    return [
        *files(path or config_file(), required=path is not None),
        *(Layer(name, None, nested(dotted(name), value)) for name, value in os.environ.items() if name.startswith(ENVIRONMENT_PREFIX)),
        *(Layer("flag", None, nested(name, value)) for name, value in given.items()),
    ]


def files(own: Path, required: bool = False) -> list[Layer]:
    """Those of the machine, then the person's own. Raises ConfigError for one that cannot be read, or is required and missing."""
    return [*(Layer(str(file), file, read(file)) for file in machine_config_files()), Layer(str(own), own, read(own, required))]


def dotted(variable: str) -> str:
    return variable[len(ENVIRONMENT_PREFIX) :].lower().replace("__", ".")


def nested(name: str, value: Any) -> dict[str, Any]:
    for part in reversed(name.split(".")):
        value = {part: value}
    return value


def read(file: Path, required: bool = False) -> dict[str, Any]:
    try:
        return tomllib.loads(text_of(file))
    except (FileNotFoundError, NotADirectoryError):
        if required:
            raise ConfigError(f"{file} does not exist; create it, or leave out --config.") from None
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} is not valid TOML: {error}.") from None
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}.") from None


def text_of(file: Path) -> str:
    """Raises OSError, UnicodeDecodeError; ConfigError for what has no end, or is there only once."""
    if file.is_fifo():
        raise ConfigError(f"{file} is a pipe, and settings are read more than once; save them as a file.")
    with file.open("rb") as opened:
        kept = opened.read(LONGEST + 1)
    if len(kept) > LONGEST:
        raise ConfigError(f"{file} has more than {LONGEST} bytes, as no settings have; name a file of settings.")
    return kept.decode(ENCODING)


def merged(stack: Sequence[Layer]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for layer in stack:
        _merge(values, layer.values)
    return values


def _merge(below: dict[str, Any], above: Mapping[str, Any], place: str = "") -> None:
    for name, value in above.items():
        here = f"{place}.{name}" if place else name
        if isinstance(value, Mapping):
            if not isinstance(below.setdefault(name, {}), dict):
                raise ConfigError(f"{here} is {below[name]!r}; {a_section(here)}.")
            _merge(below[name], value, here)
        else:
            below[name] = value


def a_section(place: str) -> str:
    return f"it must be a section, written as [{place}], with fields below it"


def place_of(stack: Sequence[Layer], dotted: str) -> str:
    """` in FILE:LINE`, or ` in $VARIABLE`, of the layer that holds; empty where no layer has it, and for a flag."""
    layer = next((layer for layer in reversed(stack) if layer.has(dotted)), None)
    if layer is None or layer.source == "flag":
        return ""
    if layer.file is None:
        return f" in ${layer.source}"
    line = line_of(layer.file, dotted.split("."))
    return f" in {layer.file}:{line}" if line else f" in {layer.file}"


def line_of(file: Path, place: Sequence[str]) -> int | None:
    """Line of `field` under `[section]`, 1-based."""
    try:
        lines = text_of(file).splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    section = ""
    for number, line in enumerate(lines, 1):
        if header := re.match(r"\s*\[\s*([\w.-]+)\s*\]", line):
            section = header[1]
            if list(place) == section.split("."):
                return number
        elif key := re.match(r"\s*([\w.-]+)\s*=", line):
            found = [*filter(None, section.split(".")), *key[1].split(".")]
            if found[: len(place)] == list(place):
                return number
    return None
