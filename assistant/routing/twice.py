"""What is wished for at two times in one breath: "remind me to call mum at five and dad at six"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.routing.dates import Timed, timed, when
from assistant.routing.normal import words_of
from assistant.when import EARLY

THING = "it"
"""Stands for what is to be done."""


def at_two_times(first: str, rest: str, slots: Mapping[str, Any], language: str = "en") -> tuple[str, ...]:
    """
    first: a wish; `slots` has its `text` or `plain` words, where it has any, and its moment as `when_words`
    rest:  what follows the "and" behind it
    Returns two whole wishes; none where not each has a time of its own, or where nothing stands between words. A day that one of them says
    holds for both, and the afternoon too, where the first must mean it; a thing alone has the verb of the other. What is said of one of
    them alone is wished for at both times.
    """
    phrases, text, moment = words_of(language), done(slots), slots.get("when_words")
    if not phrases.space:
        return ()
    words = phrases.section("words")
    other = _timed(rest, moment, language) if moment else Timed("")
    what = other.text.split()
    if not moment or not other.when:
        return ()
    before = " ".join(first.replace(moment, " ", 1).split())
    days = [_day(said.split(), language) for said in (moment, other.words)]
    if not text:  # "every day at eight and at nine to take my pills"
        day = " ".join(days[0] if not days[1] else ())
        return (f"{first} {rest.replace(other.words, ' ', 1).strip()}", " ".join(f"{before} {day} {rest}".split())) if what else ()
    lead, said, _ = before.partition(text)
    if not said or what[:1] in ([word] for word in words["never_in_names"]):
        return ()
    alone = len(what) == 1 or what[:1] in ([article] for article in words["articles"])
    verb = _verb(text.split(), words["articles"]) if alone else []
    time = _later(moment, other.words, language) if any(days) else other.words
    second = [*lead.split(), *([*verb, *what] or text.split()), *time.split(), *(days[0] if not days[1] else ())]
    return " ".join([first, *(days[1] if not days[0] else ())]), " ".join(second)


def done(slots: Mapping[str, Any]) -> str:
    """What is to be done; empty where nothing was said of it."""
    return str(slots.get("text") or slots.get("plain") or "")


def _timed(rest: str, moment: str, language: str) -> Timed:
    """ "Nine" behind "at eight" is "at nine", and a time alone."""
    before = words_of(language).section("words").get("before_times", ())
    as_said = (rest, *(f"{word} {rest}" for word in moment.split() if word in before))
    alone = next((words for words in as_said if timed(f"{THING} {words}", language).text == THING), "")
    return Timed("", when(alone, language), alone) if alone else timed(rest, language)


def _later(moment: str, words: str, language: str) -> str:
    """ "At six" behind "at five", in the afternoon on a day that comes, is in the afternoon too, and so is one behind "at eight"."""
    first, second = (_bare_hour(said, language) for said in (moment, words))
    after = first is not None and second is not None and second >= EARLY and not EARLY <= first < second
    return f"{words} pm" if after and when(f"{words} pm", language) else words


def _bare_hour(words: str, language: str) -> int | None:
    """None where there is none, or its half of the day was said."""
    meant = when(words, language)
    return meant.hour if meant and not meant.settled else None


def _verb(text: Sequence[str], articles: Sequence[str]) -> Sequence[str]:
    """What stands before the thing: "pick up" of "pick up the kids", "call" of "call mum"."""
    return text[: max(1, next((at for at, word in enumerate(text) if word in articles), 1))]


def _day(words: Sequence[str], language: str) -> Sequence[str]:
    """Those of the words of a moment, or at one end of them, that say the day alone."""
    parts = (words, *(part for at in range(1, len(words)) for part in (words[:at], words[at:])))
    return next((part for part in parts if (meant := when(" ".join(part), language)) and meant.dated and not meant.timed), ())
