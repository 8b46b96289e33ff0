"""Time zones of named places: the cities that zones are named after, and a table of large cities, countries and states."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib import resources
from typing import NamedTuple
from zoneinfo import ZoneInfo

from assistant.phrases import Phrases

SMALL = ("of", "the", "and", "de", "d'ivoire")
UPPER = ("uk", "usa", "us", "uae", "utc", "gmt", "nyc", "la")


class Place(NamedTuple):
    name: str
    zone: ZoneInfo


def places(text: str, language: str = "en") -> list[Place]:
    """The place; several for a country with several times; none for a place that is not known."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(sign))
    text = " ".join(bare.replace(",", " ").split())
    words = Phrases(__name__.rpartition(".")[0], "places", language)
    if wide := words.section("wide").get(text):
        return [place for name in wide for place in places(name, language)]
    zone = _named(language).get(text) or _named(language).get(text.removeprefix("the "))
    return [Place(spoken(text), ZoneInfo(zone))] if zone else []


@lru_cache(maxsize=4)
def _named(language: str) -> dict[str, str]:
    """From names in lower case to zones."""
    zones = resources.files("tzdata").joinpath("zones").read_text("utf-8").split()
    found = {zone.rpartition("/")[2].replace("_", " ").lower(): zone for zone in zones if not zone.startswith("Etc/")}
    words = Phrases(__name__.rpartition(".")[0], "places", language)
    return found | {name: zone for zone, names in words.section("zones").items() for name in names}


def spoken(name: str) -> str:
    """With its capitals."""
    return " ".join(word.upper() if word in UPPER else word if word in SMALL else word.capitalize() for word in name.split())
