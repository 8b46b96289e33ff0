"""What was typed wrong is told before anything is measured."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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
        ("tui --video pyproject.toml", "'pyproject.toml' is no video that can be read"),
        ("tui --graphics oil", "invalid choice: 'oil'"),
        ("fusion --photo nowhere.jpg", "nowhere.jpg does not exist"),
        ("fusion --photo pyproject.toml", "pyproject.toml cannot be read as a picture"),
        ("ocr --fonts docs", "'docs' holds no .ttf file"),
        ("vision --photos docs --engine parrot", "'parrot' cannot be used; it must be 'vilbert', 'rule-baseline' or hf:"),
        ("routing measure nowhere.tsv", "'nowhere.tsv' is no file that is there"),
        ("asr --real nowhere", "'nowhere' is no folder that is there"),
        ("loop --idle -1", "'-1' must be a number above 0"),
        ("tui --seconds 0", "'0' must be a number above 0"),
        ("report --pictures 0", "'0' must be a whole number, 1 or more"),
        ("growth --plot nowhere/growth.png", "'nowhere/growth.png' must end in .png, and its folder must be there"),
    ],
)
def test_a_mistake_in_the_arguments_is_one_sentence(command: str, told: str) -> None:
    done = subprocess.run([sys.executable, "-m", *f"bench.{command}".split()], capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and told in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["loop --turns 1", "start --rounds 1 --aloud"])
def test_a_sound_server_that_is_not_installed_is_one_sentence(command: str, default_models, tmp_path: Path) -> None:
    without = {**os.environ, "PATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "-m", *f"bench.{command}".split()], capture_output=True, text=True, timeout=60, env=without)
    assert done.returncode == 2 and done.stderr.startswith("PulseAudio is missing; install it: ") and done.stderr.count("\n") == 1
