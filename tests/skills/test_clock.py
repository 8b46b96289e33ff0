"""The clock: here and elsewhere, today and on other days."""

from __future__ import annotations

from datetime import datetime

import anyio
import pytest

from skills.clock import Clock
from skills.places import places
from tests.installed import router
from tests.skills.home import SmallHome, say

ROUTER = router()
pytestmark = pytest.mark.usefixtures("berlin")


def reply(text: str, now: tuple[int, ...] = (2026, 3, 4, 18, 30)) -> str:
    async def live() -> str:
        skill = Clock()
        home = SmallHome(skill)
        home.time = datetime(*now).timestamp()
        return (await say(ROUTER, skill, home, text)).text

    return anyio.run(live)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("what time is it", "It's 6:30 PM."),
        ("what time will it be in 45 minutes", "That will be today at 7:15 PM."),
        ("what time is it ten hours from now", "That will be tomorrow at 4:30 AM."),
        ("what time was it two hours ago", "That was today at 4:30 PM."),
        ("what's the date", "It's Wednesday, March 4, 2026."),
        ("what day is it", "It's Wednesday."),
        ("when it's 5 pm in london what time is it in los angeles", "When it's 5 PM in London, it's 9 AM in Los Angeles."),
        ("what time is it in tokyo when it is noon in paris", "When it's noon in Paris, it's 8 PM in Tokyo."),
        ("what time is it in Tokyo", "It's 2:30 AM on Thursday in Tokyo."),
        ("what's the time in London", "It's 5:30 PM in London."),
        ("what time is it in New York and in London", "It's 12:30 PM in New York. It's 5:30 PM in London."),
        (
            "what time is it in Berlin and Tokyo and Sydney",
            "It's 6:30 PM in Berlin. It's 2:30 AM on Thursday in Tokyo. It's 4:30 AM on Thursday in Sydney.",
        ),
        ("what century is it", "It's the 21st century."),
        ("what day of the year is it", "It's day 63 of 2026."),
        ("what time is it in India", "It's 11:00 PM in India."),
        ("time in san francisco", "It's 9:30 AM in San Francisco."),
        ("what time is it in the united kingdom", "It's 5:30 PM in the United Kingdom."),
        ("current time in New York City", "It's 12:30 PM in New York City."),
        ("what time is it in Atlantis", "I don't know the time zone of Atlantis."),
        ("what day is it in Auckland", "It's Thursday, March 5, in Auckland."),
        ("what is the time difference between London and Tokyo", "London is 9 hours behind Tokyo."),
        ("how many hours ahead is Sydney", "Sydney is 10 hours ahead of here."),
        ("time difference to Paris", "Paris has the same time as here."),
        ("how many hours is India ahead of Berlin", "India is 4 hours and 30 minutes ahead of Berlin."),
        ("what day is the fourth of July", "That is Saturday, July 4."),
        ("what date is next Friday", "That is Friday, March 13."),
        ("what day was yesterday", "That was Tuesday, March 3."),
        ("what date is it in two weeks", "That is Wednesday, March 18."),
        ("what day of the week is Christmas", "That is Friday, December 25."),
        ("when is Easter", "That is Sunday, April 5."),
        ("what day is march third 2027", "That is Wednesday, March 3, 2027."),
        ("how many days until Christmas", "There are 296 days until Friday, December 25."),
        ("how many days since the first of october", "Wednesday, October 1, 2025, was 154 days ago."),
        ("how long is it since christmas", "Thursday, December 25, 2025, was 69 days ago."),
        ("how many days ago was last monday", "Monday, March 2 was 2 days ago."),
        ("how many days between christmas and easter", "From Friday, December 25 to Sunday, March 28, 2027, there are 93 days."),
        ("how many days between monday and friday", "From Monday, March 9 to Friday, March 13 there are 4 days."),
        ("how many days until tomorrow", "There is one day until Thursday, March 5."),
        ("how long until midnight", "That is in 5 hours and 30 minutes."),
        ("how many weeks until Easter", "There are 4 weeks and 4 days until Sunday, April 5."),
        ("when it's noon here what time is it in Sydney", "When it's noon here, it's 10 PM in Sydney."),
        ("what's the time in Sydney when it is noon here", "When it's noon here, it's 10 PM in Sydney."),
        ("what time is it here when it is noon in Sydney", "When it's noon in Sydney, it's 2 AM here."),
        ("what time is it in Atlantis when it is noon here", "I don't know the time zone of Atlantis."),
        ("how many days in this month", "March 2026 has 31 days."),
        ("how many days are there in next month", "April 2026 has 30 days."),
        ("how many days does february have", "February 2027 has 28 days."),
        ("how many days are left in this year", "There are 302 days until Thursday, December 31."),
        ("how many days left in the month", "There are 27 days until Tuesday, March 31."),
        ("how many days in a leap year", "A leap year has 366 days."),
        ("how many days are in this year", "2026 has 365 days."),
        ("is 2028 a leap year", "2028 is a leap year."),
        ("is 1900 a leap year", "1900 is no leap year; the next one is 1904."),
        ("is this a leap year", "2026 is no leap year; the next one is 2028."),
        ("how long is it since 8 am", "That was today at 8 AM, 10 hours and 30 minutes ago."),
        ("how long is it since 8 pm", "That was yesterday at 8 PM, 22 hours and 30 minutes ago."),
        ("how long is it since eight", "That was today at 8 AM, 10 hours and 30 minutes ago."),
        ("days between march 10 and april 15", "From Tuesday, March 10 to Wednesday, April 15 there are 36 days."),
        ("days between march 1 and april 15", "From Monday, March 1, 2027, to Thursday, April 15, 2027, there are 45 days."),
        (
            "how many weeks until winter",
            "There are 38 weeks and 6 days until Tuesday, December 1, when winter begins north of the equator.",
        ),
        ("how many weeks until summer", "There are 12 weeks and 5 days until Monday, June 1, when summer begins north of the equator."),
        ("what week is it", "It's week 10."),
        ("what day of the week was 4 july 1776", "That was Thursday, July 4, 1776."),
        ("what day was it on 20 july 1969", "That was Sunday, July 20, 1969."),
        ("when was the 4th of july 2020", "That was Saturday, July 4, 2020."),
    ],
)
def test_the_clock_answers(text: str, said: str) -> None:
    assert reply(text) == said


