"""What counts as an error of hearing, and how sure a difference is."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from bench.asr import NOISES, Heard, beside, difference, distance, is_there, main, noisy, normal, rate, table


@pytest.mark.parametrize(
    ("left", "right", "errors"), [("a b c", "a b c", 0), ("a b c", "a c", 1), ("a b", "x a b y", 2), ("", "a b", 2), ("a b c", "c b a", 2)]
)
def test_words_that_are_wrong_missing_or_too_many_are_errors(left: str, right: str, errors: int) -> None:
    assert distance(left.split(), right.split()) == errors == distance(right.split(), left.split())


@pytest.mark.parametrize(
    ("one", "other"),
    [("Set a timer for five minutes.", "set a timer for 5 minutes"), ("What's on the table?", "what is on the table"), ("colour", "Color")],
)
def test_spelling_is_not_hearing(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize("level", [20, 5])
def test_noise_is_as_loud_as_it_is_said(level: int) -> None:
    sound = 0.1 * np.sin(np.arange(32_000) / 7).astype(np.float32)
    added = noisy(sound, level, np.random.default_rng(0)) - sound
    assert 10 * np.log10(np.mean(sound**2) / np.mean(added**2)) == pytest.approx(level, abs=0.3)
    assert noisy(sound, None, np.random.default_rng(0)) is sound


def rows(engine: str, wrong: int, seconds: float) -> list[Heard]:
    return [Heard(engine, level, clip, wrong * (clip % 2), 10, seconds) for level in NOISES for clip in range(40)]


def test_a_difference_is_told_with_how_far_it_may_be_chance() -> None:
    both = rows("whisper-tiny.en", 1, 0.1) + rows("faster-whisper", 2, 1.0)
    point, low, high = difference(both, "whisper-tiny.en", "faster-whisper")
    assert point == pytest.approx(-5.0) and low < -5 < high < 0
    assert difference(rows("a", 1, 1) + rows("b", 1, 1), "a", "b") == (0, 0, 0)


def test_the_tables_hold_rates_ratios_and_aims() -> None:
    both = (
        rows("faster-whisper", 2, 1.0)
        + rows("whisper-tiny.en", 1, 0.1)
        + rows("whisper-tiny.en@5", 1, 0.2)
        + rows("faster-whisper@5", 1, 1.2)
    )
    names = ["faster-whisper", "faster-whisper@5", "whisper-tiny.en", "whisper-tiny.en@5"]
    assert rate(both, "faster-whisper", None) == 10.0
    assert "10.0 x1.000" in table(both, names) and "5.0 x0.100" in table(both, names)
    lines = beside(both, names).splitlines()
    assert lines[1].split()[:3] == ["faster-whisper", "10.0", "8"]
    assert lines[2].split()[:2] == ["faster-whisper@5", "6.0"]


def test_an_engine_without_its_package_is_left_out(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr("bench.asr.find_spec", lambda name: None)
    assert not is_there("faster-whisper@5") and "faster_whisper is not installed" in capsys.readouterr().out
    assert is_there("whisper-tiny.en@5")
    monkeypatch.setattr(sys, "argv", ["bench.asr", "--engines", "faster-whisper,openai-whisper"])
    with pytest.raises(SystemExit, match="2"):
        main()
    assert capsys.readouterr().err == "Nothing is left to measure; whisper-tiny.en needs no further package.\n"
