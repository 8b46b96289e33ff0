"""A plan holds to its budget: everything usable first, then what is kept, in the order of who waits for it."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from models.device import Device
from models.memory import MB
from models.plan import PARTS, READING, RECOGNIZER, SENTENCE, SIGHT, UNLIMITED, VOICE, Ledger, Need, ledger_of, parsed, plan

NEEDS = {SENTENCE: Need(30, 40), RECOGNIZER: Need(90, 100), VOICE: Need(80, 160), SIGHT: Need(50, 60), READING: Need(80, 210)}
LEDGER = Ledger(200, NEEDS)


@pytest.mark.parametrize(
    ("budget", "resident", "lazy", "without"),
    [
        (UNLIMITED, (SENTENCE, RECOGNIZER, VOICE, SIGHT), (READING,), ()),
        (660, (SENTENCE, RECOGNIZER, VOICE, SIGHT), (READING,), ()),
        (659, (SENTENCE, RECOGNIZER, VOICE), (SIGHT, READING), ()),
        (440, (SENTENCE,), (RECOGNIZER, VOICE, SIGHT, READING), ()),
        (410, (), PARTS, ()),
        (390, (SENTENCE,), (RECOGNIZER, VOICE, SIGHT), (READING,)),
        (330, (SENTENCE,), (RECOGNIZER, SIGHT), (VOICE, READING)),
        (250, (SENTENCE,), (), (RECOGNIZER, VOICE, SIGHT, READING)),
    ],
)
def test_what_fits_is_kept_what_fits_alone_comes_and_goes_and_the_rest_is_left_out(budget, resident, lazy, without) -> None:
    planned = plan(LEDGER, budget)
    assert (planned.resident, planned.lazy, planned.without) == (resident, lazy, without)
    assert planned.peak <= budget


def test_more_memory_never_takes_a_part_away() -> None:
    usable = [len(plan(LEDGER, budget).without) for budget in range(200, 700, 10)]
    assert all(more <= less for less, more in pairwise(usable))


def test_what_is_mapped_is_not_there_while_a_rare_part_is_used() -> None:
    mapped = Ledger(200, {**NEEDS, SENTENCE: replace(NEEDS[SENTENCE], mapped=NEEDS[SENTENCE].resident - 1)})
    assert LEDGER.with_one_more((SENTENCE,), READING) - mapped.with_one_more((SENTENCE,), READING) == NEEDS[SENTENCE].resident - 1
    for part in (RECOGNIZER, SENTENCE):
        assert LEDGER.with_one_more((SENTENCE,), part) == mapped.with_one_more((SENTENCE,), part)


def test_what_nobody_wants_takes_no_room() -> None:
    assert plan(LEDGER, 410, [part for part in PARTS if part != VOICE]).without == ()
    assert VOICE not in plan(LEDGER, UNLIMITED, [SIGHT]).resident


def test_the_shipped_ledger_is_measured_and_holds_the_aims(tmp_path: Path) -> None:
    """Everything below 700 MB, and what a budget allows is below it."""
    shipped = ledger_of(Device("other", 1, (), "", "", "", "1", ()), tmp_path / "none.json")
    assert shipped.measured and plan(shipped).peak < 700 * MB
    small = plan(shipped.with_more(10 * 640 * 480 * 3), 350_000_000)
    assert set(small.lazy) == {SENTENCE, RECOGNIZER, SIGHT} and set(small.without) == {VOICE, READING}
    assert all(need.peak >= need.resident > 0 for need in shipped.needs.values())


def test_a_ledger_of_this_device_comes_first_and_a_damaged_one_is_none(tmp_path: Path) -> None:
    device = Device("this", 1, (), "", "", "", "1", ())
    parts = {part: {"resident": 5, "peak": 6, "mapped": 0} for part in PARTS}
    file = tmp_path / "ledger.json"
    file.write_text(json.dumps({"measured": "here", "device": device.key, "base": 7, "screen": 3, "parts": parts}))
    own = ledger_of(device, file)
    assert (own.base, own.with_screen().with_more(4).base, own.measured, own.needs[SIGHT]) == (7, 14, "here", Need(5, 6))
    assert ledger_of(Device("another", 1, (), "", "", "", "1", ()), file).measured != "here"
    before = {part: {"resident": 5, "peak": 6} for part in PARTS}
    file.write_text(json.dumps({"measured": "here", "device": device.key, "base": 7, "screen": 3, "parts": before}))
    assert ledger_of(device, file).measured != "here", "before parts were mapped"
    file.write_text("{")
    assert ledger_of(device, file).measured != "here"
    with pytest.raises(KeyError):
        parsed({"base": 1})
