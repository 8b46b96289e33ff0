"""The bench of spoken moments explains itself before it measures."""

from __future__ import annotations

import sys

import pytest

from bench.dates import main


def test_help_measures_nothing(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["bench.dates", "--help"])
    with pytest.raises(SystemExit, match="0"):
        main()
    assert "moments" in (said := capsys.readouterr().out) and "/" not in said
