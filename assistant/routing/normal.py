"""What was said, without what people wrap around it: punctuation, fillers, contractions, the wake word."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate, groupby

from assistant.phrases import Phrases
from assistant.routing.answers import plain_answer
from assistant.routing.arithmetic import SAID
from assistant.routing.numerals import number

MARKS = re.compile(r"[^\w\s'.:%+\-/]|(?<!\d)[.:\-/]|[.:\-/](?!\d)|(?<!\w)'|'(?!\w)")
"""Punctuation; a point inside a number and an apostrophe inside a word stay, and the signs of a sum."""
WRITTEN = str.maketrans({"’": "'", "×": "*", "÷": "/", "⁄": "/", "−": "-", "–": "-"})
"""Marks that are written in several ways; the fourth is that of a half in one sign."""
SIGNS = "*/^-"
PIECE = re.compile(r"[*/^+%()-]|[\w.']+")
NEGATIVE = re.compile(r"(?:^|(?<=[\s(*/^+-]))-(?=[\d(])")
BARE_POINT = re.compile(r"(?<![\w.])\.(?=\d)")
LONGEST = 300
"""Characters that are looked at; nobody wishes for more in one breath."""
LONGEST_IN_ROW = 4
"""Words between two commas of a row of things."""
DENIED, EXCEPTED = "denied", "excepted"
"""The moods of "don't" and of "all but the last one", beside that of a question."""
BESIDE_HAN = re.compile(r"(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])")
"""Spaces that Chinese is read without: those around numbers, and what is left of punctuation."""
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
"""The comma of 1,250."""
COMMAS = re.compile(r"([,、])(?:\s*\1)+")
"""One after the other, which part no more than one does."""


@lru_cache(maxsize=8)
def words_of(language: str) -> Phrases:
    return Phrases("assistant", "routing", language)


def normal(text: str, language: str = "en", joined: bool = False) -> str:
    """
    Lower case, single spaces, no word twice in a row, no fillers at either end, unless one is all that was said.
    joined: keeps the "and", "but" or "too" that ties it to the sentence before.
    """
    return _unwrapped(plain(text, language), language, joined)


def plain(text: str, language: str = "en") -> str:
    """The same with its fillers: "thanks so much" is a sentence of its own."""
    text = unicodedata.normalize("NFKC", text[:LONGEST]).lower().translate(WRITTEN).replace("**", "^")
    text = COMMAS.sub(r"\1", text).translate(_script(language))
    if words_of(language).own("numbers").get("decimal") == ",":
        text = _points_for_commas(text)
    text = _series(THOUSANDS.sub("", BARE_POINT.sub("0.", text)), language)
    signs = _signs(text)
    text = " ".join(MARKS.sub(lambda mark: mark[0] if mark.start() in signs else " ", text).split())
    text = " ".join(_any_of(language, "interjections").sub(" ", text).split())
    contractions = words_of(language).section("contractions")
    if contractions:
        text = _any_of(language, "contractions").sub(lambda short: contractions[short[0]], text)
    text = _once(text)
    if language == "zh":
        text = BESIDE_HAN.sub("", text)
    for pattern, said in _heard(language):
        text = pattern.sub(said, text)
    return text


def _points_for_commas(text: str) -> str:
    """ "1.250,5" as English has it: 1250.5."""
    return re.sub(r"(?<=\d),(?=\d)", ".", re.sub(r"(?<=\d)\.(?=\d{3}(?!\d))", "", text))


def _signs(text: str) -> set[int]:
    """Where those of sums stand: "2 * (3 + 4)" has three, "milk - two bottles (the big ones)" none."""
    if not any(sign in text for sign in (*SIGNS, "(")):
        return set()
    found = {minus.start() for minus in NEGATIVE.finditer(text)}
    for counts, run in groupby(PIECE.finditer(text), key=lambda piece: _counts(piece[0])):
        found |= _signs_of(list(run)) if counts else set()
    return found


def _counts(piece: str) -> bool:
    return piece in "*/^+%()-" or piece in SAID or number(piece) is not None


def _signs_of(run: list[re.Match[str]]) -> set[int]:
    """Of one sum: a sign has a number or a bracket on either side. One that is left open stays, for without it the sum is another."""
    said = ["(", *(piece[0] for piece in run), ")"]
    numbers = [word not in SAID and word not in "*/^+%()-" for word in said]
    signs = {
        at
        for at, word in enumerate(said)
        if word in SIGNS and (numbers[at - 1] or said[at - 1] in ")%") and (said[at + 1] not in "*/^+%)" or numbers[at + 1])
    }
    brackets = {at for at, word in enumerate(said) if word in "()" and 0 < at < len(said) - 1}
    if signs or (_closed(said) and sum(numbers) > 1):
        signs |= brackets
    return {run[at - 1].start() for at in signs}


def _closed(said: list[str]) -> bool:
    depth = list(accumulate((word == "(") - (word == ")") for word in said))
    return depth[-1] == 0 and min(depth[:-1]) > 0


@lru_cache(maxsize=16)
def _any_of(language: str, kind: str) -> re.Pattern[str]:
    """The longest of them that stands there as a word."""
    found = words_of(language).section(kind) or words_of(language).section("words")[kind]
    return re.compile(rf"(?<![\w'])(?:{'|'.join(map(re.escape, sorted(found, key=len, reverse=True)))})(?![\w'])")


@lru_cache(maxsize=8)
def _script(language: str) -> dict[int, int]:
    """Signs of another script, and the mark between things in a row, as this language reads them."""
    written, read = ("".join(words_of(language).own("script").get(row, "").split()) for row in ("written", "read"))
    return str.maketrans(written, read)


@lru_cache(maxsize=8)
def _heard(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What a recognizer writes for words that sound alike, and what was said; each language has its own, or none."""
    return tuple((re.compile(pattern), said) for pattern, said in words_of(language).own("heard").items())


