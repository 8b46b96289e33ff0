"""`owlish edge tune` and `owlish edge memory` from a person's side: tables, JSON, sentences."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from models.choice import Choice, Choices, digest_of, keep
from models.providers import PLAIN
from models.runtime import device_of


@pytest.fixture
def owlish(owlish, tmp_path: Path):
    owlish.environment["OWLISH_CHOICES"] = str(tmp_path / "choices" / "choices.json")
    return owlish


@pytest.mark.slow
def test_a_network_is_measured_kept_shown_and_forgotten(owlish, default_models, tmp_path: Path) -> None:
    rows = owlish.rows("edge", "tune", "--network", "vad", "--rounds", 1, "--json")
    (chosen,) = [row for row in rows if row["chosen"]]
    assert chosen["network"] == "vad" and chosen["provider"] == "CPUExecutionProvider" and chosen["ms"] > 0
    kept = json.loads((tmp_path / "choices" / "choices.json").read_text())["devices"][device_of().key]
    assert [one["network"] for one in kept["choices"]] == ["vad"] and not kept["whole"]
    (vad,) = [row for row in owlish.rows("models", "list", "--json") if row["id"] == "silero-vad"]
    assert vad["runs"][0]["file"] == "vad.onnx" and vad["runs"][0]["ms"] == chosen["ms"]
    assert owlish("edge", "tune", "--forget").stdout == "Forgotten: vad; they run as shipped.\n"
    assert owlish("edge", "tune", "--forget").stdout == "There was no choice to forget.\n"


def test_an_unknown_network_is_one_sentence(owlish, says_one_sentence) -> None:
    says_one_sentence("Network 'nose' does not exist; choose one of: vad", "edge", "tune", "--network", "nose")


def test_a_budget_is_a_plan(owlish) -> None:
    (tight,), (wide,) = owlish.rows("edge", "memory", "--memory", "400MB", "--json"), owlish.rows("edge", "memory", "--json")
    assert tight["peak"] <= tight["budget"] == 400_000_000 and "reading" in tight["without"]
    assert wide["budget"] is None and wide["lazy"] == ["reading"] and wide["without"] == []
    assert "comes and goes" in owlish("edge", "memory", "--memory", "600MB").stdout


def test_a_budget_that_is_none_is_one_sentence(owlish, says_one_sentence) -> None:
    says_one_sentence(r"--memory is 'much'; it must be a size, as 450MB or 4GB", "edge", "memory", "--memory", "much")
    says_one_sentence(r"models.memory is 'much'.*; it must be a size, as 450MB or 4GB", "run", "--headless", "--memory", "much")
    says_one_sentence(r"models.memory is 100MB, and Owlish needs \d+ MB to hear at all", "run", "--headless", "--memory", "100MB")


def test_a_chosen_variant_that_is_gone_is_told_and_the_assistant_runs_as_it_was_shipped(
    owlish, prepared, default_models, tmp_path: Path
) -> None:
    vad = prepared("silero-vad").path("vad.onnx")
    lost = Choice("vad", digest_of(vad), "fp16", PLAIN, 1.0, 2.0, "chosen/lost.onnx", "0", 1)
    keep(Choices(device_of(), (lost,)), tmp_path / "choices" / "choices.json")
    soundfile.write(tmp_path / "silence.wav", np.zeros(16_000), 16_000)
    events = owlish.rows("run", "--headless", "--json", "--no-camera", "--text-only", "--mic", tmp_path / "silence.wav")
    said = [event["sentence"] for event in events if event["event"] == "Notice"]
    assert any("lost.onnx is not the file that was chosen, so vad runs as it was shipped" in sentence for sentence in said)
    assert events[-1]["state"] == "stopped"
