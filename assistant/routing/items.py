"""Several things in one breath: "milk, eggs and bread". A recognizer often drops the commas; known goods are told apart without them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.phrases import Phrases
from assistant.routing.normal import words_of as routing_words
from assistant.routing.numerals import CHINESE, number

LONGEST = 30
"""Words of one thing, which may be a whole errand."""
LISTED = 2
"""So many known goods one after the other are a list, and what follows them is another thing."""


@dataclass(frozen=True)
class Words:
    joins: re.Pattern[str]
    pairs: tuple[str, ...]
    dropped: re.Pattern[str]
    articles: frozenset[str]
    measures: frozenset[str]
    verbs: frozenset[str]
    goods: frozenset[str]
    """That can stand without a number."""
    plurals: frozenset[str]
    ends_none: frozenset[str]
    """Articles."""
    lists: re.Pattern[str]
    """What a thing is put on, and so none of its words."""
    beside_list: re.Pattern[str]
    """Stands before or behind the name of a list, and is none of it."""
    others: frozenset[str]
    """That no thing is called by, or that begin another wish."""
    run_on: re.Pattern[str] | None
    """What parts words that nothing stands between, before they are read: a join, an amount or a known thing, the longest there is."""


@lru_cache(maxsize=8)
def words_of(language: str) -> Words:
    def of(table: str, key: str) -> list[str]:
        given = phrases.section(table)[key]
        return given.split() if isinstance(given, str) else list(given)

    phrases, routing = Phrases("assistant", "items", language), routing_words(language).section("words")
    plurals = of("goods", "plurals")
    dropped = "|".join(map(re.escape, of("dropped", "words")))
    joins = "|".join(re.escape(join) for join in of("joins", "words"))
    named = {word for table in ("joins", "dropped", "measures") for word in of(table, "words")} | {*of("goods", "mass"), *CHINESE}
    return Words(
        re.compile(rf"\s(?:{joins})\s"),
        tuple(of("together", "pairs")),
        re.compile(rf"^(?:(?:{dropped})\s+)+"),
        frozenset(of("dropped", "articles")),
        frozenset(of("measures", "words")),
        frozenset(of("tasks", "verbs")),
        frozenset([*of("goods", "mass"), *plurals, *of("goods", "compounds")]),
        frozenset(plurals),
        frozenset(routing.get("articles", ())),
        re.compile("|".join(of("lists", "patterns"))),
        re.compile("|".join(of("lists", "beside"))),
        frozenset(word for kind in ("small", "starters", "acts") for word in routing.get(kind, ())),
        None if phrases.space else re.compile("|".join(map(re.escape, sorted(named, key=len, reverse=True)))),
    )


def items(text: str, language: str = "en") -> list[str] | None:
    """text: normal form, or with its commas. Each thing once, in the order said; None where none is there or one of them is no thing."""
    known = words_of(language)
    pieces = [piece for part in re.split(r"\s*,\s*(?:and\s+)?", _spaced(text, language)) for piece in _joined(part, known)]
    found = [_clean(thing, known) for piece in pieces for thing in _goods(piece.split(), known, language)]
    things = list(dict.fromkeys(thing for thing in found if thing))
    good = things and all(_is_thing(thing.split(), known) for thing in things)
    return [_unspaced(thing, language) for thing in things] if good else None


def apart(text: str, language: str = "en") -> list[str]:
    """text: a row without joins. Known goods one by one; the text itself where they are not."""
    return [_unspaced(thing, language) for thing in _goods(_spaced(text, language).split(), words_of(language), language)]


def goods(text: str, language: str = "en") -> list[str] | None:
    """Things, each of which is known to be bought; None where one is not: "we need to talk" asks for nothing."""
    known = words_of(language)
    things = items(text, language)
    return things if things and all(_is_goods(_spaced(thing, language).split(), known, language) for thing in things) else None


def _spaced(text: str, language: str) -> str:
    run_on = words_of(language).run_on
    return " ".join(run_on.sub(r" \g<0> ", text).split()) if run_on else text.strip()


def _unspaced(thing: str, language: str) -> str:
    return thing.replace(" ", "") if words_of(language).run_on else thing


def list_name(text: str, language: str = "en") -> str | None:
    """What a list is called; None where one was named and more was said: "shopping list and paint to the hardware"."""
    name = text.strip()
    return name if name and not words_of(language).beside_list.search(name) else None


def _joined(text: str, known: Words) -> list[str]:
    """Parted at every "and", but for known pairs, and for a task that goes on after it."""
    for pair in known.pairs:
        text = re.sub(rf"\b{pair}\b", pair.replace(" ", "\0"), text)
    pieces: list[str] = []
    for piece in known.joins.split(text):
        if pieces and _goes_on(pieces[-1], piece, known):
            pieces[-1] = f"{pieces[-1]} and {piece}"
        else:
            pieces.append(piece)
    return [piece.replace("\0", " ") for piece in pieces if piece.strip()]


def _goes_on(task: str, piece: str, known: Words) -> bool:
    """ "wash and iron the shirts" and "call Ann and Bob" are one task each, "call Ann and buy stamps" are two."""
    first, *more = task.split()
    return first in known.verbs and (not more or piece.split()[0] not in known.verbs)


def _goods(words: list[str], known: Words, language: str) -> list[str]:
    """ "two litres of milk eggs bread" are three; what is not known stays together."""
    parted, at = [], 0
    while at < len(words) and (end := _end_of_one(words, at, known, language)):
        parted.append(" ".join(words[at:end]))
        at = end
    rest = " ".join(words[at:])
    if len(parted) < LISTED:
        return [" ".join(words)]
    return [*parted, rest] if rest else parted


def _end_of_one(words: list[str], at: int, known: Words, language: str) -> int:
    """Where the known thing that begins here, with its number and measure, has ended; 0 where none begins here."""
    start = _after_amount(words, at, known, language)
    for end in range(min(len(words), start + 3), start, -1):
        name = " ".join(words[start:end])
        if name in known.goods or (start > at and end == start + 1 and _singular(name, known)):
            return end
    return 0


def _after_amount(words: list[str], at: int, known: Words, language: str) -> int:
    """Behind "two litres of", "a dozen", "some"."""
    start = at
    while start < len(words) and _is_amount(words[start], known, language):
        start += 1
    if start > at and start < len(words) and words[start] == "of":
        start += 1
    return start


def _is_amount(word: str, known: Words, language: str) -> bool:
    plain = word in known.articles or word in known.measures or bool(known.dropped.match(word + " "))
    return plain or number(word, language) is not None


def _singular(word: str, known: Words) -> bool:
    return not known.plurals.isdisjoint((word + "s", word + "es", word[:-1] + "ies"))


def _is_thing(words: list[str], known: Words) -> bool:
    return len(words) <= LONGEST and words[-1] not in known.ends_none and not known.lists.search(" ".join(words))


def _is_goods(words: list[str], known: Words, language: str) -> bool:
    """The last words are a known thing, and those before tell of what sort: "fresh basil" is one, "take the butter" is none."""
    start = _after_amount(words, 0, known, language)
    tail = words[start:]
    ends = (" ".join(tail[-size:]) for size in (3, 2, 1) if size <= len(tail))
    if " ".join(tail) in known.pairs:
        return True
    known_at_last = 0 < len(tail) <= 3 and (any(end in known.goods for end in ends) or _singular(tail[-1], known))
    return known_at_last and known.others.isdisjoint(tail)


def _clean(thing: str, known: Words) -> str:
    """Without the words before it that mean nothing; "a" stays before "bottle of wine"."""
    thing = known.dropped.sub("", thing.strip() + " ").strip()
    first, _, rest = thing.partition(" ")
    return rest if first in known.articles and rest and " of " not in rest and rest.split()[0] not in known.measures else thing
