"""One setting of the person's own file changed at a time: checked before it is written, written as a whole or not at all, and every
comment stays where it was.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from assistant.config import Config, Section, checked, nearest, replace_section
from assistant.errors import ConfigError
from assistant.layers import Layer, files, line_of, nested, text_of, tomllib
from assistant.paths import config_file, keep_private
from models.whole import in_place_of


def fields(model: Any = Config, above: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Every setting as `section.field`, in the order of the reference."""
    for name, info in model.model_fields.items():
        if isinstance(info.annotation, type) and issubclass(info.annotation, Section):
            yield from fields(info.annotation, f"{above}{name}.")
        else:
            yield above + name, info


def find(key: str) -> FieldInfo:
    """Raises ConfigError for a key that does not exist, with the nearest that does."""
    known = dict(fields())
    if key in known:
        return known[key]
    if below := [name for name in known if name.startswith(key + ".")]:
        raise ConfigError(f"{key} is a section; name one of its settings: {', '.join(below)}.")
    section = key.partition(".")[0]
    inside = [name for name in known if name.startswith(section + ".")]
    raise ConfigError(f"{key} is unknown; {nearest(key, inside or _near(key, list(known)))}.")


def _near(key: str, known: list[str]) -> list[str]:
    """With a section that does not exist, the settings whose name is alike, or else the sections."""
    last = key.rpartition(".")[2]
    return [name for name in known if name.rpartition(".")[2] == last] or sorted(Config.model_fields)


def value_of(config: Config, key: str) -> Any:
    value: Any = config
    for part in key.split("."):
        value = getattr(value, part)
    return value


def replaced(config: Config, key: str, value: Any) -> Config:
    """The settings with one of them changed."""
    section, _, name = key.partition(".")
    return replace_section(config, section, **{name: value})


def choices(info: FieldInfo) -> tuple[Any, ...]:
    """The values that a setting may have, where they can be counted."""
    if get_origin(info.annotation) is Literal:
        return get_args(info.annotation)
    return (True, False) if info.annotation is bool else ()


def put(key: str, text: str, path: Path | None = None) -> Any:
    """
    text: as a person types it: a word, a number, or TOML
    path: in place of the person's own file; made when it is missing
    Returns the value as it was understood. Raises ConfigError, and then nothing was written.
    """
    import tomlkit

    info, file = find(key), path or config_file()
    value = value_of(checked([*files(file), Layer("flag", None, nested(key, _raw(info, text)))]), key)
    document = _document(file)
    table: Any = document
    for part in key.split(".")[:-1]:
        if part not in table:
            if table:
                document.add(tomlkit.nl())
            table[part] = tomlkit.table()
        table = table[part]
    table[key.rpartition(".")[2]] = value
    _write(file, document)
    return value


def _raw(info: FieldInfo, text: str) -> Any:
    """Text stays text where text is wanted; elsewhere it is read as TOML, as far as it can be."""
    if info.annotation is str or get_origin(info.annotation) is Literal:
        return text
    with suppress(tomllib.TOMLDecodeError):
        return tomllib.loads(f"value = {text}")["value"]
    return text


def drop(key: str, path: Path | None = None) -> bool:
    """Whether the file had the setting, which may be one that does not exist. Raises ConfigError."""
    file = path or config_file()
    document = _document(file)
    *sections, name = key.split(".")
    tables: list[Any] = [document]
    for part in sections:
        tables.append(tables[-1].get(part) if isinstance(tables[-1], Mapping) else None)
    has = isinstance(tables[-1], Mapping) and name in tables[-1]
    if not has:
        find(key)
        return False
    del tables[-1][name]
    if sections and not tables[-1] and not tables[-1].as_string().strip():
        del tables[-2][sections[-1]]
    _write(file, document)
    return True


def _document(file: Path) -> Any:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(text_of(file))
    except (FileNotFoundError, NotADirectoryError):
        return tomlkit.document()
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} is not valid TOML: {error}; mend it first.") from None
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}.") from None


def _write(file: Path, document: Any) -> None:
    """A link stays a link, and the mode the mode."""
    file = file.resolve()
    try:
        with in_place_of(file) as part:
            keep_private(part)  # an address may hold a password
            with part.open("w", encoding="utf-8") as out:
                out.write(document.as_string())
                out.flush()
                os.fsync(out.fileno())
            if file.exists():
                part.chmod(file.stat().st_mode & 0o777)
    except UnicodeEncodeError as error:
        raise ConfigError(f"{error.object[error.start : error.end]!a} is no character; {file} was left as it was.") from None
    except OSError as error:
        raise ConfigError(f"{file} cannot be written: {error.strerror}.") from None


def origin(key: str, stack: list[Layer]) -> tuple[str, int | None]:
    """(`default`, a file's path, a variable's name or `flag`; line in the file)"""
    layer = next((layer for layer in reversed(stack) if layer.has(key)), None)
    if layer is None:
        return "default", None
    return layer.source, line_of(layer.file, key.split(".")) if layer.file else None
