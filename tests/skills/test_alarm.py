"""Alarms: once and repeating, snoozed, skipped, kept over a restart and a change of the clock."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import anyio
import pytest

from skills.alarm import Alarms
from tests.installed import router
from tests.skills.home import converse, home_at, say, undo, until_told

ROUTER = router()


pytestmark = pytest.mark.usefixtures("berlin")
talk = partial(converse, ROUTER, Alarms)


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("set an alarm for seven", "Alarm set today at 7 PM."),
        ("wake me at seven", "Alarm set tomorrow at 7 AM."),
        ("wake me up tomorrow at half past six", "Alarm set tomorrow at 6:30 AM."),
        ("set an alarm for every weekday at quarter to seven", "Alarm set every weekday at 6:45 AM."),
        ("wake me every monday and thursday at eight", "Alarm set every Monday and Thursday at 8 AM."),
        ("set an alarm for noon on saturday", "Alarm set on Saturday at noon."),
        ("set a gym alarm for six in the morning", "Your gym alarm is set tomorrow at 6 AM."),
        ("set an alarm in twenty minutes", "Alarm set today at 10:20 AM."),
        ("let me sleep for half an hour", "Alarm set today at 10:30 AM."),
        ("set an alarm for the third of march 2027 at 5 pm", "Alarm set on Wednesday, March 3, 2027, at 5 PM."),
        ("set an alarm for yesterday at noon", "That time has already passed."),
        ("set an alarm for february thirtieth at noon", "There is no such day."),
        ("set an alarm for the 31st of february", "There is no such day."),
        ("wake me every second monday at seven", "Alarm set every other Monday at 7 AM."),
        ("wake me an hour before noon", "Alarm set today at 11 AM."),
        ("set an alarm for 7 and for 8", "Alarm set today at 7 PM. Alarm set today at 8 PM."),
        ("set an alarm for tomorrow at 7 and 8 pm", "Alarm set tomorrow at 7 PM. Alarm set tomorrow at 8 PM."),
        ("set an alarm for 11 and 1 pm", "Alarm set today at 11 AM. Alarm set today at 1 PM."),
        ("set an alarm for seven and for eight am", "Alarm set tomorrow at 7 AM. Alarm set tomorrow at 8 AM."),
        ("set an alarm for 7 and 7:30 tomorrow", "Alarm set tomorrow at 7 AM. Alarm set tomorrow at 7:30 AM."),
        ("set alarms for 7 and 8 every weekday", "Alarm set every weekday at 7 AM. Alarm set every weekday at 8 AM."),
        ("wake me at 7 and tomorrow at 8", "Alarm set tomorrow at 7 AM. Alarm set tomorrow at 8 AM."),
        ("set alarms for 11 pm and 7 tomorrow", "Alarm set today at 11 PM. Alarm set tomorrow at 7 AM."),
        ("set an alarm for midnight and 6 tomorrow", "Alarm set tomorrow at midnight. Alarm set tomorrow at 6 AM."),
        (
            "wake me at seven on weekdays and nine on weekends",
            "Alarm set every weekday at 7 AM. Alarm set every weekend at 9 AM.",
        ),
        ("set an alarm for eight and for yesterday at noon", "That time has already passed."),
        ("snooze", "No alarm has rung just now."),
        ("cancel the alarm", "No alarm is set."),
        ("when is my alarm", "No alarm is set."),
    ],
)
def test_an_alarm_is_set_as_it_was_meant(text: str, reply: str) -> None:
    assert talk(text) == [reply]


def test_the_time_is_asked_for_and_its_bare_answer_completes_the_wish() -> None:
    assert talk("set an alarm", "seven thirty") == ["For what time?", "Alarm set today at 7:30 PM."]
    assert talk("wake me tomorrow", "at six") == ["For what time?", "Alarm set tomorrow at 6 AM."]


def test_alarms_are_listed_told_skipped_and_cancelled() -> None:
    said = talk(
        "wake me every day at seven",
        "set a gym alarm for friday at six am",
        "what alarms do i have",
        "when is my next alarm",
        "skip the next alarm",
        "cancel the alarm",
        "gym",
        "cancel the seven o'clock alarm",
        "list my alarms",
    )
    assert said[2] == "2 alarms are set. One every day at 7 AM. The gym alarm on Friday at 6 AM."
    assert said[3] == "Your next alarm is tomorrow at 7 AM."
    assert said[4] == "Skipped. It rings again on Friday at 7 AM."
    assert said[5:] == [
        "Which one: the gym alarm or the one every day at 7 AM?",
        "The gym alarm is cancelled.",
        "The alarm every day at 7 AM is cancelled.",
        "No alarm is set.",
    ]


def test_a_correction_changes_the_latest_and_keeps_its_days() -> None:
    said = talk("wake me every weekday at seven", "no, make it half past six", "actually tomorrow at eight")
    assert said[1:] == ["Alarm set every weekday at 6:30 AM.", "Alarm set tomorrow at 8 AM."]


def test_what_was_done_is_undone_by_its_sentence() -> None:
    async def live() -> None:
        skill, home = home_at(Alarms, 2026, 3, 4, 10)
        for text in ("wake me every weekday at seven", "set an alarm for noon on march tenth", "set a tea alarm for 5 pm"):
            home.time += 1
            rows = dict(await home.storage.rows())
            made = await say(ROUTER, skill, home, text)
            gone = await undo(ROUTER, skill, home, made)
            assert await home.storage.rows() == rows
            await undo(ROUTER, skill, home, gone)
            assert len(await home.storage.rows()) == len(rows) + 1

    anyio.run(live)


def test_all_that_were_cancelled_at_once_come_back_and_so_does_a_ring_that_was_skipped() -> None:
    async def live() -> None:
        skill, home = home_at(Alarms, 2026, 3, 4, 10)
        for text in (
            "wake me every weekday at seven",
            "set an alarm for noon on march tenth",
            "cancel the noon alarm",
            "set a tea alarm for 5 pm",
        ):
            await say(ROUTER, skill, home, text)
        for text in ("cancel all alarms", "skip the next tea alarm", "skip the next alarm"):
            rows = await home.storage.rows()
            gone = await say(ROUTER, skill, home, text)
            assert await home.storage.rows() != rows
            await undo(ROUTER, skill, home, gone)
            assert len(await home.storage.rows()) == len(rows)
        assert (await say(ROUTER, skill, home, "what alarms do i have")).text.startswith("2 alarms are set.")

    anyio.run(live)


def test_what_is_asked_of_a_time_without_an_alarm_is_told_with_those_that_there_are() -> None:
    said = talk("set an alarm for midnight", "is there an alarm at midnight", "is there an alarm at six", "do i have an alarm on monday")
    assert said[1].startswith("One alarm is set.")
    assert all(reply.startswith("There is no such alarm.") and "midnight" in reply for reply in said[2:])


def test_what_comes_again_is_an_alarm_of_each_of_its_days() -> None:
    said = talk(
        "wake me every weekday at seven",
        "do i have an alarm on friday",
        "is there an alarm on friday at eight",
        "do i have an alarm on sunday",
    )
    assert said[1] == "One alarm is set. One every weekday at 7 AM."
    assert all(reply.startswith("There is no such alarm.") for reply in said[2:])


def test_it_rings_until_it_is_heard_then_says_what_it_was_and_a_daily_one_goes_on() -> None:
    async def live() -> None:
        skill, home = home_at(Alarms, 2026, 3, 4, 10)
        await say(ROUTER, skill, home, "set a lunch alarm every day at noon")
        await until_told(skill, home, 2)
        assert home.announced[:2] == ["This was your lunch alarm today at noon.", "This was your lunch alarm today at noon."]
        assert len(home.played) >= 6

    anyio.run(live)


@pytest.mark.parametrize("text", ["snooze for 99999999 hours", "make the alarm 99999999 hours later"])
def test_what_the_calendar_does_not_reach_is_refused_and_spoils_no_list(text: str) -> None:
    async def live() -> None:
        skill, home = home_at(Alarms, 2026, 3, 4, 10)
        await say(ROUTER, skill, home, "set an alarm for noon")
        await until_told(skill, home, 1)
        await say(ROUTER, skill, home, "set an alarm for 5 pm")
        assert (await say(ROUTER, skill, home, text)).text == "There is no such day."
        assert (await say(ROUTER, skill, home, "what alarms do i have")).text == "One alarm is set. One today at 5 PM."

    anyio.run(live)


def test_an_alarm_that_would_be_long_ago_has_passed() -> None:
    assert talk("set an alarm for noon", "make the alarm 99999999 hours earlier")[1] == "That time has already passed."


def test_snoozing_rings_again_later() -> None:
    async def live() -> None:
        skill, home = home_at(Alarms, 2026, 3, 4, 10)
        await say(ROUTER, skill, home, "set an alarm for noon")
        await until_told(skill, home, 1)
        assert (await say(ROUTER, skill, home, "five more minutes")).text == "All right, 5 minutes more."
        await until_told(skill, home, 2)
        assert home.announced[1] == "This was your alarm today at 12:05 PM."
        assert (await say(ROUTER, skill, home, "snooze")).text == "All right, 9 minutes more."

    anyio.run(live)


def test_one_that_was_missed_is_told_once_after_a_restart(tmp_path: Path) -> None:
    async def live() -> None:
        skill, home = home_at(Alarms, 2026, 3, 4, 10, path=tmp_path / "owlish.db")
        await say(ROUTER, skill, home, "set an alarm for noon")
        await say(ROUTER, skill, home, "wake me every day at seven")
        skill, home = home_at(Alarms, 2026, 3, 6, 8, path=tmp_path / "owlish.db")
        await until_told(skill, home, 1)
        assert home.announced == [
            "You had an alarm on Wednesday, March 4, at noon, while I was off. You had an alarm yesterday at 7 AM, while I was off."
        ]
        assert not home.played
        skill, home = home_at(Alarms, 2026, 3, 6, 9, path=tmp_path / "owlish.db")
        assert (await say(ROUTER, skill, home, "list my alarms")).text == "One alarm is set. One every day at 7 AM."
        assert (await say(ROUTER, skill, home, "when is my alarm")).text == "Your next alarm is tomorrow at 7 AM."

    anyio.run(live)


def test_daylight_saving_moves_no_alarm() -> None:
    said = talk("wake me every day at seven", "skip the next alarm", "when is my alarm", now=(2026, 3, 27, 10))
    assert said[2] == "Your next alarm is on Sunday at 7 AM."


def test_turning_off_what_rings_keeps_the_alarm_for_the_next_day() -> None:
    async def live() -> None:
        skill, home = home_at(Alarms, 2026, 3, 4, 10)
        await say(ROUTER, skill, home, "wake me every day at seven")
        await until_told(skill, home, 1)
        (row,) = (await home.storage.rows()).values()
        home.time = row["due"] - 86_400 + 5
        assert (await say(ROUTER, skill, home, "turn off the alarm")).text == ""
        assert (await say(ROUTER, skill, home, "when is my alarm")).text == "Your next alarm is tomorrow at 7 AM."
        home.time += 3600
        assert (await say(ROUTER, skill, home, "turn off the alarm")).text == "The alarm every day at 7 AM is cancelled."

    anyio.run(live)


def test_an_alarm_is_moved_by_a_while_and_back() -> None:
    said = talk(
        "wake me every day at seven", "set my alarm an hour earlier", "delay the alarm by twenty minutes", "do i have an alarm for friday"
    )
    assert said[1:3] == ["Alarm set every day at 6 AM.", "Alarm set every day at 6:20 AM."]
