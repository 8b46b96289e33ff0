"""The real command line in a process of its own, with settings and data of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forked import Forks, same_python

LONGEST = 240
"""Seconds that a run may take."""


def surroundings() -> dict[str, str]:
    """Of every run, with no settings from outside."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("OWLISH__")}
    return {**outside, "OMP_NUM_THREADS": "1", "OWLISH__MODELS__CHOOSE": "never"}


class Owlish:
    """`owlish(...)` runs it to its end; `environment` is what it runs in."""

    def __init__(self, home: Path, forks: Forks) -> None:
        self.home = home
        self._forks = forks
        self.environment = {**surroundings(), "OWLISH_CONFIG": str(home / "config.toml"), "OWLISH_DATA": str(home / "data")}

    def __call__(self, *arguments: object, stdin: str | bytes = b"", **environment: object) -> subprocess.CompletedProcess[str]:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        inside = self.environment | {name: str(value) for name, value in environment.items()}
        if same_python(inside, self._forks.environment):
            done = self._forks.run([*map(str, arguments)], inside, given, LONGEST)
        else:
            done = subprocess.run(self.command(*arguments), input=given, capture_output=True, env=inside, timeout=LONGEST)
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    def command(self, *arguments: object) -> list[str]:
        return [sys.executable, "-m", "assistant", *map(str, arguments)]

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        return self.start_command(self.command(*arguments))

    def start_command(self, command: list[str]) -> subprocess.Popen[str]:
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.environment)

    def rows(self, *arguments: object, stdin: str | bytes = b"") -> list[dict]:
        """The JSON lines that it prints."""
        return [json.loads(line) for line in self(*arguments, stdin=stdin).stdout.splitlines()]


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    forks = Forks(surroundings())
    yield forks
    forks.end()


@pytest.fixture
def owlish(tmp_path: Path, forks: Forks) -> Owlish:
    return Owlish(tmp_path, forks)


@pytest.fixture(scope="session")
def make_owlish(tmp_path_factory: pytest.TempPathFactory, forks: Forks):
    """For tests that share one: `make_owlish(name)` has a home of that name."""
    return lambda name: Owlish(tmp_path_factory.mktemp(name), forks)


@pytest.fixture
def says_one_sentence(owlish: Owlish):
    """`says_one_sentence(pattern, ...)`: exit code 2, the sentence alone on stderr, no traceback."""
    import re

    def check(pattern: str, *arguments: object, **options: object) -> None:
        done = owlish(*arguments, **options)
        assert done.returncode == 2, done
        assert re.search(pattern, done.stderr), done.stderr
        assert done.stderr.count("\n") == 1 and "Traceback" not in done.stderr + done.stdout

    return check


@pytest.fixture(scope="session")
def networks(store, prepared):
    """What the eyes look with (stage.Networks)."""
    from tests.assistant.stage import open_networks

    for name in ("ssd-mobilenet-v2-coco", "efficientnet-lite0", "efficientnet-lite3", "ppocr-v6-small"):
        prepared(name)
    return open_networks(store)
