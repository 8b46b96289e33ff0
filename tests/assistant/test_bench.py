"""`owlish bench` measures each part and whole spoken turns, through the real pipeline; and what a Jetson takes meanwhile."""

from __future__ import annotations

import json
import os

import pytest

LINE = (
    "10-08-2026 04:35:02 RAM 6712/7620MB (lfb 12x4MB) SWAP 369/3810MB (cached 8MB) CPU [38%@1497,2%@729] GR3D_FREQ 99%@[612] "
    "cpu@57.125C gpu@58.625C tj@58.312C VDD_IN 16321mW/11204mW VDD_CPU_GPU_CV 7104mW/4944mW VDD_SOC 3120mW/3659mW"
)
"""What a real Jetson has printed."""


@pytest.fixture(scope="module")
def rows(make_owlish, default_models):
    owlish = make_owlish("bench")
    found = {row["stage"]: row for row in owlish.rows("bench", "--rounds", "2", "--turns", "1", "--json")}
    return found, owlish


@pytest.mark.slow
def test_every_part_of_a_look_has_its_time_and_precision(rows) -> None:
    found, _ = rows
    for stage, engine in {
        "look: things": "detector, int8",
        "look: names and features": "backbone, int8",
        "fusion: picture": "vilbert-picture, int8",
        "fusion: question": "vilbert-question, int8",
    }.items():
        assert found[stage]["engine"] == engine and found[stage]["cpu"] > 0 and 0 < found[stage]["p50"] <= found[stage]["p95"]
    whole = found["frame to answer"]
    assert whole["aim"] == 0.06 and whole["cpu"] > found["look: things"]["cpu"] / 2 and whole["rounds"] == 2


def test_a_spoken_turn_has_the_stages_of_the_pipeline(rows) -> None:
    found, _ = rows
    stages = ("endpoint", "recognition", "routing", "vision and fusion", "end of speech to answer", "end of speech to first sound")
    assert all(found[stage]["rounds"] == 1 for stage in stages)
    assert found["vision and fusion"]["p50"] < found["end of speech to answer"]["p50"] < found["end of speech to first sound"]["p50"]


def test_turns_that_are_measured_are_not_remembered(rows) -> None:
    _, owlish = rows
    assert not (owlish.home / "data" / "owlish.db").exists()


def test_without_a_voice_there_is_no_question(says_one_sentence) -> None:
    says_one_sentence("speech.voice is none", "bench", OWLISH__SPEECH__VOICE="none")


@pytest.mark.slow
def test_power_heat_and_memory_of_a_jetson_stand_below_the_stages(owlish, default_models, tmp_path):
    program = tmp_path / "tegrastats"
    program.write_text(f"#!/bin/sh\necho '{LINE}'\nexec tail -f /dev/null\n")
    program.chmod(0o755)
    done = owlish("bench", "--rounds", "1", "--turns", "0", "--json", PATH=f"{tmp_path}:{os.environ['PATH']}")
    *stages, jetson = [json.loads(line) for line in done.stdout.splitlines()]
    assert jetson == {
        "samples": 1,
        "most_memory": 6712 << 20,
        "mean_watts": 16.321,
        "most_watts": 16.321,
        "hottest": 58.312,
        "mean_gpu": 0.99,
    }
    assert len(stages) > 4 and all("p50" in stage for stage in stages)
