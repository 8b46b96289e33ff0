"""Endpointing in virtual time: no sound, no clock, only probabilities and the times that they belong to."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assistant.config import Listening
from assistant.perception.endpoint import Endpointer, Mark

STEP = 0.032
CONFIG = Listening()
LETTERS = {"onset": "o", "paused": "p", "resumed": "r", "ended": "e", "cut": "c"}

script = some.lists(some.tuples(some.sampled_from([0.0, 0.2, 0.4, 0.45, 0.55, 0.9, 1.0]), some.integers(1, 40)), max_size=40)
"""(probability, steps) one after the other."""


def play(endpointer: Endpointer, parts: list[tuple[float, float]], start: float = 0.0) -> list[Mark]:
    """parts: (probability, seconds), fed in steps of 32 ms."""
    marks, time = [], start
    for probability, seconds in parts:
        for _ in range(round(seconds / STEP)):
            if mark := endpointer.feed(probability, time, STEP):
                marks.append(mark)
            time += STEP
    return marks


def run(steps: list[tuple[float, int]], start: float = 0.0, config: Listening = CONFIG) -> tuple[list[Mark], Endpointer]:
    endpointer = Endpointer(config)
    return play(endpointer, [(probability, count * STEP) for probability, count in steps], start), endpointer


def kinds(marks: list[Mark]) -> list[str]:
    return [mark.kind for mark in marks]


def test_an_utterance_begins_pauses_and_ends() -> None:
    marks = play(Endpointer(CONFIG), [(0.0, 1.0), (0.9, 1.0), (0.0, 1.0)])
    assert kinds(marks) == ["onset", "paused", "ended"]
    assert marks[-1].onset == pytest.approx(1.0, abs=STEP)
    assert marks[-1].end == pytest.approx(2.0, abs=STEP)


def test_the_pause_comes_in_time_for_transcription_on_trial_and_the_end_at_the_configured_silence() -> None:
    endpointer, times = Endpointer(CONFIG), {}
    play(endpointer, [(0.9, 1.0)])
    for step in range(20):
        if mark := endpointer.feed(0.0, 1.0 + step * STEP, STEP):
            times[mark.kind] = 1.0 + (step + 1) * STEP - mark.end
    assert times["paused"] == pytest.approx(CONFIG.pause, abs=STEP)
    assert times["ended"] == pytest.approx(CONFIG.silence, abs=STEP)


def test_speech_after_a_pause_resumes_the_same_utterance() -> None:
    marks = play(Endpointer(CONFIG), [(0.9, 0.5), (0.0, 0.25), (0.9, 0.5), (0.0, 1.0)])
    assert kinds(marks) == ["onset", "paused", "resumed", "paused", "ended"]
    assert len({mark.onset for mark in marks}) == 1


def test_a_click_is_not_speech() -> None:
    assert play(Endpointer(CONFIG), [(1.0, 0.1), (0.0, 1.0)] * 5) == []


def test_speech_goes_on_at_a_probability_that_would_not_have_started_it() -> None:
    assert kinds(play(Endpointer(CONFIG), [(0.9, 0.5), (0.4, 2.0)])) == ["onset"]
    assert play(Endpointer(CONFIG), [(0.4, 2.0)]) == []


def test_speech_without_end_is_cut_at_the_cap_and_the_rest_is_a_new_utterance() -> None:
    marks = play(Endpointer(Listening(longest=5.0)), [(0.9, 12.0), (0.0, 1.0)])
    assert kinds(marks) == ["onset", "cut", "onset", "cut", "onset", "paused", "ended"]
    assert [mark.end - mark.onset for mark in marks if mark.kind == "cut"] == pytest.approx([5.0, 5.0], abs=2 * STEP)


def test_half_an_hour_of_speech_keeps_being_answered() -> None:
    marks = play(Endpointer(CONFIG), [(0.9, 1800.0)])
    assert kinds(marks).count("cut") == 59


def test_who_pauses_is_given_more_silence_and_who_does_not_gets_the_quick_end_back() -> None:
    endpointer = Endpointer(CONFIG)
    for _ in range(4):
        play(endpointer, [(0.9, 0.5), (0.0, endpointer.silence - STEP), (0.9, 0.5), (0.0, 2.0)])
    patient = endpointer.silence
    assert CONFIG.silence < patient <= CONFIG.silence_most
    for start in range(100, 200, 10):
        play(endpointer, [(0.9, 1.0), (0.0, 2.0)], float(start))
    assert endpointer.silence == pytest.approx(CONFIG.silence, abs=0.01)


def test_who_was_cut_off_and_goes_on_is_not_cut_off_by_the_same_pause_again() -> None:
    endpointer, sentence = Endpointer(CONFIG), [(0.9, 0.8), (0.0, 0.6), (0.9, 0.8), (0.0, 2.0)]
    assert kinds(play(endpointer, sentence)).count("ended") == 2
    assert kinds(play(endpointer, sentence, 60.0)).count("ended") == 1


def test_a_released_key_ends_what_was_said_and_forgets_a_click() -> None:
    endpointer = Endpointer(CONFIG)
    play(endpointer, [(0.9, 1.0)])
    mark = endpointer.release()
    assert mark is not None and mark.kind == "ended"
    play(endpointer, [(0.9, 0.06)], 5.0)
    assert endpointer.release() is None and not endpointer.in_utterance


def test_no_minimum_means_that_the_first_step_is_speech() -> None:
    assert kinds(play(Endpointer(Listening(minimum_speech=0.0)), [(0.9, 0.04), (0.0, 1.0)])) == ["onset", "paused", "ended"]


@pytest.mark.parametrize("threshold", [0.02, 0.1, 0.9])
def test_at_any_threshold_silence_ends_what_speech_began(threshold: float) -> None:
    marks = play(Endpointer(Listening(threshold=threshold)), [(0.99, 1.0), (0.0, 1.0)])
    assert kinds(marks) == ["onset", "paused", "ended"]


@given(script)
def test_marks_always_come_in_their_order(steps: list[tuple[float, int]]) -> None:
    marks, _ = run(steps)
    assert re.fullmatch(r"(o(pr)*(p?e|p?c))*(o(pr)*p?)?", "".join(LETTERS[mark.kind] for mark in marks))


@given(script)
def test_what_ended_was_long_enough_and_not_too_long(steps: list[tuple[float, int]]) -> None:
    marks, _ = run(steps, config=Listening(longest=4.0))
    for mark in marks:
        if mark.kind in ("ended", "cut"):
            # the cap is noticed with the first step of speech after it, and a pause may lie before that
            assert CONFIG.minimum_speech - STEP <= mark.end - mark.onset <= 4.0 + CONFIG.silence_most + 2 * STEP


@given(script)
def test_the_silence_stays_within_its_bounds(steps: list[tuple[float, int]]) -> None:
    _, endpointer = run(steps)
    assert CONFIG.silence <= endpointer.silence <= CONFIG.silence_most


@given(script)
def test_the_longest_silence_ends_whatever_came_before(steps: list[tuple[float, int]]) -> None:
    _, endpointer = run(steps)
    play(endpointer, [(0.0, CONFIG.silence_most + 2 * STEP)], sum(count for _, count in steps) * STEP)
    assert not endpointer.in_utterance


@given(some.lists(some.tuples(some.integers(5, 20), some.integers(1, 8)), min_size=1, max_size=20))
def test_gaps_shorter_than_the_silence_never_split_an_utterance(words: list[tuple[int, int]]) -> None:
    steps = [part for word, gap in words for part in ((0.9, word), (0.0, gap))]
    marks, _ = run([*steps, (0.0, 60)])
    assert kinds(marks).count("onset") == kinds(marks).count("ended") == 1


@given(script, some.integers(-(10**6), 10**6))
def test_only_the_differences_of_times_matter(steps: list[tuple[float, int]], start: int) -> None:
    here, there = run(steps)[0], run(steps, start=start)[0]
    assert kinds(here) == kinds(there)
