"""What a budget of memory leaves room for, and what is spared where it is short."""

from __future__ import annotations

import re

import pytest

from assistant.budget import keeper_of, sparing
from assistant.config import Config, replace_section
from models.errors import OutOfMemory


def test_the_terminal_ui_takes_its_room_and_a_budget_too_small_to_hear_is_one_sentence() -> None:
    config = replace_section(Config(), "models", memory="440MB")
    assert keeper_of(config, screen=True).plan.ledger.base > keeper_of(config).plan.ledger.base
    with pytest.raises(OutOfMemory, match=r"models\.memory is 90MB, and Owlish needs \d+ MB to hear at all; allow at least that\.") as said:
        keeper_of(replace_section(Config(), "models", memory="90MB"))
    least = re.search(r"needs (\d+) MB", str(said.value))
    assert least and "recognizer" in keeper_of(replace_section(Config(), "models", memory=f"{least[1]}MB")).plan.lazy


def test_the_frames_that_a_camera_keeps_take_their_room() -> None:
    config = replace_section(Config(), "models", memory="440MB")
    ledger = keeper_of(config).plan.ledger
    assert config.camera.bytes == 4 * 10 * 640 * 480 * 3
    assert ledger.base - keeper_of(config, eyes=False).plan.ledger.base == config.camera.bytes
    shorter = keeper_of(replace_section(config, "camera", keep=2.0)).plan.ledger
    assert ledger.base - shorter.base == config.camera.bytes // 2


def test_a_short_budget_keeps_fewer_frames_and_one_in_which_all_stays_keeps_them_all() -> None:
    config = replace_section(Config(), "models", memory="350MB")
    spared = sparing(config)
    assert spared.camera.apart == 0.5 and spared.camera.bytes == 10 * 640 * 480 * 3
    assert sparing(replace_section(config, "camera", apart=1.0)).camera.bytes == 6 * 640 * 480 * 3
    for roomy in (Config(), replace_section(config, "models", memory="4GB")):
        assert sparing(roomy) is roomy


def test_a_voice_that_is_not_wanted_takes_no_room_and_is_not_missed() -> None:
    config = replace_section(Config(), "models", memory="400MB")
    assert "voice" in keeper_of(config).plan.without
    silent = keeper_of(replace_section(config, "speech", voice="none")).plan
    assert "voice" not in (*silent.resident, *silent.lazy, *silent.without)
