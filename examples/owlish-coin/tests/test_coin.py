"""What is said to the coin, and what it says; run by pytest once the package is installed."""

from __future__ import annotations

from assistant.testing import Talk


def test_the_coin_says_who_goes_first() -> None:
    with Talk("coin") as talk:
        for asked in ("Who goes first?", "which of us begins"):
            assert talk(asked) in ("Heads: you go first.", "Tails: the other one goes first.")


def test_what_is_not_for_the_coin_is_left_to_others() -> None:
    with Talk("coin") as talk:
        assert (talk("who is at the door"), talk.took == "coin.first") == ("", False)
