"""Spoken times and dates, without a clock: "tomorrow at half past six", "every weekday at seven", "in an hour and a quarter".

A sentence about time is a row of pieces (a time, a part of the day, a day, a date, an offset, a repetition), each with its pattern; the
longest piece is taken, then the next, until something contradicts or nothing fits. When that is: assistant.when.resolve.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant.phrases import Phrases
from assistant.routing.days import Days
from assistant.routing.normal import words_of
from assistant.routing.numerals import digits
from assistant.routing.pieces import Fields
from assistant.routing.repeats import Repeats, lasting
from assistant.routing.spoken import Token, tokens
from assistant.routing.times import Times
from assistant.when import When

LONGEST = 14
"""Words of one expression."""
SMALL = "small hours"
"""The part of the day that is the morning of a night."""
LINKS = ("to", "that", "about", "of", "and", "for", "i need to", "i have to", "i should")
"""What ties a moment to the words beside it: "remind me at five that the bins go out"."""


class Pieces:
    """All of one language."""

    def __init__(self, words: Phrases) -> None:
        self.parts = {**words.section("parts"), "tonight": 20}
        self._pieces = [*Times(words).pieces(), *Days(words).pieces(), *Repeats(words).pieces()]

    def longest(self, text: str, at: int, loose: bool) -> tuple[Fields, int] | None:
        """What begins there, and where it ends."""
        best = lasting(text, at)
        for piece in self._pieces:
            if (loose or not piece.loose) and (match := piece.pattern.match(text, at)) and match.end() > (best[1] if best else at):
                fields = piece.read(match)
                best = (fields, match.end()) if fields is not None else best
        return best


@lru_cache(maxsize=4)
def pieces_of(language: str) -> Pieces:
    return Pieces(Phrases("assistant", "dates", language))


def when(text: str, language: str = "en") -> When | None:
    """What the words mean; None where they are anything but a time, a date or a repetition. A bare "seven" is a time here."""
    line = _Line(in_english(text, language), language)
    fields, end = line.scan(0, loose=True)
    return finished(fields, line.pieces) if fields and end == len(line.tokens) else None


def moment(text: str, language: str = "en") -> When | None:
    """The same where it names a moment, and not only a day."""
    meant = when(text, language)
    return meant if meant and meant.timed else None


def moments(text: str, language: str = "en") -> list[When] | None:
    """At least two of them: "tomorrow at seven and one for eight" has the day for both, and so has "seven and eight tomorrow"."""
    words = words_of(language)
    joins, others = ("|".join(sorted(words.section("duration_words")[kind], key=len, reverse=True)) for kind in ("parts", "others"))
    space = words.space
    parts = [part for part in re.split(rf"(?:^|{space})(?:{joins}){space}(?:(?:{others}){space})?|^(?:{others}){space}", text) if part]
    found: list[When] = []
    for meant in (moment(part, language) for part in parts):
        if meant is None:
            return None
        found[-1:] = found[-1].and_then(meant) if found else [meant]
    if len(found) < 2:
        return None
    last = found[-1]
    if last.dated and last.hour is not None and _begins_with_time(parts[-1], language):
        found = [one.on_days_of(last) if _is_before(one, last) else one for one in found]
    return found


def _begins_with_time(text: str, language: str) -> bool:
    """ "Eight tomorrow" and not "tomorrow at eight"."""
    words = text if language == "zh" else text.split()
    begins = (moment(words_of(language).space.join(words[:count]), language) for count in (1, 2))
    return any(one is not None and not one.dated for one in begins)


def _is_before(one: When, last: When) -> bool:
    """Whether it may be earlier on the same day: "seven and half past seven tomorrow", and not "eleven pm and seven tomorrow"."""
    return not one.dated and not one.every and bool(one.hour) and (one.hour or 0, one.minute) < (last.hour or 0, last.minute)


def in_english(text: str, language: str) -> str:
    """ "Morgen um halb sieben" is "tomorrow at 30 to 7", by the language's own table `english`; as it is where there is none."""
    rules = _rules(language)
    if rules:
        text = (
            digits(text, language)
            if language == "zh"
            else " ".join(digits(word, language) if word.isalpha() else word for word in text.split())
        )
    for pattern, said in rules:
        text = pattern.sub(said, text)
    return " ".join(text.split())


