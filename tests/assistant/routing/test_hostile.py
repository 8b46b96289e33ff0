"""Ten thousand random and hostile sentences: none is a crash, none takes long, none leaves anything behind."""

from __future__ import annotations

import random
import string
import time
import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.phrases import Phrases
from assistant.routing.meaning import open_meaning
from assistant.routing.normal import normal
from assistant.skill import Reply
from assistant.understanding.dialogue.dialogue import Dialogue
from tests.installed import router, skills

REGISTRY = skills()
ROUTER = router()
WORDS = sorted({word for one in REGISTRY.loaded for text, _ in one.wording.sentences for word in text.split()})
ODD = ["", " ", "\0", "\ud800", "\u202e", "🦉" * 50, "{duration}", "[a|b", "(((((", "%s %d", "'; drop table turns; --", "../../etc/passwd"]
ODD += ["1e999", "9" * 400, "-0", "1/0", "0/0", "nan", "inf", "½ hour", "٥ minutes", "İı", "ﬁve mınutes", "\n\t\r"]
ODD += ["and " * 90, "a" * 5000, "set a timer for " * 30]


def sentence(chance: random.Random) -> str:
    kind = chance.randrange(4)
    if kind == 0:
        return " ".join(chance.choices(WORDS, k=chance.randint(1, 14)))
    if kind == 1:
        return "".join(chance.choices(string.printable, k=chance.randint(0, 60)))
    if kind == 2:
        return f"{chance.choice(ODD)} {chance.choice(WORDS)} {chance.choice(ODD)}"
    return "".join(chr(chance.randrange(0x20, 0x3000)) for _ in range(chance.randint(0, 30)))


@pytest.mark.slow
def test_ten_thousand_sentences_that_nobody_says() -> None:
    """Templates and slots for all of them; the encoder, which is the slow part, for every hundredth."""
    chance = random.Random(7)
    templates = [one.wording for one in REGISTRY.loaded]
    for number in range(10_000):
        text = sentence(chance)
        if number % 100 == 0:
            ROUTER.route(text)
        else:
            wish = normal(text)
            for wording in templates[number % 5 :: 5]:
                list(wording.candidates(wish))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=60))
def test_any_conversation_goes_on(first: str, second: str) -> None:
    dialogue = Dialogue(Phrases("assistant", "dialogue"), memory=120.0)
    for now, text in enumerate(("where is my cup", first, second)):
        for part in ROUTER.wishes(text, context=dialogue.context(float(now))):
            routing = ROUTER.route(part, context=dialogue.context(float(now)))
            dialogue.remember(routing.text, routing.chosen, Reply("Yes."), float(now), routing.doubt)


def test_routing_leaves_nothing_behind() -> None:
    def many() -> None:
        chance = random.Random(3)
        for _ in range(60):
            ROUTER.route(sentence(chance))

    many()
    tracemalloc.start()
    many()
    before = tracemalloc.get_traced_memory()[0]
    many()
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 100_000


@pytest.mark.slow
def test_a_sentence_is_routed_in_a_few_times_what_its_vector_takes() -> None:
    """Processor time of both in turn, the median of three of each, so that neither the machine nor a neighbour on it decides."""
    texts = [text for one in REGISTRY.loaded for text, _ in one.wording.sentences][::24]
    works = (ROUTER.route, lambda text: open_meaning().vectors.encode([text]))
    took = np.array([[[spent(work, text) for work in works] for _ in range(3)] for text in texts])
    routed, encoded = np.median(took, axis=1).sum(axis=0)
    assert routed < 8 * encoded


def spent(work: Callable[[str], object], text: str) -> float:
    """Processor time, seconds."""
    begin = time.thread_time()
    work(text)
    return time.thread_time() - begin


def test_a_sentence_is_routed_on_one_thread_whatever_the_machine_has() -> None:
    """numpy's BLAS splits products over all cores; what it spent beside this thread would show in the process's time."""
    ROUTER.route("how warm is it")
    before = time.process_time(), time.thread_time()
    for text in ("is anybody coming later on", "the weather guy is funny", "how warm is it") * 10:
        ROUTER.route(text)
    everything, here = time.process_time() - before[0], time.thread_time() - before[1]
    assert everything < 1.2 * here + 0.01
