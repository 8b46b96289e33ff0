"""docs/configuration.md, made from the settings themselves: `make docs` writes it, and a test holds it equal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from assistant.config import Config, Section

HEAD = """# Settings

Made from `assistant/config.py` by `make docs`; do not edit it here.

Owlish reads `/etc/owlish/config.toml` and what is in `XDG_CONFIG_DIRS`, then `~/.config/owlish/config.toml` (another with `--config FILE`
or `OWLISH_CONFIG`), then the environment, then the command line; the later wins. In the environment a setting is
`OWLISH__SECTION__FIELD`, for example `OWLISH__LISTENING__SILENCE=0.5`. A key that does not exist or a value that does not fit is an
error that names its line.

`owlish config show` says where each value comes from; `owlish config get KEY`, `set KEY VALUE` and `unset KEY` read and change single
ones in your own file, where comments and order stay. What is wrong is not written.

```toml
[microphone]
mode = "wake"

[listening]
silence = 0.5
```

| Variable | Moves |
|---|---|
| `OWLISH_CONFIG` | the file of settings |
| `OWLISH_DATA` | the folder of the database and the log (`~/.local/share/owlish`) |
| `OWLISH_MODELS` | the folder of the prepared models (`~/.cache/owlish/models`) |
| `OWLISH_CHOICES` | the file of what `owlish edge tune` has chosen (`choices.json` beside the prepared models) |
| `OWLISH_OFFLINE` | when 1: offline mode, for every Owlish of this environment |
"""


def page() -> str:
    return "\n".join([HEAD, *(line for name, model in sections() for line in section(name, model))])


def sections() -> Iterator[tuple[str, type[Section]]]:
    """Of the configuration, by name."""
    for name, field in Config.model_fields.items():
        assert isinstance(field.annotation, type) and issubclass(field.annotation, Section)
        yield name, field.annotation


def section(name: str, model: type[Section]) -> Iterator[str]:
    yield f"## [{name}]\n"
    yield "| Field | Values | Default | Meaning |"
    yield "|---|---|---|---|"
    for field, info in model.model_fields.items():
        yield f"| `{field}` | {values(info)} | `{shown(info.default)}` | {info.description} |"
    yield ""


def values(info: FieldInfo) -> str:
    if get_origin(info.annotation) is Literal:
        return ", ".join(f"`{value}`" for value in get_args(info.annotation))
    kinds: dict[object, str] = {bool: "`true`, `false`", int: "whole number", float: "number", str: "text"}
    return ", ".join([kinds[info.annotation], *(bound for item in info.metadata for bound in bounds(item))])


def bounds(item: Any) -> Iterator[str]:
    for attribute, words in {"gt": "above", "ge": "at least", "lt": "below", "le": "at most"}.items():
        if (value := getattr(item, attribute, None)) is not None:
            yield f"{words} {value:g}"


def shown(value: Any) -> str:
    """As TOML writes it."""
    return str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else str(value)


if __name__ == "__main__":
    print(page(), end="")
