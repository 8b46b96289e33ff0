"""Quantities as they are spoken: "five and a half feet", "two cups of flour". Units have Pint's names; nothing is converted here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from assistant.routing.normal import words_of
from assistant.routing.numerals import PARTS, digits, number


class Quantity(NamedTuple):
    amount: float
    unit: str
    """Pint's name."""
    stuff: str = ""
    """Of what, where it was said."""


def unit(text: str, language: str = "en") -> str | None:
    """Pint's name of a spoken unit; None for any other word."""
    return words_of(language).section("units").get(text.strip().removeprefix("degrees ").removeprefix("the "))


def quantity(text: str, language: str = "en") -> Quantity | None:
    """A number and a unit, perhaps of some stuff; "a mile" is one; feet and inches go together. None for anything else."""
    if stuffs := words_of(language).own("stuffs"):
        return _with_stuff_behind(text.strip(), stuffs, language)
    text = re.sub(rf"^((?:\S+ )?(?:{'|'.join(PARTS)})) of (?:an? )?", r"\1 ", text.strip())
    text, _, stuff = re.sub(r"^(an?|one) (\S+) and a half", r"1.5 \2", text).partition(" of ")
    names = "|".join(sorted(map(re.escape, words_of(language).section("units")), key=len, reverse=True))
    if not names:
        return None
    small = rf"(?: and)? (?P<m>.+?)(?:(?: |(?<=\d))(?P<v>{names}))?"
    found = re.fullmatch(rf"(?P<n>.+?)(?:[ -]|(?<=\d))(?:degrees? )?(?P<u>{names})(?:{small})?", text)
    if found is None:
        return None
    amount, name = _amount(found["n"], language), unit(found["u"], language)
    if amount is None or name is None:
        return None
    if found["m"]:
        more, smaller = _amount(found["m"], language), unit(found["v"], language) if found["v"] else IMPLIED.get(name)
        share = SHARES.get((name, str(smaller)))
        if more is None or share is None:
            return None
        amount += more * share
    return Quantity(amount, name, stuff)


def _with_stuff_behind(text: str, stuffs: Mapping[str, str], language: str) -> Quantity | None:
    """stuffs: words of a language in which the stuff follows at once, "zwei Tassen Mehl", and what they are in English"""
    gap, text = (" ?", text) if words_of(language).space else ("", digits(text, language))
    tables = (words_of(language).section("units"), stuffs)
    names, named = ("|".join(map(re.escape, sorted(table, key=len, reverse=True))) for table in tables)
    found = re.fullmatch(rf"(?P<n>.+?){gap}(?P<u>{names})(?:{gap}(?P<stuff>{named}))?", text)
    amount = _amount(found["n"], language) if found else None
    return Quantity(amount, str(unit(found["u"], language)), stuffs.get(found["stuff"] or "", "")) if found and amount is not None else None


IMPLIED = {"foot": "inch", "meter": "centimeter", "hour": "minute"}
"""Of a number without a unit after one: "five foot eleven"."""
SHARES = {("foot", "inch"): 1 / 12, ("pound", "ounce"): 1 / 16, ("meter", "centimeter"): 0.01, ("hour", "minute"): 1 / 60}


def _amount(text: str, language: str) -> float | None:
    if (said := words_of(language).own("amounts").get(text.strip())) is not None:
        return float(said)
    text = re.sub(r"^(?:an?|one|the)$|^half an?$", lambda match: "0.5" if match[0].startswith("half") else "1", text.strip())
    return number(text, language)
