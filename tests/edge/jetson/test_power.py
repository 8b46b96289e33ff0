"""Power modes as nvpmodel prints them."""

from __future__ import annotations

import pytest

from edge.jetson import power
from edge.jetson.power import PowerMode


@pytest.mark.parametrize(
    ("said", "mode"),
    [
        ("NV Power Mode: MAXN_SUPER\n2\n", PowerMode("MAXN_SUPER", 2)),
        ("NVPM WARN: fan mode is not set!\nNV Power Mode: 15W\n0\n", PowerMode("15W", 0)),
        ("NV Power Mode: MAXN\n0", PowerMode("MAXN", 0)),
        ("NV Power Mode: 25W", PowerMode("25W", None)),
    ],
)
def test_a_mode_is_read(said, mode):
    assert power.parse(said) == mode


def test_what_is_no_mode_is_none():
    assert power.parse("bash: nvpmodel: command not found") is None


def test_only_modes_with_a_limit_get_advice():
    assert PowerMode("MAXN_SUPER", 2).advice == "" == PowerMode("MAXN", 0).advice
    assert "sudo nvpmodel -m NUMBER && sudo jetson_clocks" in PowerMode("15W", 0).advice


def test_the_program_is_asked_where_it_is(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert power.current() is None
    program = tmp_path / "nvpmodel"
    program.write_text("#!/bin/sh\necho 'NV Power Mode: 7W'\necho 3\n")
    program.chmod(0o755)
    assert power.current() == PowerMode("7W", 3)
    program.write_text("#!/bin/sh\nprintf '\\377\\nNV Power Mode: 7W\\n3\\n'\n")
    assert power.current() == PowerMode("7W", 3)
