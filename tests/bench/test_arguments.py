"""What was typed wrong is told before anything is measured."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("growth --only heights", "'heights' does not exist; choose from regions, words, speech, threads, gallery"),
        ("growth --rounds 0", "'0' must be a whole number, 1 or more"),
        ("precision --networks nose", "'nose' does not exist; choose from vad, "),
        ("fusion --threads 1,many", "'many' must be a whole number, 1 or more"),
        ("roofline --rounds -1", "'-1' must be a whole number, 1 or more"),
        ("watching --looks none", "'none' must be a whole number, 1 or more"),
        ("synthetic --sets some", "There is no set 'some'; the sets are "),
        ("asr --engines parrot", "Model 'parrot' does not exist; choose one of: "),
        ("tui --graphics oil", "invalid choice: 'oil'"),
    ],
)
def test_a_mistake_in_the_arguments_is_one_sentence(command: str, told: str) -> None:
    done = subprocess.run([sys.executable, "-m", *f"bench.{command}".split()], capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and told in done.stderr and "Traceback" not in done.stderr


def test_a_ui_that_did_not_run_has_no_costs() -> None:
    command = "-m bench.tui --seconds 0.1 --graphics blocks --video nowhere.avi"
    done = subprocess.run([sys.executable, *command.split()], capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and "%" not in done.stdout.splitlines()[-1] and "nothing was measured" in done.stderr
