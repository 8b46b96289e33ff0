"""What is wished for at two times in one breath: "remind me to call mum at five and dad at six"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.routing.dates import timed, when
from assistant.routing.normal import words_of
from assistant.when import EARLY


def at_two_times(first: str, rest: str, slots: Mapping[str, Any], language: str = "en") -> tuple[str, ...]:
    """
    first: a wish; `slots` has its `text`, and its moment as `when_words`
    rest:  what follows the "and" behind it
    Returns two whole wishes; none where not each has a time of its own. A day that one of them says holds for both, and the afternoon too,
    where the first must mean it; a thing alone has the verb of the other.
    """
    words, text, moment, other = words_of(language).section("words"), slots.get("text"), slots.get("when_words"), timed(rest, language)
    what = other.text.split()
    if not isinstance(text, str) or not moment or not other.when or not what or what[0] in words["never_in_names"]:
        return ()
    lead, said, _ = " ".join(first.replace(moment, " ", 1).split()).partition(text)
    alone = len(what) == 1 or what[0] in words["articles"]
    verb = _verb(text.split(), words["articles"]) if alone else []
    days = [_day(said.split(), language) for said in (moment, other.words)]
    time = _later(moment, other.words, language) if any(days) else other.words
    second = [*lead.split(), *verb, *what, *time.split(), *(days[0] if not days[1] else ())]
    return (" ".join([first, *(days[1] if not days[0] else ())]), " ".join(second)) if said else ()


def _later(moment: str, words: str, language: str) -> str:
    """ "At six" behind "at five", which on a day that comes is in the afternoon, is at six in the afternoon."""
    first, second = (_bare_hour(said, language) for said in (moment, words))
    after = first is not None and second is not None and first < EARLY <= second
    return f"{words} pm" if after and when(f"{words} pm", language) else words


def _bare_hour(words: str, language: str) -> int | None:
    """None where there is none, or its half of the day was said."""
    meant = when(words, language)
    return meant.hour if meant and not meant.settled else None


def _verb(text: Sequence[str], articles: Sequence[str]) -> Sequence[str]:
    """What stands before the thing: "pick up" of "pick up the kids", "call" of "call mum"."""
    return text[: max(1, next((at for at, word in enumerate(text) if word in articles), 1))]


def _day(words: Sequence[str], language: str) -> Sequence[str]:
    """Those at one end of the words of a moment that say the day alone."""
    parts = (part for at in range(1, len(words)) for part in (words[:at], words[at:]))
    return next((part for part in parts if (meant := when(" ".join(part), language)) and meant.dated and not meant.timed), ())
