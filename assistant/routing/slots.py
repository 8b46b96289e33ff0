"""From the words in a slot to a value: durations, times, numbers, arithmetic."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from assistant.phrases import Phrases
from assistant.routing.arithmetic import SAID, TooLarge, Unsolvable, expression
from assistant.routing.dates import moment, moments, timed, when
from assistant.routing.durations import duration, durations
from assistant.routing.items import apart, goods, items, list_name
from assistant.routing.normal import words_of
from assistant.routing.numerals import digits, number
from assistant.routing.units import quantity, unit
from assistant.things import Things, things_of
from models.lexicon import article, is_many

LONGEST_NAME = 4
"""Words."""
SECONDS = "seconds"
THEY = "they"
PRONOUNS = ("he", "she", THEY, "anyone")
UNSOLVABLE, TOO_LARGE = "unsolvable", "too large"


def words(text: str, language: str = "en") -> str | None:
    return text.strip() or None


def name(text: str, language: str = "en") -> str | None:
    """What somebody calls a thing: a few words that are no number, none of which only joins others, and the last of which is no article."""
    words, kinds = text.split(), words_of(language).section("words")
    named = 0 < len(words) <= LONGEST_NAME and words[-1] not in kinds.get("articles", ())
    named = named and not set(kinds.get("never_in_names", ())) & set(words_of(language).parts(text))
    counts = (number(text, language) or 0) >= 1  # "the third one" is a place, and no part of one
    return text.strip() if named and not counts else None


def arithmetic(text: str, language: str = "en") -> float | str | None:
    """The value; UNSOLVABLE where there is none, as of a division by zero, TOO_LARGE where it is beyond what is computed."""
    try:
        return expression(text, language)
    except TooLarge:
        return TOO_LARGE
    except Unsolvable:
        return UNSOLVABLE


def goes_on(before: Sequence[str], after: Sequence[str], language: str = "en") -> bool:
    """Whether a number or an operator stands beside a sum; "of", "over" and the like say nothing."""
    small = words_of(language).section("words").get("small", ())
    beside = (*before[-1:], *(after[1:2] if after[:1] == ["and"] else after[:1]))
    return any((word in SAID and word not in small) or number(word, language) is not None for word in beside)


def numbers(text: str, language: str = "en") -> list[float] | None:
    """At least two: "3 4 and 5"."""
    joins = "|".join(map(re.escape, words_of(language).section("words").get("series", ("and",))))
    parted = re.sub(rf"(?<!\w)(?:{joins})(?!\w)" if words_of(language).space else joins, " ", digits(text, language))
    found = [number(part, language) for part in re.split(r"\s*,\s*|\s+", parted) if part]
    values = [value for value in found if value is not None]
    return values if len(values) == len(found) >= 2 else None


def options(text: str, language: str = "en") -> list[str] | None:
    """At least two of what may be chosen, with a comma or an "or" between each; known goods are told apart without them."""
    words = words_of(language)
    joins = "|".join(map(re.escape, (*words.section("words").get("series", ()), *words.section("words").get("either", ()))))
    between = rf"\s*,\s*(?:(?:{joins}) )?|\s+(?:{joins})\s+" if words.space else f"[,，]|{joins}"
    parts = [part.strip() for part in re.split(between, text) if part.strip()]
    found = [one for part in parts for one in apart(part, language)]
    refused = words.section("words").get("no_option", ())  # "or not" is a question for yes or no
    return found if len(found) > 1 and not set(found) & set(refused) else None


def dice(text: str, language: str = "en") -> list[int] | None:
    """How many, and with how many sides: "2d6", "two d twenty", "d 8"."""
    found = re.fullmatch(r"(?:(?:an? )|(?P<count>[\w-]+?) ?)??d[ -]?(?P<sides>\d+|[a-z ]+)", text)
    values = [number(said, language) if said else 1.0 for said in (found["count"], found["sides"])] if found else [None]
    return None if None in values else [int(value) for value in values if value is not None]


def thing(text: str, language: str = "en") -> str | None:
    """What the networks call it, in English: "red cup on the table"; None for what they do not know. English is taken as it came."""
    known = things_of(language)
    return words(text) if known.native else known.english(text)


def things(text: str, language: str = "en") -> str | None:
    """The same in the plural."""
    known = things_of(language)
    return words(text) if known.native else known.english(text, many=True)


def being(text: str, language: str = "en") -> str | None:
    """A thing, or whom a pronoun stands for: "he", "anyone"."""
    return things_of(language).pronoun(text) or thing(text, language)


PARSERS: dict[str, Callable[[str, str], Any]] = {
    "words": words,
    "text": words,
    "duration": duration,
    "durations": durations,
    "number": number,
    "numbers": numbers,
    "arithmetic": arithmetic,
    "quantity": quantity,
    "unit": unit,
    "name": name,
    "when": when,
    "moment": moment,
    "moments": moments,
    "timed": timed,
    "items": items,
    "goods": goods,
    "list": list_name,
    "options": options,
    "dice": dice,
    "thing": thing,
    "things": things,
    "being": being,
}
"""Kinds of slots. A duration also gives the slot `seconds`, and another slot than `duration` its own, as `length_seconds`; a number, a
`when`, a `moment`, `moments`, a quantity, a unit and things their words, as `when_words` and so on; a quantity what it is of, as `stuff`; a
thing itself with what stands before it, as `a_thing` ("a cup"), `the_thing`, `is_thing` ("is" or "are") and `this_thing` ("is this"), and
as one sees it in the person's language, as `seen_thing`; timed words give themselves without the moment in them, and that as `when`."""


