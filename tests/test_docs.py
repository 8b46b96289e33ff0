"""What the pages say is so: commands run, options, settings, files and modules exist, tables are complete, links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest
import typer
from packaging.requirements import Requirement

from assistant.cli import app
from assistant.commands.skill_table import filled, pages
from assistant.config import Config
from assistant.routing.slots import PARSERS
from models import registry

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *(page for name in ("docs", "models", "edge", "tests") for page in (ROOT / name).rglob("*.md"))])
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", README, re.S) for line in block.splitlines() if line.startswith("owlish")]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_readme_runs(command: str, prepared, tmp_path: Path) -> None:
    for model in registry.defaults():
        prepared(model.id)
    words = [sys.executable, "-m", "assistant", *shlex.split(command)[1:]]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "OWLISH_DATA": str(tmp_path)}, timeout=120)
    assert done.returncode == 0 and done.stdout.strip(), done.stderr


def test_the_table_of_skills_is_the_one_that_the_code_makes() -> None:
    page = (ROOT / "docs" / "skills.md").read_text("utf-8")
    assert page == filled(page), "run: make docs"


def test_every_skill_has_its_page_and_it_is_the_one_that_the_code_makes() -> None:
    there = {path.name: path.read_text("utf-8") for path in (ROOT / "docs" / "skills").glob("*.md")}
    assert there == pages(), "run: make docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8")):
        assert target.startswith("http") or (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    for name in re.findall(r"`((?:assistant|models|skills|tests|bench|edge|examples|docs)/[\w/.-]+)`", page.read_text("utf-8")):
        assert (ROOT / name).exists(), name


COMMAND = typer.main.get_command(app)
FOUND_BY_NAME = ("README.md", "docs.md")
"""Where readers of a folder, and jetson-containers, look by themselves."""
PROGRAM = re.compile(r"(?:^|\s|bin/)(?:owlish|python3? -m ((?:assistant|bench|edge|models)[\w.]*))(?: (.*)|$)")
LISTS = {
    "docs/edge.md": ("edge", r"\| module \|.*?\n\n"),
    "docs/vilbert.md": ("models/vilbert", r"\| part \|.*?\n\n"),
    "docs/architecture.md": ("assistant", r"\| floor \|.*?\n\n"),
}
"""Pages with a table that is the map of a folder."""


def code(page: Path) -> Iterator[str]:
    """What a page says in code: what stands between backticks, and the lines of blocks without their remarks."""
    text = page.read_text("utf-8")
    yield from (" ".join(span.split()) for span in re.findall(r"(?<!`)`([^`]+)`(?!`)", text))
    fenced = "\n".join(re.findall(r"```\w*\n(.*?)```", text, re.S))
    indented = [line for line in text.splitlines() if line.startswith("    ")]
    yield from (re.split(r"\s{2,}|\s#", line.strip())[0] for line in [*indented, *fenced.splitlines()])


def commands(page: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Each as it stands, its module (empty for `owlish`) and its words."""
    for line in code(page):
        for part in re.split(r" [|;] |, `", line):
            if found := PROGRAM.search(part):
                yield part, found[1] or "", [word.strip("[]") for word in re.sub(r"[\"']", "", found[2] or "").split()]


def unknown(module: str, words: list[str]) -> list[str]:
    """The words that no command and no option is named by."""
    options = [word.split("=")[0] for word in words if re.match(r"--\w", word)]
    if module in ("", "assistant"):
        command, has = chosen([word for word in words if word not in ("--offline", "--debug")])
        return [option for option in options if option not in has] + ([] if command else words[:1])
    source = ROOT / module.replace(".", "/")
    files = [source.with_suffix(".py")] if source.with_suffix(".py").exists() else sorted(source.glob("*.py"))
    text = "".join(file.read_text("utf-8") for file in files)
    return [option for option in options if f'"{option}"' not in text] + ([] if files else [module])


def chosen(words: list[str]) -> tuple[Any, set[str]]:
    """The command that words lead to, None where there is none of that name; and the options that may be given."""
    command: Any = COMMAND
    has = {"--help", *options_of(command)}
    while hasattr(command, "commands") and words and not words[0].startswith("-") and words[0] not in ("...", "COMMAND"):
        command, words = command.commands.get(words[0]), words[1:]
        has |= options_of(command)
    return command, has


