"""The table in docs/skills.md, and each skill's page beside it, made from the skills: `make docs` writes them, a test holds them equal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from assistant.commands.reference import section, sections
from assistant.permissions import SENSES
from assistant.routing.registry import Loaded, load_registry

BEGIN, END = "<!-- skills: made by make docs -->", "<!-- end -->"
FOLDER = "skills"
"""Of the pages, beside the table."""


def built_in() -> list[Loaded]:
    return [one for one in load_registry().loaded if one.distribution.startswith("owlish ")]


def table() -> str:
    return "\n".join(["| skill | does | for example |", "|---|---|---|", *map(row, built_in())])


def row(one: Loaded) -> str:
    examples = "; ".join(f"“{texts[0]}”" for texts in one.wording.examples.values() if texts)
    return f"| [{one.skill.name}]({FOLDER}/{one.skill.name}.md) | {about(one)[0]} | {examples} |"


def about(one: Loaded) -> tuple[str, str]:
    """What the skill does, in a sentence, and what else its module says of itself."""
    said = " ".join((import_module(type(one.skill).__module__).__doc__ or "").split())
    does, _, more = said.partition(". ")
    return does.rstrip("."), more


def filled(page: str) -> str:
    before, rest = page.split(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.split(END)[1]}"


def pages() -> dict[str, str]:
    """Text of the page, by its file's name."""
    return {f"{one.skill.name}.md": "\n".join(page(one)) for one in built_in()}


def page(one: Loaded) -> Iterator[str]:
    does, more = about(one)
    yield f"# {one.skill.name}\n"
    yield f"Made from `{type(one.skill).__module__.replace('.', '/')}.py` and its words by `make docs`; [all skills](../skills.md).\n"
    yield f"{does}. {more}".strip() + "\n"
    yield from said(one)
    yield from permitted(one)
    if model := dict(sections()).get(one.skill.name):
        yield from section(one.skill.name, model)


def said(one: Loaded) -> Iterator[str]:
    rows = [(intent, texts) for intent, texts in one.wording.examples.items() if texts]
    if rows:
        yield "| intent | say, for example |"
        yield "|---|---|"
        yield from (f"| {intent} | {'; '.join(f'“{text}”' for text in texts)} |" for intent, texts in rows)
        yield ""


def permitted(one: Loaded) -> Iterator[str]:
    given = [name for name in one.skill.permissions if name in SENSES]
    asked = [name for name in one.skill.permissions if name not in SENSES]
    if given:
        yield f"It may from the start, and until you revoke it: {', '.join(f'`{name}`' for name in given)}.\n"
    if asked:
        yield f"It asks at first use for {', '.join(f'`{name}`' for name in asked)}.\n"


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(filled(path.read_text("utf-8")), "utf-8")
    (path.parent / FOLDER).mkdir(exist_ok=True)
    for name, text in pages().items():
        (path.parent / FOLDER / name).write_text(text, "utf-8")
