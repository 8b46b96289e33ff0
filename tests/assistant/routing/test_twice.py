from __future__ import annotations

import pytest

from assistant.routing.twice import at_two_times


@pytest.mark.parametrize(
    ("first", "rest", "slots", "wishes"),
    [
        (
            "remind me to call mum at five", "dad at six", {"text": "call mum", "when_words": "at five"},
            ("remind me to call mum at five", "remind me to call dad at six"),
        ),
        (
            "remind me to take the bins out at seven", "feed the cat at eight tomorrow",
            {"text": "take the bins out", "when_words": "at seven"},
            ("remind me to take the bins out at seven tomorrow", "remind me to feed the cat at eight tomorrow"),
        ),
        (
            "remind me tomorrow at five to call mum", "at six to feed the cat", {"text": "call mum", "when_words": "tomorrow at five"},
            ("remind me tomorrow at five to call mum", "remind me to feed the cat at six pm tomorrow"),
        ),
        (
            "remind me to call mum tomorrow at five", "dad at six", {"text": "call mum", "when_words": "tomorrow at five"},
            ("remind me to call mum tomorrow at five", "remind me to call dad at six pm tomorrow"),
        ),
        (
            "remind me to call mum tomorrow at seven", "dad at eight", {"text": "call mum", "when_words": "tomorrow at seven"},
            ("remind me to call mum tomorrow at seven", "remind me to call dad at eight tomorrow"),
        ),
        (
            "remind me to take my pills every morning at eight", "every evening at nine",
            {"text": "take my pills", "when_words": "every morning at eight"},
            ("remind me to take my pills every morning at eight", "remind me to take my pills every evening at nine"),
        ),
        (
            "remind me to call mum on monday", "tuesday", {"text": "call mum", "when_words": "on monday"},
            ("remind me to call mum on monday", "remind me to call mum tuesday"),
        ),
        (
            "remind me to take my pills every day at eight", "six", {"text": "take my pills", "when_words": "every day at eight"},
            ("remind me to take my pills every day at eight", "remind me to take my pills at six pm every day"),
        ),
        (
            "remind me at eight", "at nine to take my pills", {"text": "", "when_words": "at eight"},
            ("remind me at eight to take my pills", "remind me at nine to take my pills"),
        ),
        (
            "remind me every day at eight am", "at eight pm to take my pills", {"text": "", "when_words": "every day at eight am"},
            ("remind me every day at eight am to take my pills", "remind me every day at eight pm to take my pills"),
        ),
        ("remind me at eight", "at nine", {"text": "", "when_words": "at eight"}, ()),
        ("remind me to be there at five", "not at six", {"text": "be there", "when_words": "at five"}, ()),
        ("remind me to buy milk at five", "bread", {"text": "buy milk", "when_words": "at five"}, ()),
        ("remind me to buy milk", "bread at five", {"text": "buy milk"}, ()),
    ],
)  # fmt: skip
def test_each_has_its_own_time(first: str, rest: str, slots: dict[str, str], wishes: tuple[str, ...]) -> None:
    assert at_two_times(first, rest, slots) == wishes


def test_where_nothing_stands_between_words_it_is_one_wish() -> None:
    assert at_two_times("提醒我五月一号", "六月一号交房租", {"text": "交房租", "when_words": "五月一号"}, "zh") == ()
