from __future__ import annotations

import pytest
from rich.cells import cell_len

from assistant.config import Config, Routing
from assistant.events import TurnEnded

STAGES = {
    "endpoint": 0.3,
    "asr": 0.2,
    "text": 0.5,
    "route": 0.01,
    "look": 0.1,
    "skill": 0.02,
    "answer": 0.63,
    "tts": 0.1,
    "first_audio": 0.73,
}


def line(shown) -> str:
    return shown.rows[-5] if len(shown.rows) >= 24 else shown.rows[-4]


def test_every_stage_has_its_seconds_and_a_bar(show):
    assert line(show([TurnEnded(1.0, 1, STAGES)], size=(140, 30))).split("  ")[1:] == [
        "endpoint ━━━━━━━ 0.30",
        "asr ━━━━╸ 0.20",
        "route ╸ 0.01",
        "look ━━╸ 0.10",
        "skill ╸ 0.02",
        "tts ━━╸ 0.10",
        "first audio 0.73 s",
    ]


@pytest.mark.parametrize("language", ["en", "de", "zh"])
@pytest.mark.parametrize("size", [(40, 20), (60, 20), (80, 24), (100, 30), (200, 50)])
def test_it_ends_with_the_first_sound_at_any_width(show, size, language):
    text = line(show([TurnEnded(1.0, 1, STAGES)], size=size, config=Config(routing=Routing(language=language))))
    assert text.endswith("0.73 s") and cell_len(text) <= size[0]


def test_a_turn_without_sound_ends_with_its_answer(show):
    assert line(show([TurnEnded(1.0, 1, {"route": 0.01, "answer": 0.02})])).endswith("answer 0.02 s")


def test_a_turn_without_stages_leaves_the_last_one(show):
    assert "0.73 s" in line(show([TurnEnded(1.0, 1, STAGES), TurnEnded(2.0, 2, {})]))
