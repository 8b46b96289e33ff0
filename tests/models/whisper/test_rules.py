"""Times stand in pairs and never go back, whatever the network wants; and they become segments."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from models.whisper.rules import LATEST, TICK, Segment, WithoutTimes, WithTimes, segments
from models.whisper.search import Search

END, ZERO, MANY = 20, 23, 123
"""Words are 0 to 19, 21 and 22 are no words, times begin with 23."""
RULES = WithTimes(END, [0], ZERO)


def said(seed: int, width: int, eager: float) -> tuple[int, ...]:
    """What a network of whims says; eager: how much it likes times."""
    chance = np.random.default_rng(seed)

    def logits(count: int) -> np.ndarray:
        rows = chance.normal(0, 2, (count, MANY)).astype(np.float32)
        rows[:, ZERO:] += eager
        return rows

    return Search(RULES, width, 100.0, 30).run(logits(1), lambda beams, tokens: logits(len(tokens)))[0].tokens


@given(some.integers(0, 10_000), some.sampled_from((1, 3)), some.sampled_from((-4.0, -1.0, 2.0)))
def test_times_come_in_pairs_never_go_back_and_begin_in_the_first_second(seed: int, width: int, eager: float) -> None:
    tokens = said(seed, width, eager)
    times = [token for token in tokens if token >= ZERO]
    assert tokens[0] >= ZERO and tokens[0] - ZERO <= LATEST
    assert times == sorted(times)
    assert not {0, 21, 22} & set(tokens)
    kinds = "".join("t" if token >= ZERO else "w" for token in tokens)
    assert "ttt" not in kinds and "wtw" not in kinds


def test_where_times_are_likelier_together_than_any_word_one_must_come() -> None:
    logits = np.full((1, MANY), -9.0, np.float32)
    logits[0, 5], logits[0, ZERO + 10 : ZERO + 40] = 3.0, 1.0
    RULES.forbid(logits, [(ZERO, 4)])
    assert logits[0, 5] == -np.inf and logits[0].argmax() == ZERO + 10
    logits = np.full((1, MANY), -9.0, np.float32)
    logits[0, 5] = 3.0
    RULES.forbid(logits, [(ZERO, 4)])
    assert logits[0].argmax() == 5


def test_a_segment_takes_time_and_the_next_may_begin_where_it_ended() -> None:
    for text, first in (((ZERO + 4, 7), ZERO + 5), ((ZERO + 4, 7, ZERO + 9), ZERO + 9)):
        logits = np.zeros((1, MANY), np.float32)
        logits[0, ZERO:] = 9.0
        RULES.forbid(logits, [text])
        assert int(np.flatnonzero(logits[0, ZERO:] > -np.inf)[0]) + ZERO == first


def test_without_times_only_words_follow_and_no_text_begins_with_what_it_must_not() -> None:
    rules = WithoutTimes(END, [0], [3, END], MANY)
    logits = np.zeros((2, MANY), np.float32)
    rules.forbid(logits, [(), ()])
    assert set(np.flatnonzero(logits[1] > -np.inf)) == set(range(1, END)) - {3}
    logits = np.zeros((1, MANY), np.float32)
    rules.forbid(logits, [(4,)])
    assert set(np.flatnonzero(logits[0] > -np.inf)) == set(range(1, END + 1))


def spell(words) -> str:
    return " ".join(f"w{word}" for word in words)


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        ((), ()),
        ((ZERO, 1, 2, ZERO + 50), (Segment(10.0, 11.0, "w1 w2"),)),
        ((ZERO, 1, ZERO + 50, ZERO + 60, 2, ZERO + 75), (Segment(10.0, 11.0, "w1"), Segment(11.2, 11.5, "w2"))),
        ((ZERO + 10, 1), (Segment(10.2, 12.0, "w1"),)),
        ((ZERO, 1, ZERO + 99, ZERO + 99), (Segment(10.0, 11.98, "w1"),)),
        ((ZERO, 1, ZERO + 500), (Segment(10.0, 12.0, "w1"),)),
        ((ZERO + 5,), ()),
    ],
)
def test_tokens_become_segments_within_the_sound(tokens, expected) -> None:
    assert TICK == 0.02
    assert segments(tokens, ZERO, spell, 10.0, 2.0) == expected
