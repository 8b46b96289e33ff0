"""Packages of guests as pip would install them: modules, words, and the metadata that names their entry points."""

from __future__ import annotations

import sys
import textwrap
from importlib.metadata import EntryPoint, distributions
from pathlib import Path

import pytest

from assistant.routing import guest_trial
from assistant.routing.registry import GROUP

WORDS = "[intents.go]\ntemplates = ['go {name}']\nexamples = ['go there']\n"
HEAD = "from assistant.skill import Reply, Skill, Turn\n"


def put_on_path(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if it had been there when the program started, so that guests find it too."""
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr(guest_trial, "PATH", (str(folder), *guest_trial.PATH))


class Site:
    """A folder on Python's path."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        put_on_path(folder, monkeypatch)
        monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def install(self, name: str, code: str, words: str = WORDS, entry: str = "Guest") -> EntryPoint:
        package = self.folder / f"guest_{name}"
        (package / "locales" / "en").mkdir(parents=True)
        (package / "__init__.py").write_text("")
        (package / f"{name}.py").write_text(textwrap.dedent(code))
        (package / "locales" / "en" / f"{name}.toml").write_text(words)
        metadata = self.folder / f"guest_{name}-1.0.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: guest-{name}\nVersion: 1.0\n")
        (metadata / "entry_points.txt").write_text(f"[{GROUP}]\n{name} = guest_{name}.{name}:{entry}\n")
        return next(point for point in self.points() if point.name == name)

    def points(self) -> list[EntryPoint]:
        return [point for found in distributions(path=[str(self.folder)]) for point in found.entry_points if point.group == GROUP]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    return Site(tmp_path / "site", monkeypatch)
