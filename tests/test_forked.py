"""Forks of the command line end as it does, each with its own output."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.forked import Forks


@pytest.fixture
def forks() -> Iterator[Forks]:
    forks = Forks(os.environ)
    yield forks
    forks.end()


def test_input_output_and_exit_code_are_its_own(forks: Forks) -> None:
    done = forks.run(["route", "--batch", "-"], os.environ, b"no json\n" * 20_000, 120)
    assert done.returncode == 2 and done.stdout.count(b"\n") == 20_000
    done = forks.run(["no-such-command"], os.environ, b"", 120)
    assert done.returncode == 2 and done.stdout == b"" and b"No such command" in done.stderr


def test_after_a_run_that_took_too_long_the_next_one_has_its_own_end(forks: Forks) -> None:
    with pytest.raises(TimeoutError):
        forks.run(["route", "hello"], os.environ, b"", 0.01)
    assert forks.run(["--version"], os.environ, b"", 120).returncode == 0
    assert forks.run(["no-such-command"], os.environ, b"", 120).returncode == 2
