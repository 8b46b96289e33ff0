"""Time zones of named places: the cities that zones are named after, and a table of large cities, countries and states."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib import resources
from typing import NamedTuple
from zoneinfo import ZoneInfo

from assistant.phrases import DEFAULT_LANGUAGE, Phrases

SMALL = ("of", "the", "and", "de", "d'ivoire")
UPPER = ("uk", "usa", "us", "uae", "utc", "gmt", "nyc", "la")


class Place(NamedTuple):
    name: str
    zone: ZoneInfo


def places(text: str, language: str = "en") -> list[Place]:
    """The place; several for a country with several times; none for a place that is not known."""
    said, words = " ".join(text.lower().replace(",", " ").split()), Phrases(__name__.rpartition(".")[0], "places", language)
    bare = _bare(said)
    if wide := words.section("wide").get(said):
        return [place for name in wide for place in places(name, language)]
    zone = _named(language).get(bare) or _named(language).get(bare.removeprefix("the "))
    return [Place(spoken(said), ZoneInfo(zone))] if zone else []


def _bare(name: str) -> str:
    """Without the marks on letters, which not everybody writes."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))


@lru_cache(maxsize=4)
def _named(language: str) -> dict[str, str]:
    """From bare names in lower case to zones; those of English are known everywhere."""
    zones = resources.files("tzdata").joinpath("zones").read_text("utf-8").split()
    found = {zone.rpartition("/")[2].replace("_", " ").lower(): zone for zone in zones if not zone.startswith("Etc/")}
    tables = (Phrases(__name__.rpartition(".")[0], "places", one).own("zones") for one in (DEFAULT_LANGUAGE, language))
    return found | {_bare(name): zone for table in tables for zone, names in table.items() for name in names}


def spoken(name: str) -> str:
    """With its capitals."""
    return " ".join(word.upper() if word in UPPER else word if word in SMALL else word.capitalize() for word in name.split())
