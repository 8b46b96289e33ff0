"""`owlish bench` measures each part and whole spoken turns, through the real pipeline."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def rows(make_owlish, default_models):
    owlish = make_owlish("bench")
    found = {row["stage"]: row for row in owlish.rows("bench", "--rounds", "2", "--turns", "1", "--json")}
    return found, owlish


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
