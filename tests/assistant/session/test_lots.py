from __future__ import annotations

import random
import secrets

from assistant.bus import Bus
from assistant.events import Routed
from assistant.session.lots import drawn_from


def draw(before: int = 0, seed: bytes = b"a" * 32) -> list:
    bus = Bus()
    with drawn_from(seed, bus):
        secrets.token_bytes(before)
        bus.send(Routed(0.0, 1, "roll a die", "chance", "dice", {}, 1.0, ()))
        return [random.SystemRandom().randint(1, 6), secrets.token_hex(40), random.random(), secrets.choice("abcdef")]


def test_the_same_seed_draws_the_same_lots_in_a_turn_whatever_was_drawn_before() -> None:
    assert draw() == draw(before=7)


def test_another_seed_draws_others_and_afterwards_chance_is_chance_again() -> None:
    assert draw() != draw(seed=b"b" * 32)
    assert secrets.token_hex(8) != secrets.token_hex(8)