@lru_cache(maxsize=8)
def moods(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """How a sentence says that a wish is denied, or asks about it; `wish` is the rest."""
    own = words_of(language).own("moods").items()
    return tuple((mood, re.compile(pattern)) for mood, patterns in own for pattern in patterns)


def begins_as_question(text: str, language: str = "en") -> bool:
    """text: in normal form, or in the syntax of templates; of the ways in which that may begin one is enough"""
    return _question(language).match(text.lower()) is not None


@lru_cache(maxsize=8)
def _question(language: str) -> re.Pattern[str]:
    asking = "|".join(words_of(language).own("words").get("asking", ("$^",)))
    return re.compile(rf"(?:\[[^\]]*\] )*[\[(]?(?:[^()\[\]]*\|)?(?:{asking})(?![\w'])")


def sounding(text: str, language: str = "en") -> str:
    """text: normal form. The same with the commoner word in place of each that sounds like it, as a recognizer may have taken it for."""
    own = words_of(language).own("homophones")
    return _any_of(language, "homophones").sub(lambda heard: own[heard[0]], text) if own else text


def _once(text: str) -> str:
    """A word that was stammered is said once; numbers may follow themselves."""
    words = text.split()
    return " ".join(word for at, word in enumerate(words) if at == 0 or word != words[at - 1] or number(word) is not None)


def _series(text: str, language: str) -> str:
    """ "milk, eggs and bread" becomes "milk and eggs and bread", so that what stands in a row does not run together without its commas."""
    words = words_of(language).section("words")
    joins, chunks = words.get("series", ()), re.split(r",\s+", text)
    if len(chunks) > 1 and chunks[-1].strip(" .!?") in {*words["fillers"], *words["interjections"]}:
        return f"{_series(', '.join(chunks[:-1]), language)} {chunks[-1]}"
    join = next((join for join in joins if f" {join} " in f" {chunks[-1]}"), next(iter(joins), ""))
    if not joins or len(chunks) < 2 or chunks[0].strip() in {*words["fillers"], *words["interjections"]}:
        return text
    breaks = tuple(f"{word} " for word in words.get("breaks", ()))
    if any(plain_answer(chunk.strip(), language) or f"{chunk} ".startswith(breaks) for chunk in chunks):
        return text
    before, found, _ = f" {chunks[-1]}".partition(f" {join} ")
    closed = bool(found) and len(before.split()) <= LONGEST_IN_ROW
    tells = any(chunk.split()[:1] and chunk.split()[0] in words.get("telling", ()) for chunk in chunks[1:])
    row = closed or (not tells and not words.get("rows_are_closed") and len(chunks) > 2 and len(chunks[0].split()) > 1)
    if not row or any(len(chunk.split()) > LONGEST_IN_ROW for chunk in chunks[1:-1]):
        return text
    return f" {join} ".join(chunk.removeprefix(f"{join} ") for chunk in chunks)


def _unwrapped(text: str, language: str, joined: bool) -> str:
    wraps, leads, tails = _wraps(language, joined)
    whole, additions = _wholes(language), tuple(words_of(language).section("words").get("additions", ()))
    space = "" if language == "zh" else " "
    changed = True
    while changed and text:
        changed = False
        for wrap in wraps:
            if text == wrap:  # said alone it is a sentence: "thank you", "hey jarvis"
                return text
            if wrap not in tails and text.startswith(wrap + space) and not text.startswith(whole):
                text, changed = text[len(wrap) :].strip(), True
            elif wrap not in leads and text.endswith(space + wrap) and not (joined and text.endswith(additions)):
                text, changed = text[: -len(wrap)].strip(), True
    return text


@lru_cache(maxsize=8)
def _wholes(language: str) -> tuple[str, ...]:
    """How sentences begin that lose their sense without what leads to others."""
    return tuple(f"{start} " for start in words_of(language).section("words").get("whole", ()))


@lru_cache(maxsize=16)
def _wraps(language: str, joined: bool) -> tuple[tuple[str, ...], frozenset[str], frozenset[str]]:
    """What is taken off, the longest first; those of them that are taken off only before a wish, and those only behind one."""
    words = words_of(language).section("words")
    leads = frozenset((*words.get("leads", ()), *words["edges"])) - frozenset(words["fillers"])
    tails = frozenset((*words.get("tails", ()), *(() if joined else words.get("additions", ()))))
    wraps = {*words["fillers"], *words.get("leads", ()), *tails, *(() if joined else words["edges"])}
    return tuple(sorted(wraps, key=lambda wrap: (-len(wrap), wrap))), leads, tails