def goes_on_counting(before: Sequence[str], after: Sequence[str], language: str = "en") -> bool:
    """Whether a number or a month stands beside a time: "twenty" of "twenty five o'clock" is none, nor "4" of "4 july 900"."""
    months = Phrases("assistant", "dates", language).section("months")
    return any(number(word, language) is not None or word in months for word in (*before[-1:], *after[:1]))


GOES_ON: dict[str, Callable[[Sequence[str], Sequence[str], str], bool]] = {
    "arithmetic": goes_on,
    "numbers": goes_on,
    "when": goes_on_counting,
    "moment": goes_on_counting,
    "moments": goes_on_counting,
}
"""Kinds of which a part may be read as another value of the whole."""


def torn(kind: str, before: Sequence[str], after: Sequence[str], language: str) -> bool:
    """Whether words that were read as this kind leave out some that belong to them: "3 times 4" of "2 plus 3 times 4"."""
    return kind in GOES_ON and GOES_ON[kind](before, after, language)


def parse(kinds: dict[str, str], found: dict[str, str], language: str) -> dict[str, Any] | None:
    """found: what a template's wildcards took. Returns the slots with their values; None when one of them cannot be read."""
    slots: dict[str, Any] = {}
    for name, text in found.items():
        kind = kinds.get(name, "words")
        value = PARSERS[kind](text, language)
        if value is None:
            return None
        if kind == "timed":
            slots[name] = value.text
            slots |= {"when": value.when, "when_words": value.words} if value.when else {}
            continue
        slots[name] = text if kind == "duration" else value
        if kind in ("number", "when", "moment", "moments", "quantity", "unit", "thing", "things", "being"):
            slots[f"{name}_words"] = text
        if kind in ("thing", "being"):
            slots |= _told(name, value, things_of(language))
        if kind == "being" and value not in PRONOUNS:
            slots.setdefault("thing", value)  # which is what the turn is about
        if kind == "quantity" and value.stuff:
            slots.setdefault("stuff", value.stuff)
        if kind == "duration":
            slots[SECONDS if name == kind else f"{name}_{SECONDS}"] = int(value) if float(value).is_integer() else value
    return slots


def _told(name: str, value: str, known: Things) -> dict[str, str]:
    """value: in English"""
    bare = known.bare(value)
    the, verb = value if value in PRONOUNS else f"the {value}", "are" if value == THEY or is_many(bare) else "is"
    a = f"{article(bare)}{value[len(bare) :]}"
    this = "these" if verb == "are" else "this"
    return {f"a_{name}": a, f"the_{name}": the, f"is_{name}": verb, f"this_{name}": f"{verb} {this}", f"seen_{name}": known.a(value)}
