"""The real command line in a process of its own, with settings and data of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


class Owlish:
    """`owlish(...)` runs it to its end; `environment` is what it runs in."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("OWLISH__")},
            "OWLISH_CONFIG": str(home / "config.toml"),
            "OWLISH_DATA": str(home / "data"),
            "OMP_NUM_THREADS": "1",
            "OWLISH__MODELS__CHOOSE": "never",
        }

    def __call__(self, *arguments: object, stdin: str | bytes = b"", **environment: object) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            self.command(*arguments),
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            env=self.environment | {name: str(value) for name, value in environment.items()},
            timeout=240,
        )
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


@pytest.fixture
def owlish(tmp_path: Path) -> Owlish:
    return Owlish(tmp_path)


@pytest.fixture(scope="session")
def make_owlish(tmp_path_factory: pytest.TempPathFactory):
    """For tests that share one: `make_owlish(name)` has a home of that name."""
    return lambda name: Owlish(tmp_path_factory.mktemp(name))


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
