"""The house stands as drawn: who imports whom, and what a bare import costs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = ("torch", "cv2", "textual", "onnxruntime", "sounddevice", "livekit", "dateparser", "pint", "hassil")


def test_every_import_keeps_to_the_floors():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("module", ["assistant", "assistant.cli", "assistant.skill", "assistant.config", "models.store"])
def test_a_bare_import_loads_nothing_heavy(module):
    code = f"import {module}, sys; print(*sorted(set(sys.modules) & set({HEAVY!r})))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split() == []
