"""What an answer costs is measured where the models are."""

from __future__ import annotations

import sys

import pytest

from bench import fusion


def test_without_models_it_says_in_a_sentence_what_to_do(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("OWLISH_MODELS", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["bench"])
    with pytest.raises(SystemExit) as left:
        fusion.main()
    told = capsys.readouterr().err
    assert left.value.code == 2 and "is not prepared on this machine" in told and told.count("\n") == 1