@lru_cache(maxsize=4)
def _rules(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    own = Phrases("assistant", "dates", language).own("english")
    return tuple((re.compile(pattern), said) for pattern, said in own.items())


class Timed(NamedTuple):
    text: str
    """Without the words that name the moment."""
    when: When | None = None
    words: str = ""
    """Those that name it."""


def timed(text: str, language: str = "en") -> Timed:
    """ "to call mom tomorrow at seven" is "call mom", and a moment."""
    if _rules(language):
        return _at_an_end(text if language == "zh" else text.split(), language)
    line = _Line(text, language)
    count = len(line.tokens)
    head, begin = line.scan(0)
    tail, end = line.tail(begin)
    if end and line.tokens[end - 1].text == "not":  # "but not tomorrow" is no moment
        tail, end = {}, count
    both = merged(head, tail)
    if both is None:  # they contradict: the one at the end is a part of the text
        both, end = head, count
    named = [(0, begin), (end, count)]
    if not both:
        both, begin, end = line.middle()
        named = [(begin, end)]
    meant = finished(both, line.pieces) if both else None
    if meant is None:
        return Timed(unlinked(text))
    spans = {number for first, last in named for number in range(line.word(first), line.word(last))}
    words = text.split()
    kept = [word for number, word in enumerate(words) if number not in spans]
    return Timed(unlinked(" ".join(kept)), meant, " ".join(word for number, word in enumerate(words) if number in spans))


def _at_an_end(words: Sequence[str], language: str) -> Timed:
    """
    words: of a language whose words for time are put into English; a text without spaces is taken sign by sign
    The longest moment at the end, or else at the beginning.
    """
    space = "" if isinstance(words, str) else " "
    for at in (*range(1, len(words)), *range(-1, -len(words), -1)):
        kept, named = (words[:at], words[at:]) if at > 0 else (words[at:], words[:at])
        said = space.join(named)
        if not digits(said, language).isdecimal() and (meant := when(said, language)):
            return Timed(space.join(kept), meant, said)
    return Timed(space.join(words))


def unlinked(text: str) -> str:
    """Without the words that tied a moment to it."""
    links = "|".join(LINKS)
    return re.sub(rf"^(?:(?:{links})\b ?)+|(?: ?\b(?:to|that|and|about))+$", "", text.strip()).strip()


class _Line:
    """One sentence as tokens, and the pieces of time in it."""

    def __init__(self, text: str, language: str) -> None:
        self.pieces = pieces_of(language)
        self.tokens: list[Token] = tokens(text)
        self._words = len(text.split())
        self._text = " ".join(token.text for token in self.tokens)
        starts = [0]
        for token in self.tokens:
            starts.append(starts[-1] + len(token.text) + 1)
        self._starts = starts
        self._number = {start: number for number, start in enumerate(starts)}

    def word(self, number: int) -> int:
        """The word that a token begins with."""
        return self.tokens[number].first if number < len(self.tokens) else self._words

    def scan(self, number: int, loose: bool = False) -> tuple[Fields, int]:
        """As many pieces as follow each other from that token on, and the token after them."""
        fields: Fields = {}
        while number < len(self.tokens):
            found = self.pieces.longest(self._text, self._starts[number], loose or bool(fields))
            both = merged(fields, found[0]) if found else None
            if found is None or both is None:
                break
            fields, number = both, self._number[found[1] + 1]
        return fields, number

    def tail(self, end: int) -> tuple[Fields, int]:
        """At the end, as early as it can begin."""
        count = len(self.tokens)
        for number in range(max(end, count - LONGEST), count):
            fields, until = self.scan(number)
            if fields and until == count:
                return fields, number
        return {}, count

    def middle(self) -> tuple[Fields, int, int]:
        """Between the words, where it is followed by what such a thing is followed by: "call mom tomorrow about the car"."""
        for number in range(1, len(self.tokens)):
            fields, end = self.scan(number)
            if fields and end < len(self.tokens) and self.tokens[end].text in ("to", "that", "about", "with", "for", "because"):
                return fields, number, end
        return {}, 0, 0


def merged(one: Fields, other: Fields) -> Fields | None:
    """Both; None where they contradict. "One in the morning" and "tonight" do not: that is after the night's midnight."""
    if {one.get("part"), other.get("part")} == {"morning", "tonight"}:
        one, other = {**one, "part": SMALL}, {**other, "part": SMALL}
    if any(one[name] != other[name] for name in one.keys() & other.keys()):
        return None
    return {**one, **other}


def finished(fields: Fields, pieces: Pieces) -> When | None:
    """The hour in its half of the day, and nothing left of the words."""
    said = dict(fields)
    part, half, without = said.pop("part", ""), said.pop("half", ""), said.pop("without", ())
    hour = said.get("hour")
    dated = bool(said.keys() & {"days", "weekdays", "day"})
    if part == SMALL and hour is None:
        return None
    if part and hour is None and "offset" not in said:
        said |= {"hour": pieces.parts[part], "settled": True, "vague": True}
    elif hour is not None and not said.get("settled"):
        said |= settled(hour, half, part, dated)
    if hour is not None and dated and part in ("night", "tonight", SMALL) and said["hour"] < 6:
        said["hour"] += 24
    if without:
        if hour is not None and said.keys() <= {"hour", "minute", "settled"}:  # "at seven except on weekends" is every other day
            said |= {"weekdays": tuple(range(7)), "repeats": True}
        said["weekdays"] = tuple(day for day in said.get("weekdays", ()) if day not in without)
        if not said["weekdays"] or not said.get("repeats"):
            return None
    meant = When(**said)
    wrong = (meant.repeats and not meant.dated) or not (meant.dated or meant.timed or meant.every)
    wrong = wrong or (meant.offset == 0 and not meant.dated)
    return None if wrong or (meant.hour or 0) > 29 else meant


def settled(hour: int, half: str, part: str, dated: bool) -> Fields:
    """dated: a day was named, so that one at night is after its midnight."""
    if hour > 12 or hour == 0:
        return {"hour": hour, "settled": True}
    if half:
        return {"hour": hour % 12 + (12 if half == "pm" else 0), "settled": True}
    if part in ("morning", SMALL):
        return {"hour": hour % 12, "settled": True}
    if part == "afternoon":
        return {"hour": hour % 12 + 12, "settled": True}
    if part in ("evening", "night", "tonight"):
        late = hour + 12 if part == "evening" or hour > 5 else hour + (24 if dated else 0)
        return {"hour": late, "settled": True}
    return {"hour": hour}
