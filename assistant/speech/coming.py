"""A reply whose text is still coming, as from a language model: whole sentences out of its pieces, each told before it is said."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace

from assistant.errors import PermissionDenied
from assistant.skill import Reply
from assistant.speech import tts

Sentences = AsyncGenerator[str, None]


@asynccontextmanager
async def coming(reply: Reply, tell: Callable[[Reply], None], failed: Callable[[Exception], str]) -> AsyncIterator[tuple[Reply, Sentences]]:
    """
    The reply with its first words, waited for where it has none yet, and the sentences that follow them.
    tell:   called with the reply as far as it has come, at once and with each sentence more
    failed: called with what the skill raises meanwhile; returns what is said of it
    """
    async with aclosing(_safe(reply.more, failed)) as pieces, aclosing(whole_sentences(pieces)) as sentences:
        reply = replace(reply, more=None, text=reply.text or await anext(sentences, ""))
        tell(reply)
        async with aclosing(_told(reply, sentences, tell)) as more:
            yield reply, more


async def begun(reply: Reply) -> Reply:
    """
    With the first piece of what is still coming, so that what the skill reaches for is reached for now.
    Raises PermissionDenied; any other error waits for its place among the pieces.
    """
    if reply.more is None:
        return reply
    first, failed = "", None
    try:
        first = await anext(reply.more, "")
    except PermissionDenied:
        raise
    except Exception as error:  # a skill may raise anything
        failed = error
    return replace(reply, more=_after_first(first, failed, reply.more))


async def _after_first(first: str, failed: Exception | None, rest: Sentences) -> Sentences:
    async with aclosing(rest):
        if failed is not None:
            raise failed
        yield first
        async for piece in rest:
            yield piece


async def whole_sentences(pieces: Sentences) -> Sentences:
    """A sentence is whole once the next has begun, or nothing comes any more."""
    text = ""
    async for piece in pieces:
        text += piece
        *whole, _ = tts.sentences(text) or [""]
        for sentence in whole:
            yield sentence
        text = _after(whole, text)
    for sentence in tts.sentences(text):
        yield sentence


def _after(whole: list[str], text: str) -> str:
    """What stands behind these sentences, with the space at its end, which the next piece may need."""
    letters = sum(not letter.isspace() for sentence in whole for letter in sentence)
    place = 0
    while letters:
        letters -= not text[place].isspace()
        place += 1
    return text[place:]


async def _told(reply: Reply, sentences: Sentences, tell: Callable[[Reply], None]) -> Sentences:
    async for sentence in sentences:
        reply = replace(reply, text=f"{reply.text} {sentence}")
        tell(reply)
        yield sentence


async def _safe(pieces: Sentences | None, failed: Callable[[Exception], str]) -> Sentences:
    if pieces is None:
        return
    try:
        async with aclosing(pieces):
            async for piece in pieces:
                yield piece
    except Exception as error:  # a guest may raise anything
        yield f"\n{failed(error)}"  # a sentence of its own