def test_a_time_that_is_still_to_come_today_was_yesterday() -> None:
    said = "That was yesterday at 8 AM, 18 hours ago."
    assert reply("how long is it since 8 am", (2026, 3, 4, 2)) == said
    assert reply("how long is it since this time yesterday", (2026, 3, 4, 2)) != "That is today."


def test_a_wide_country_is_told_by_its_cities() -> None:
    assert reply("what time is it in the United States").startswith("It's 12:30 PM in New York. It's 11:30 AM in Chicago.")


def test_the_time_elsewhere_follows_daylight_saving_there() -> None:
    assert reply("how many hours behind is New York", (2026, 3, 20, 12)) == "New York is 5 hours behind here."
    assert reply("how many hours behind is New York", (2026, 4, 20, 12)) == "New York is 6 hours behind here."


@pytest.mark.parametrize(
    "name", ["tokyo", "buenos aires", "the netherlands", "new delhi", "kyiv", "ho chi minh city", "são paulo", "utc", "pacific time"]
)
def test_places_are_known_by_their_everyday_names(name: str) -> None:
    assert len(places(name)) == 1


@pytest.mark.parametrize("name", ["", "atlantis", "my kitchen", "etc"])
def test_what_is_no_place_is_none(name: str) -> None:
    assert not places(name)


@pytest.mark.parametrize("text", ["what time will it be in 99999999 hours", "what time was it 99999999 hours ago"])
def test_a_time_that_the_calendar_does_not_reach_is_none(text: str) -> None:
    assert reply(text) == "There is no such day."
