"""The table in docs/skills.md, made from the built-in skills themselves: `make docs` writes it, and a test holds it equal."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from assistant.routing.registry import Loaded, load_registry

BEGIN, END = "<!-- skills: made by make docs -->", "<!-- end -->"


def table() -> str:
    rows = [row(one) for one in load_registry().loaded if one.distribution.startswith("owlish ")]
    return "\n".join(["| skill | does | for example |", "|---|---|---|", *rows])


def row(one: Loaded) -> str:
    does = (import_module(type(one.skill).__module__).__doc__ or "").split(". ")[0].rstrip(".")
    examples = "; ".join(f"“{texts[0]}”" for texts in one.wording.examples.values() if texts)
    return f"| {one.skill.name} | {does} | {examples} |"


def filled(page: str) -> str:
    before, rest = page.split(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(filled(path.read_text("utf-8")), "utf-8")