def options_of(command: Any) -> set[str]:
    return {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)} if command else set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_and_every_option_that_a_page_names_exists(page: Path) -> None:
    assert {line: wrong for line, module, words in commands(page) if (wrong := unknown(module, words))} == {}


def test_a_command_or_an_option_that_there_is_not_would_be_found() -> None:
    assert unknown("", ["ask", "--pictures", "FILE"]) == ["--pictures"]
    assert unknown("", ["askk"]) == ["askk"]
    assert unknown("edge.chain", ["--stepps", "300"]) == ["--stepps"]
    assert unknown("bench.nothing", []) == ["bench.nothing"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_setting_that_a_page_names_exists(page: Path) -> None:
    fields = {name: {*section.annotation.model_fields} for name, section in Config.model_fields.items()}
    named = [
        found.groups() for line in code(page) if (found := re.search(r"(?:config (?:set|get|unset) |^)([a-z]+)\.([a-z_]+)(?= |$)", line))
    ]
    files = {"json", "md", "py", "toml", "txt"}
    of_modules = {path.stem for path in (ROOT / "models").iterdir()} | {path.stem for path in (ROOT / "assistant").rglob("*.py")}
    assert [key for key in named if key[0] in fields and key[1] not in fields[key[0]] | files | of_modules] == []


def test_every_command_is_on_a_page() -> None:
    named = {" ".join(words[:2]) for page in PAGES for _, module, words in commands(page) if not module}
    every = [f"{name} {sub}" for name, command in COMMAND.commands.items() for sub in getattr(command, "commands", {})]
    alone = [name for name, command in COMMAND.commands.items() if not hasattr(command, "commands")]
    assert [path for path in every if path not in named] + [
        name for name in alone if name not in {path.split()[0] for path in named if path}
    ] == []


@pytest.mark.parametrize("page", LISTS)
def test_the_map_of_a_folder_names_all_that_is_in_it(page: str) -> None:
    folder, table = LISTS[page]
    found = re.search(table, (ROOT / page).read_text("utf-8"), re.S)
    there = {path.stem for path in (ROOT / folder).iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    named = set(re.findall(r"`(?:[\w/]+/|assistant\.)?(\w+)(?:\.py|/)?`", found[0])) if found else set()
    assert sorted(name for name in there - named if not name.startswith("_")) == []


def test_every_dependency_has_its_line() -> None:
    listed = set(re.findall(r"^\| ([\w.-]+) \|", (ROOT / "docs" / "dependencies.md").read_text("utf-8"), re.M))
    assert sorted({Requirement(line).name for line in requires("owlish") or ()} - listed) == []


def test_every_variable_of_the_environment_is_told() -> None:
    read = {
        name
        for folder in ("assistant", "models", "edge")
        for path in (ROOT / folder).rglob("*.py")
        for name in re.findall(r'"(OWLISH_[A-Z_]+[A-Z])"', path.read_text("utf-8"))
    }
    page = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    assert sorted(name for name in read if f"`{name}`" not in page) == []


def test_every_page_and_every_picture_can_be_found() -> None:
    linked = {(page.parent / target).resolve() for page in PAGES for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))}
    assert [page for page in PAGES if page.name not in FOUND_BY_NAME and page not in linked] == []
    told = (ROOT / "docs" / "pictures" / "README.md").read_text("utf-8")
    assert [
        path.name for path in (ROOT / "docs" / "pictures").iterdir() if path.name != "README.md" and f"| {path.name} |" not in told
    ] == []


def test_every_kind_of_a_slot_is_told() -> None:
    page = (ROOT / "docs" / "skills.md").read_text("utf-8")
    told = set(re.findall(r"`(\w+)`", page[page.index("- `[slots]`") : page.index("- `[lists]`")]))
    assert PARSERS.keys() <= told, PARSERS.keys() - told


@pytest.mark.parametrize("language", ["de", "zh"])
def test_the_skills_that_speak_another_language_are_told(language: str) -> None:
    shared = {"fallback", "moments", "nth", "places", "things"}
    there = {path.stem for path in (ROOT / "skills" / "locales" / language).glob("*.toml")} - shared
    told = re.search(r"skills speak them \((.*?)\)", (ROOT / "docs" / "using.md").read_text("utf-8"), re.S)
    assert told and set(re.findall(r"`(\w+)`", told[1])) == there
