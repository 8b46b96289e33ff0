"""A reply whose text is still coming: sentences out of pieces, told as they grow, and closed whatever happens."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.skill import Reply
from assistant.speech.coming import coming, whole_sentences
from assistant.speech.tts import sentences

TEXT = "It is 3.5 metres, says Dr. Owl. Really?  Yes!\nGood.\n\n1. One thing. 你好。再见。"


async def pieces(parts: Sequence[str], closed: list[bool] | None = None, fails: Exception | None = None) -> AsyncGenerator[str, None]:
    try:
        for part in parts:
            await anyio.lowlevel.checkpoint()
            yield part
        if fails:
            raise fails
    finally:
        if closed is not None:
            closed.append(True)


def whole(parts: Sequence[str]) -> list[str]:
    async def live() -> list[str]:
        return [sentence async for sentence in whole_sentences(pieces(parts))]

    return anyio.run(live)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=40))
def test_the_sentences_are_the_same_however_the_text_is_cut(sizes: list[int]) -> None:
    parts, at = [], 0
    for size in sizes:
        parts.append(TEXT[at : at + size])
        at += size
    assert whole([*parts, TEXT[at:]]) == sentences(TEXT)


@pytest.mark.parametrize("parts", [[], [""], ["", " ", "\n"]])
def test_nothing_is_no_sentence(parts: list[str]) -> None:
    assert whole(parts) == []


def test_a_sentence_is_there_as_soon_as_the_next_begins() -> None:
    async def live() -> None:
        coming_in = whole_sentences(pieces(["One. ", "T", "wo. Th", "ree."]))
        assert await anext(coming_in) == "One."
        await coming_in.aclose()

    anyio.run(live)


def tale(reply: Reply, failed=lambda error: f"Sorry: {error}.") -> tuple[list[str], list[str]]:
    """What is told of it, and its sentences."""

    async def live() -> tuple[list[str], list[str]]:
        told: list[str] = []
        async with coming(reply, lambda so_far: told.append(so_far.text), failed) as (begun, more):
            return told, [begun.text, *[sentence async for sentence in more]]

    return anyio.run(live)


def test_it_is_told_with_each_sentence_more() -> None:
    assert tale(Reply("", more=pieces(["One. Tw", "o. Three."]))) == (
        ["One.", "One. Two.", "One. Two. Three."],
        ["One.", "Two.", "Three."],
    )


def test_a_reply_that_is_whole_is_told_once() -> None:
    assert tale(Reply("One. Two.")) == (["One. Two."], ["One. Two."])


def test_words_that_are_there_are_not_waited_for() -> None:
    assert tale(Reply("Well.", more=pieces(["One."])))[0] == ["Well.", "Well. One."]


def test_an_error_in_the_middle_is_said_and_ends_it() -> None:
    assert tale(Reply("", more=pieces(["One. Two"], fails=RuntimeError("lost"))))[1] == ["One.", "Two", "Sorry: lost."]


def test_it_is_closed_when_nobody_listens_to_its_end() -> None:
    closed: list[bool] = []

    async def live() -> None:
        reply = Reply("", more=pieces(["One. Two. Three."], closed))
        async with coming(reply, lambda so_far: None, str) as (_, more):
            await anext(more)

    anyio.run(live)
    assert closed == [True]
