"""What the pages say is so: the README's commands run, the table of skills is the code's, and every link leads somewhere."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.commands.skill_table import filled, pages
from models import registry

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
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
    for name in re.findall(r"`((?:assistant|models|skills|tests|bench|examples|docs)/[\w/.-]+)`", page.read_text("utf-8")):
        assert (ROOT / name).exists(), name
