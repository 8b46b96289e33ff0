"""Models come when they are wanted, and go when the room is needed or nobody asks; never while they are used."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from models.errors import DamagedModel, OutOfMemory
from models.keeper import Keeper, Lent
from models.plan import READING, RECOGNIZER, SENTENCE, SIGHT, VOICE, Ledger, Need, Plan, plan

LEDGER = Ledger(100, {SENTENCE: Need(10, 20), RECOGNIZER: Need(40, 50), VOICE: Need(30, 90), SIGHT: Need(20, 30), READING: Need(30, 150)})


class Hours:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


@pytest.fixture
def lent():
    """`lent(budget, *parts)`: the keeper, each part lent as its own name, the log of what was opened. In a tight budget nothing stays."""

    def make(budget: int, *parts: str, clock: Callable[[], float] | None = None):
        log: list[str] = []

        def opener(part: str) -> Callable[[], str]:
            return lambda: (log.append(part), part)[1]

        tight = Plan(budget, (), (SENTENCE, RECOGNIZER, VOICE, SIGHT), (READING,), LEDGER)
        keeper = Keeper(tight if budget < 1000 else plan(LEDGER, budget), idle=100, clock=clock or Hours())
        return keeper, {part: keeper.lend(part, opener(part)) for part in parts}, log

    return make


def used(one) -> str:
    with one.use() as model:
        return model


def test_what_stays_is_opened_at_the_start_and_what_is_lazy_when_it_is_wanted(lent) -> None:
    keeper, parts, log = lent(10_000, SIGHT, READING)
    with keeper.opening():
        pass
    assert log == [SIGHT]
    assert used(parts[READING]) == READING and used(parts[READING]) == READING and log == [SIGHT, READING]


def mapping(keeper: Keeper) -> tuple[Lent[str], list[str]]:
    """A part that has been used, and what is noted when that which it maps leaves memory."""
    gone: list[str] = []
    vectors = keeper.lend(SENTENCE, lambda: SENTENCE, lambda: gone.append(SENTENCE))
    used(vectors)
    return vectors, gone


def test_what_goes_with_a_part_goes_when_the_part_does_and_not_before(lent) -> None:
    keeper, parts, _ = lent(195, RECOGNIZER, VOICE)
    vectors, gone = mapping(keeper)
    used(parts[RECOGNIZER])
    assert not gone
    used(parts[VOICE])
    assert gone[0] == SENTENCE and not vectors.is_open
    so_far = len(gone)
    used(parts[VOICE])
    assert len(gone) == so_far + 1, "what was mapped again since goes with the next use of anything"


def test_what_is_mapped_makes_way_for_a_rare_part_and_for_no_other(lent) -> None:
    keeper, parts, _ = lent(10_000, READING, SIGHT)
    vectors, gone = mapping(keeper)
    used(parts[SIGHT])
    assert not gone
    used(parts[READING])
    used(parts[READING])
    assert gone == [SENTENCE] * 2 and vectors.is_open


def test_what_was_used_longest_ago_makes_room(lent) -> None:
    _, parts, log = lent(195, SENTENCE, RECOGNIZER, SIGHT, VOICE)
    for part in (SENTENCE, RECOGNIZER, SIGHT, SENTENCE):
        used(parts[part])
    assert log == [SENTENCE, RECOGNIZER, SIGHT]
    used(parts[VOICE])
    assert [part for part, one in parts.items() if one.is_open] == [VOICE]
    used(parts[RECOGNIZER])
    assert log == [SENTENCE, RECOGNIZER, SIGHT, VOICE, RECOGNIZER]


def test_room_is_made_only_as_far_as_it_is_needed(lent) -> None:
    _, parts, _ = lent(195, SENTENCE, RECOGNIZER, SIGHT)
    for part in (RECOGNIZER, SENTENCE, SIGHT):
        used(parts[part])
    assert all(one.is_open for one in parts.values())


def test_what_nobody_has_asked_for_goes_and_what_stays_stays(lent) -> None:
    clock = Hours()
    keeper, parts, _ = lent(10_000, SIGHT, READING, clock=clock)
    used(parts[READING]), used(parts[SIGHT])
    assert keeper.sweep() == []
    clock.now += 200
    assert keeper.sweep() == [READING] and parts[SIGHT].is_open and not parts[READING].is_open
    assert used(parts[READING]) == READING


def test_what_is_being_used_is_not_swept_and_is_waited_for(lent) -> None:
    clock = Hours()
    keeper, parts, log = lent(195, RECOGNIZER, VOICE, clock=clock)
    began, may_end, said = threading.Event(), threading.Event(), []

    def listen() -> None:
        with parts[RECOGNIZER].use():
            began.set()
            may_end.wait(10)
            said.append("listened")

    listener = threading.Thread(target=listen)
    listener.start()
    began.wait(10)
    clock.now += 1000
    assert keeper.sweep() == []
    speaker = threading.Thread(target=lambda: (used(parts[VOICE]), said.append("spoke")))
    speaker.start()
    may_end.set()
    listener.join(10), speaker.join(10)
    assert said == ["listened", "spoke"] and not parts[RECOGNIZER].is_open and log == [RECOGNIZER, VOICE]


def test_many_threads_that_want_different_parts_all_get_them(lent) -> None:
    _, parts, _ = lent(195, SENTENCE, RECOGNIZER, SIGHT, VOICE)
    got: list[str] = []
    threads = [threading.Thread(target=lambda one=one: got.extend(used(one) for _ in range(50))) for one in parts.values()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(got) == sorted(part for part in parts for _ in range(50))


def test_what_the_plan_leaves_out_is_one_sentence_with_its_remedy(lent) -> None:
    keeper = Keeper(Plan(150_000_000, (), (SIGHT,), (READING,), Ledger(100_000_000, {**LEDGER.needs, READING: Need(1, 150_000_000)})))
    with pytest.raises(
        OutOfMemory, match=r"The reading needs 250 MB, and 150 MB are allowed; run with more, as: owlish run --memory 260MB\."
    ):
        used(keeper.lend(READING, lambda: "reading"))


def test_a_model_that_cannot_be_opened_says_why_at_the_start_and_each_time() -> None:
    keeper = Keeper()

    def broken() -> str:
        raise DamagedModel("vad.onnx cannot be loaded.")

    one = keeper.lend(SIGHT, broken)
    with pytest.raises(DamagedModel, match="cannot be loaded"), keeper.opening():
        pass
    with pytest.raises(DamagedModel, match="cannot be loaded"):
        used(one)
