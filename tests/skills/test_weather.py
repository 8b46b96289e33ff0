"""The weather, from a server on loopback that answers as Open-Meteo documents it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime, timedelta
from typing import Any

import anyio
import pytest

from assistant.config import Config
from assistant.skill import Reply
from skills.weather import Weather
from tests.installed import router
from tests.skills.home import SmallHome, say
from tests.web import Asked, Web, send, web

__all__ = ["web"]

ROUTER = router()
TUESDAY = datetime(2023, 11, 14)
BERLIN = {
    "id": 2950159,
    "name": "Berlin",
    "latitude": 52.52437,
    "longitude": 13.41053,
    "elevation": 74.0,
    "feature_code": "PPLC",
    "country_code": "DE",
    "timezone": "Europe/Berlin",
    "country": "Germany",
    "admin1": "Land Berlin",
}
PARIS = [
    {"name": "Paris", "latitude": 48.85341, "longitude": 2.3488, "country": "France", "country_code": "FR", "admin1": "Île-de-France"},
    {"name": "Paris", "latitude": 33.66094, "longitude": -95.5555, "country": "United States", "country_code": "US", "admin1": "Texas"},
]
TOWNS = {"berlin": [BERLIN], "paris": PARIS, "柏林": [BERLIN | {"name": "柏林"}]}
RAINY_DAYS = (1, 4)
"""Days from Tuesday: on the first it rains in the afternoon, on the other it snows."""


def forecast(now: str = "2023-11-14T10:15", **current: Any) -> dict[str, Any]:
    """Eight days from Tuesday, 14 November: -2 degrees at night, 8 in the afternoon, the wind rising with the hours."""
    hours = [TUESDAY + timedelta(hours=hour) for hour in range(8 * 24)]
    wet = [(hour - TUESDAY).days in RAINY_DAYS and hour.hour == 15 for hour in hours]
    days = [TUESDAY + timedelta(days=day) for day in range(8)]
    return {
        "latitude": 52.52,
        "longitude": 13.419998,
        "utc_offset_seconds": 3600,
        "timezone": "Europe/Berlin",
        "timezone_abbreviation": "CET",
        "elevation": 38.0,
        "current_units": {"time": "iso8601", "temperature_2m": "°C"},
        "current": {
            "time": now,
            "interval": 900,
            "temperature_2m": 3.4,
            "apparent_temperature": 2.1,
            "weather_code": 3,
            "wind_speed_10m": 12.2,
            **current,
        },
        "hourly": {
            "time": [hour.isoformat(timespec="minutes") for hour in hours],
            "temperature_2m": [8.2 if 12 <= hour.hour < 18 else -1.6 if hour.hour < 6 else 4.0 for hour in hours],
            "precipitation_probability": [70 if rains else 5 for rains in wet],
            "weather_code": [(73 if (hour - TUESDAY).days == 4 else 63) if rains else 3 for hour, rains in zip(hours, wet, strict=True)],
            "wind_speed_10m": [float(hour.hour) for hour in hours],
        },
        "daily": {
            "time": [day.date().isoformat() for day in days],
            "sunrise": [f"{day.date()}T07:24" for day in days],
            "sunset": [f"{day.date()}T16:11" for day in days],
        },
    }


@pytest.fixture
def service(web: Web) -> Web:
    """Knows Berlin and two cities of the name Paris."""

    def places(handler: Any, asked: Asked) -> None:
        found = TOWNS.get(asked.query["name"].lower())
        send(handler, json.dumps({"results": found, "generationtime_ms": 0.6} if found else {"generationtime_ms": 0.4}).encode())

    web.pages["/v1/search"] = places
    web.pages["/v1/forecast"] = forecast()
    return web


def talk(service: Web, *texts: str, home: SmallHome | None = None, language: str = "en", **settings: str) -> list[Reply]:
    """What is said to each text, one after the other; a bare answer completes what was asked before it."""

    async def live() -> list[Reply]:
        skill = Weather(language)
        addresses = {"forecast_url": service.address(), "places_url": service.address()}
        skill.configure(Config(weather={**addresses, **settings}).weather.model_dump())
        place = home or SmallHome(skill)
        replies: list[Reply] = []
        for text in texts:
            asked = replies[-1].follow_up if replies else ""
            replies.append(await say(router(language=language), skill, place, asked.replace("{answer}", text) if asked else text))
        return replies

    return anyio.run(live)


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("Wie ist das Wetter?", "In Berlin sind es 3 Grad, Wolken."),
        ("Wie wird das Wetter morgen?", "Morgen in Berlin: Regen, minus 2 bis 8 Grad, Regenwahrscheinlichkeit 70 Prozent."),
        ("Wie wird morgen früh das Wetter?", "Morgen früh in Berlin: Wolken, 4 Grad."),
        ("Wie wird das Wetter am Freitag in Berlin?", "Am Freitag in Berlin: Wolken, minus 2 bis 8 Grad."),
        ("Wird es morgen regnen?", "Ja, morgen regnet es in Berlin wahrscheinlich: 70 Prozent."),
        ("Regnet es gerade?", "Nein, in Berlin: Wolken."),
        ("Schneit es am Samstag?", "Ja, am Samstag schneit es in Berlin wahrscheinlich: 70 Prozent."),
        ("Brauche ich morgen einen Schirm?", "Ja, nimm einen mit: morgen regnet es in Berlin wahrscheinlich, 70 Prozent."),
        ("Brauche ich heute Nacht eine Jacke?", "Heute Nacht in Berlin bis hinunter auf minus 2 Grad."),
        ("Wie kalt wird es heute Nacht?", "Heute Nacht in Berlin bis hinunter auf minus 2 Grad."),
        ("Wie viel Grad sind es draußen?", "In Berlin sind es 3 Grad."),
        ("Wie windig ist es?", "In Berlin weht der Wind mit 12 Kilometern pro Stunde."),
        ("Wann geht die Sonne unter?", "Heute geht die Sonne in Berlin um 16:11 Uhr unter."),
        ("Wann ist morgen Sonnenaufgang?", "Morgen geht die Sonne in Berlin um 7:24 Uhr auf."),
    ],
)
def test_it_is_told_in_german(service: Web, question: str, reply: str) -> None:
    assert talk(service, question, language="de", place="Berlin")[0].text == reply
    assert [asked.query["language"] for asked in service.asked if "language" in asked.query][-1] == "de"


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("天气怎么样？", "柏林现在3度，多云。"),
        ("明天天气怎么样？", "柏林明天中雨，零下2到8度，降雨概率百分之70。"),
        ("柏林星期五的天气怎么样", "柏林星期五多云，零下2到8度。"),
        ("明天上午天气如何", "柏林明天上午多云，4度。"),
        ("明天会下雨吗？", "会，柏林明天很可能下雨，概率百分之70。"),
        ("外面在下雨吗？", "没有，柏林现在多云。"),
        ("周六会下雪吗", "会，柏林星期六很可能下雪，概率百分之70。"),
        ("明天要不要带伞？", "要带，柏林明天很可能下雨，概率百分之70。"),
        ("今天夜里多冷", "柏林今天夜里最低零下2度。"),
        ("现在多少度？", "柏林现在3度。"),
        ("要不要穿外套？", "柏林现在3度。"),
        ("风大不大？", "柏林现在风速每小时12公里。"),
        ("什么时候日落？", "柏林今天下午4点11分日落。"),
        ("明天几点日出？", "柏林明天上午7点24分日出。"),
    ],
)
def test_it_is_told_in_chinese(service: Web, question: str, reply: str) -> None:
    assert talk(service, question, language="zh", place="柏林")[0].text == reply


@pytest.mark.parametrize(
    ("language", "texts", "replies"),
    [
        ("de", ("Wie wird das Wetter morgen?", "Berlin"), ("Für welchen Ort?", "Morgen in Berlin: Regen")),
        ("de", ("Ich wohne in Berlin", "Brauche ich einen Schirm?"), ("Ab jetzt sage ich dir das Wetter in Berlin.", "Nein, heute bleibt")),
        ("zh", ("明天天气怎么样？", "柏林"), ("哪个地方的？", "柏林明天中雨")),
        ("zh", ("我住在柏林", "要带伞吗"), ("以后我告诉您柏林的天气。", "不用，柏林今天")),
    ],
)
def test_the_place_is_asked_for_and_remembered(service: Web, language: str, texts: tuple[str, str], replies: tuple[str, str]) -> None:
    told = [reply.text for reply in talk(service, *texts, language=language)]
    assert all(text.startswith(reply) for text, reply in zip(told, replies, strict=True))


def said(service: Web, text: str, **settings: str) -> str:
    return talk(service, text, **{"place": "Berlin", **settings})[0].text


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("what's the weather", "It's 3 degrees in Berlin, with clouds."),
        ("what's the temperature", "It's 3 degrees in Berlin."),
        ("how windy is it", "The wind in Berlin blows at 12 kilometres an hour."),
        ("is it raining", "No, Berlin has clouds."),
        ("what will the weather be like today", "Today in Berlin: clouds, 4 to 8 degrees."),
        ("what's the weather like tomorrow", "Tomorrow in Berlin: rain, minus 2 to 8 degrees, with a 70 percent chance of rain."),
        ("what's the weather tomorrow morning", "Tomorrow morning in Berlin: clouds, 4 degrees."),
        ("what's the forecast for Friday", "On Friday in Berlin: clouds, minus 2 to 8 degrees."),
        (
            "what's the weather this weekend",
            "On Saturday in Berlin: snow, minus 2 to 8 degrees, with a 70 percent chance of rain. "
            "On Sunday in Berlin: clouds, minus 2 to 8 degrees.",
        ),
        ("will it rain tomorrow", "Yes, tomorrow rain is likely in Berlin: 70 percent."),
        ("will it rain", "No, today no rain is expected in Berlin."),
        ("will it snow tomorrow", "No, tomorrow no snow is expected in Berlin."),
        ("will it snow on Saturday", "Yes, on Saturday snow is likely in Berlin: 70 percent."),
        ("do I need an umbrella", "No, today no rain is expected in Berlin."),
        ("do I need an umbrella tomorrow", "Yes, take one: tomorrow rain is likely in Berlin, 70 percent."),
        ("how cold is it tonight", "Tonight in Berlin it gets down to minus 2 degrees."),
        ("how warm will it be the day after tomorrow", "The day after tomorrow in Berlin: minus 2 to 8 degrees."),
        ("will it be windy tomorrow", "Tomorrow in Berlin the wind blows at up to 23 kilometres an hour."),
        ("when is sunset", "Today the sun sets at 4:11 PM in Berlin."),
        ("what time was sunrise", "Today the sun rose at 7:24 AM in Berlin."),
        ("what time does the sun rise tomorrow", "Tomorrow the sun rises at 7:24 AM in Berlin."),
    ],
)
def test_it_is_told(service: Web, question: str, reply: str) -> None:
    assert said(service, question) == reply


def test_what_it_feels_like_is_told_where_it_differs(service: Web) -> None:
    service.pages["/v1/forecast"] = forecast(temperature_2m=1.0, apparent_temperature=-4.4, weather_code=63)
    assert said(service, "what's the weather") == "It's 1 degree in Berlin, with rain, and feels like minus 4 degrees."
    assert said(service, "is it raining") == "Yes, Berlin has rain."


def test_it_is_asked_as_the_service_wants_it(service: Web) -> None:
    said(service, "what's the weather")
    places, weather = service.asked
    assert places.query == {"name": "Berlin", "count": "10", "language": "en", "format": "json"}
    assert (weather.query["latitude"], weather.query["timezone"], weather.query["forecast_days"]) == ("52.52437", "auto", "8")
    assert weather.query["current"] == "temperature_2m,apparent_temperature,weather_code,wind_speed_10m"
    assert "temperature_unit" not in weather.query


def test_other_units_are_asked_for_and_said(service: Web) -> None:
    assert said(service, "how windy is it", units="imperial") == "The wind in Berlin blows at 12 miles an hour."
    assert (service.asked[-1].query["temperature_unit"], service.asked[-1].query["wind_speed_unit"]) == ("fahrenheit", "mph")


def test_a_named_place_goes_before_the_home(service: Web) -> None:
    assert said(service, "what's the temperature in Paris") == "It's 3 degrees in Paris."
    assert service.asked[-1].query["latitude"] == "48.85341"


def test_a_place_is_told_from_another_by_its_region(service: Web) -> None:
    said(service, "what's the temperature in Paris Texas")
    assert service.asked[-1].query["latitude"] == "33.66094"


def test_an_unknown_place_is_told(service: Web) -> None:
    assert said(service, "what's the weather in Atlantis") == "I know no place called atlantis."
    assert said(service, "what's the weather", place="Atlantis") == "I know no place called Atlantis."


def test_the_home_is_asked_for_once_and_remembered(service: Web) -> None:
    replies = talk(service, "will it rain tomorrow", "Berlin", "what's the temperature")
    assert [reply.text for reply in replies] == [
        "For which place?",
        "Yes, tomorrow rain is likely in Berlin: 70 percent.",
        "It's 3 degrees in Berlin.",
    ]


def test_another_place_is_not_remembered_as_the_home(service: Web) -> None:
    assert talk(service, "what's the weather in Paris", "what's the weather")[1].text == "For which place?"


def test_the_home_can_be_told_and_forgotten(service: Web) -> None:
    replies = talk(service, "I live in Berlin", "what's the temperature", "forget where I live", "what's the temperature", place="Paris")
    assert [reply.text for reply in replies] == [
        "I'll tell you the weather in Berlin from now on.",
        "It's 3 degrees in Berlin.",
        "I have forgotten where you live.",
        "It's 3 degrees in Paris.",
    ]
    assert replies[0].undo == "forget where I live"


def test_a_service_that_fails_is_told(service: Web) -> None:
    service.pages["/v1/forecast"] = 502
    assert said(service, "what's the weather") == "I can't look up the weather now. 127.0.0.1 answered 502 (Bad Gateway)."


@pytest.mark.parametrize("body", ["<html>", "[]", '{"current": {}}', '{"current": {"time": "soon"}}', '{"current": 3}'])
def test_an_answer_that_is_none_is_told(service: Web, body: str) -> None:
    service.pages["/v1/forecast"] = body
    assert said(service, "will it rain") == "The weather service answered something that I don't understand; try again later."


@pytest.mark.parametrize("body", ["[]", '{"results": 3}', '{"results": ["Paris"]}', '{"results": [{"name": "Paris"}]}'])
def test_places_that_are_none_are_told(service: Web, body: str) -> None:
    service.pages["/v1/search"] = body
    assert said(service, "what's the weather in Paris").startswith("The weather service answered something that I don't understand;")


def test_what_the_service_does_not_know_is_not_made_up(service: Web) -> None:
    page = forecast()
    page["hourly"]["precipitation_probability"] = [None] * 192
    service.pages["/v1/forecast"] = page
    assert said(service, "will it rain tomorrow") == "The forecast for Berlin does not say that."


def test_the_hosts_are_the_ones_that_are_asked() -> None:
    assert Weather.permissions == ("network:api.open-meteo.com", "network:geocoding-api.open-meteo.com")
    skill = Weather()
    skill.configure(Config(weather={"forecast_url": "http://weather.lan:8000"}).weather.model_dump())
    assert skill.permissions == ("network:weather.lan", "network:geocoding-api.open-meteo.com")


def test_offline_it_says_so() -> None:
    code = (
        "import anyio; from assistant import offline; offline.enforce()\n"
        "from assistant.skill import Turn; from skills.weather import Weather; from tests.skills.home import SmallHome\n"
        "skill = Weather(); home = SmallHome(skill)\n"
        "print(anyio.run(skill.handle, Turn('', 'weather', {'place': 'berlin'}, home)).text)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout == "I'm offline, so I can't look up the weather.\n", done.stderr


def test_every_example_is_routed_to_its_intent() -> None:
    for intent, words in Weather().phrases.section("intents").items():
        for example in words["examples"]:
            chosen = ROUTER.route(example).chosen
            assert chosen is not None and (chosen.skill, chosen.intent) == ("weather", intent), example
