"""The weather by Open-Meteo, which wants no key: now and in the days to come, here or in a place that is named."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from assistant.errors import NetworkError, OfflineError
from assistant.skill import Home, Reply, Skill, Turn
from skills.forecast import HOURLY, POSSIBLE, WET, Span, chance_in, how_likely, is_of, spans_of, within
from skills.kept import kept

FORECAST, PLACES = "https://api.open-meteo.com", "https://geocoding-api.open-meteo.com"
NOW = ("temperature_2m", "apparent_temperature", "weather_code", "wind_speed_10m")
DAILY = ("sunrise", "sunset")
IMPERIAL = {"temperature_unit": "fahrenheit", "wind_speed_unit": "mph"}
DAYS = 8
"""From today to the same weekday of the next week."""
FELT = 3
"""Degrees between the air and what it feels like that are worth a word."""
OF_A_DAY = ("rain", "umbrella", "sun")
"""Intents that mean today where no day is named; the others mean this moment."""


class Unreadable(Exception):
    """The service answered what it does not document."""


@dataclass(frozen=True)
class Place:
    name: str
    latitude: float
    longitude: float


class Weather(Skill):
    name = "weather"
    permissions: tuple[str, ...] = ("network:api.open-meteo.com", "network:geocoding-api.open-meteo.com")

    def __init__(self, language: str = "en") -> None:
        super().__init__(language)
        self._place, self._imperial, self._urls = "", False, (FORECAST, PLACES)
        self._asked = False

    def configure(self, settings: Mapping[str, Any]) -> None:
        self._place, self._imperial = settings["place"], settings["units"] == "imperial"
        self._urls = (settings["forecast_url"].rstrip("/"), settings["places_url"].rstrip("/"))
        self.permissions = tuple(f"network:{urlsplit(url).hostname}" for url in self._urls)

    async def handle(self, turn: Turn) -> Reply:
        try:
            return await self._answered(turn)
        except OfflineError:
            return Reply(self.phrases.say("offline"))
        except NetworkError as error:
            return Reply(self.phrases.say("unreachable", reason=str(error)))
        except Unreadable:
            return Reply(self.phrases.say("unreadable"))

    async def _answered(self, turn: Turn) -> Reply:
        if turn.intent == "forget":
            await turn.home.storage.delete("home")
            return Reply(self.phrases.say("forgotten"))
        asked, self._asked = self._asked, False
        place = await self._where(turn)
        if place is None:
            return self._unknown(turn)
        if turn.intent == "home" or (asked and turn.slots.get("place")):
            await turn.home.storage.put("home", asdict(place))
        if turn.intent == "home":
            return Reply(self.phrases.say("home", place=place.name), undo=self.phrases.say("forget"))
        forecast = await self._forecast(turn.home, place)
        try:
            return Reply(self._told(turn, place, forecast))
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise Unreadable from error

    def _unknown(self, turn: Turn) -> Reply:
        named = turn.slots.get("place") or self._place
        self._asked = not named
        if named:
            return Reply(self.phrases.say("no_such_place", place=named))
        return Reply(self.phrases.say("which_place"), follow_up=self.phrases.say("answered", text=turn.text, answer="{answer}"))

    # ---- asking

    async def _where(self, turn: Turn) -> Place | None:
        """The place that was named, else the home. None where there is none."""
        if named := turn.slots.get("place"):
            return await self._find(turn.home, str(named))
        if homes := await kept(turn.home, lambda _, row: Place(**row)):
            return homes[0]
        return await self._find(turn.home, self._place) if self._place else None

    async def _find(self, home: Home, name: str) -> Place | None:
        """`Paris Texas` is the Paris whose country or region has that name."""
        words = name.replace(",", " ").split()
        for cut in range(len(words), 0, -1):
            wanted = " ".join(words[cut:]).lower()
            for found in await self._search(home, " ".join(words[:cut])):
                regions = [str(found.get(key, "")).lower() for key in ("country", "country_code", "admin1")]
                if not wanted or wanted in regions:
                    return Place(found["name"], found["latitude"], found["longitude"])
        return None

    async def _search(self, home: Home, name: str) -> Sequence[Mapping[str, Any]]:
        query = urlencode({"name": name, "count": 10, "language": self.phrases.language, "format": "json"})
        found = _read(await home.fetch(f"{self._urls[1]}/v1/search?{query}")).get("results", [])
        wanted = {"name", "latitude", "longitude"}
        if not (isinstance(found, list) and all(isinstance(one, dict) and wanted <= one.keys() for one in found)):
            raise Unreadable
        return found

    async def _forecast(self, home: Home, place: Place) -> Mapping[str, Any]:
        query = {
            "latitude": place.latitude,
            "longitude": place.longitude,
            "current": ",".join(NOW),
            "hourly": ",".join(HOURLY),
            "daily": ",".join(DAILY),
            "timezone": "auto",
            "forecast_days": DAYS,
            **(IMPERIAL if self._imperial else {}),
        }
        return _read(await home.fetch(f"{self._urls[0]}/v1/forecast?{urlencode(query, safe=',')}"))

    # ---- telling

    def _told(self, turn: Turn, place: Place, forecast: Mapping[str, Any]) -> str:
        now = datetime.fromisoformat(forecast["current"]["time"])
        day, part = str(turn.slots.get("day", "")), str(turn.slots.get("part", ""))
        if turn.intent == "falling" or not (day or part or turn.intent in OF_A_DAY):
            return str(getattr(self, f"_{turn.intent}_now")(turn, place, forecast["current"]))
        spans = spans_of(day, part, now)
        told = [getattr(self, f"_{turn.intent}")(turn, place, span, forecast) for span in spans]
        return self.phrases.text(text[0].upper() + text[1:] for text in told)

    def _weather_now(self, turn: Turn, place: Place, current: Mapping[str, Any]) -> str:
        air, felt = round(current["temperature_2m"]), round(current["apparent_temperature"])
        key = "now_felt" if abs(air - felt) >= FELT else "now"
        return self._say(key, place, degrees=self._degrees(air), felt=self._degrees(felt), sky=self._sky([current["weather_code"]]))

    def _temperature_now(self, turn: Turn, place: Place, current: Mapping[str, Any]) -> str:
        return self._say("temperature_now", place, degrees=self._degrees(current["temperature_2m"]))

    def _wind_now(self, turn: Turn, place: Place, current: Mapping[str, Any]) -> str:
        return self._say("wind_now", place, speed=self._speed(current["wind_speed_10m"]))

    def _falling_now(self, turn: Turn, place: Place, current: Mapping[str, Any]) -> str:
        code, kind = current["weather_code"], str(turn.slots["kind"])
        return self._say(f"{kind}_falls" if is_of(code, WET[kind]) else f"no_{kind}_falls", place, sky=self._sky([code]))

    def _weather(self, turn: Turn, place: Place, span: Span, forecast: Mapping[str, Any]) -> str:
        hours, chance = within(span, forecast), chance_in(span, forecast)
        key = "weather_wet" if chance is not None and chance >= POSSIBLE else "weather"
        return self._say(key, place, span, sky=self._sky(hours["weather_code"]), chance=chance, **self._range(hours))

    def _temperature(self, turn: Turn, place: Place, span: Span, forecast: Mapping[str, Any]) -> str:
        key = "temperature_night" if span.part == "night" else "temperature"
        return self._say(key, place, span, **self._range(within(span, forecast)))

    def _wind(self, turn: Turn, place: Place, span: Span, forecast: Mapping[str, Any]) -> str:
        return self._say("wind", place, span, speed=self._speed(max(within(span, forecast)["wind_speed_10m"])))

    def _rain(self, turn: Turn, place: Place, span: Span, forecast: Mapping[str, Any]) -> str:
        kind, chance = str(turn.slots["kind"]), chance_in(span, forecast)
        if kind == "snow" and not any(is_of(code, WET[kind]) for code in within(span, forecast)["weather_code"]):
            chance = 0
        return self._say(f"{kind}_{how_likely(chance)}", place, span, chance=chance)

    def _umbrella(self, turn: Turn, place: Place, span: Span, forecast: Mapping[str, Any]) -> str:
        chance = chance_in(span, forecast)
        return self._say(f"umbrella_{how_likely(chance)}", place, span, chance=chance)

    def _sun(self, turn: Turn, place: Place, span: Span, forecast: Mapping[str, Any]) -> str:
        which, daily = str(turn.slots["sun"]), forecast["daily"]
        at = datetime.fromisoformat(daily[which][daily["time"].index(span.start.date().isoformat())])
        past = "_past" if at < datetime.fromisoformat(forecast["current"]["time"]) else ""
        half = self.phrases.section("names")["halves"][at.hour >= 12]
        hour = self.phrases.say("at", hour=(at.hour - 1) % 12 + 1, hour24=at.hour, minute=f"{at.minute:02d}", half=half)
        return self._say(f"{which}{past}", place, span, hour=hour)

    # ---- words

    def _say(self, key: str, place: Place, span: Span | None = None, **slots: Any) -> str:
        return self.phrases.say(key, place=place.name, when=self._when(span) if span else "", **slots)

    def _range(self, hours: Mapping[str, Sequence[float]]) -> dict[str, str]:
        low, high = round(min(hours["temperature_2m"])), round(max(hours["temperature_2m"]))
        return {
            "low": self._degrees(low),
            "range": self._degrees(high) if low == high else self.phrases.say("range", low=self._number(low), high=self._degrees(high)),
        }

    def _when(self, span: Span) -> str:
        labels = self.phrases.section("labels")
        if f"{span.day}_{span.part}" in labels:
            return str(labels[f"{span.day}_{span.part}"])
        return self.phrases.space.join(filter(None, (labels[span.day], self.phrases.section("parts").get(span.part, span.part))))

    def _sky(self, codes: Sequence[int]) -> str:
        """The worst of the weather, in words."""
        skies = {int(code): words for code, words in self.phrases.section("sky").items()}
        return str(skies[max(code for code in skies if code <= max(codes))])

    def _degrees(self, value: float) -> str:
        return self.phrases.say("degrees", n=abs(round(value)), number=self._number(value))

    def _number(self, value: float) -> str:
        return self.phrases.say("minus", number=-round(value)) if round(value) < 0 else str(round(value))

    def _speed(self, value: float) -> str:
        return self.phrases.say("miles" if self._imperial else "kilometres", n=round(value))


def _read(body: bytes) -> Mapping[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError:
        raise Unreadable from None
    if not isinstance(answer, dict):
        raise Unreadable
    return answer
