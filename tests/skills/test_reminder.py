"""Reminders: what to say and when, asked back for, told, done, put off, kept."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

import anyio
import pytest

from skills.reminder import Reminders
from tests.installed import router
from tests.skills.home import converse, home_at, say, undo, until_told

ROUTER = router()
pytestmark = pytest.mark.usefixtures("berlin")
talk = partial(converse, ROUTER, Reminders)


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("remind me to call mom tomorrow at seven", "I will remind you tomorrow at 7 AM: call mom."),
        ("remind me in an hour to turn off the oven", "I will remind you today at 11 AM: turn off the oven."),
        ("on friday remind me to call my sister at five", "I will remind you on Friday at 5 PM: call your sister."),
        ("remind me to take my pills every day at eight", "I will remind you every day at 8 AM: take your pills."),
        ("remind me tomorrow to water the plants", "I will remind you tomorrow at 9 AM: water the plants."),
        ("remind me to pay the rent on the first of every month", "I will remind you on the 1st of every month at 9 AM: pay the rent."),
        ("remind me to water the plants every 3 days", "I will remind you every 3 days at 9 AM: water the plants."),
        ("remind me to stretch every two hours", "I will remind you every 2 hours: stretch."),
        ("don't let me forget the cake at half past three", "I will remind you today at 3:30 PM: the cake."),
        ("oh and remind me to take the cake out at eight", "I will remind you today at 8 PM: take the cake out."),
        ("and also remind me to pay the rent tomorrow", "I will remind you tomorrow at 9 AM: pay the rent."),
        ("by the way remind me to feed the cat at eight", "I will remind you today at 8 PM: feed the cat."),
        ("don't forget to remind me to lock the door at ten", "I will remind you today at 10 PM: lock the door."),
        ("remind john to do the dishes at six", "I will remind you today at 6 PM: john to do the dishes."),
        ("remind my wife about the dentist at six", "I will remind you today at 6 PM: your wife about the dentist."),
        ("remind me to leave at 8 this morning", "That time has already passed."),
        ("what are my reminders", "There is no reminder."),
        ("mark it as done", "I have not reminded you of anything that is still open."),
        ("delete the reminder", "There is no reminder."),
    ],
)
def test_a_reminder_is_kept_as_it_was_meant(text: str, reply: str) -> None:
    assert talk(text) == [reply]


def test_a_day_that_is_none_is_no_time_that_has_passed() -> None:
    said = talk("remind me to call mom at six", "snooze the reminder for 99999999 hours", "move the reminder to february thirtieth")
    assert said[1:] == ["There is no such day."] * 2


def test_what_is_missing_is_asked_for() -> None:
    assert talk("remind me to call mom", "tomorrow at seven") == [
        "When shall I remind you?",
        "I will remind you tomorrow at 7 AM: call mom.",
    ]
    assert talk("remind me to call mom", "seven")[1] == "I will remind you today at 7 PM: call mom."
    assert talk("remind me tomorrow at noon", "feed the cat") == [
        "What shall I remind you of?",
        "I will remind you tomorrow at noon: feed the cat.",
    ]
    assert talk("set a reminder", "water the plants", "in two hours")[1:] == [
        "When shall I remind you?",
        "I will remind you today at noon: water the plants.",
    ]


def test_reminders_are_listed_named_moved_and_deleted() -> None:
    said = talk(
        "remind me to call mom tomorrow at seven",
        "remind me to water the plants on friday",
        "what are my reminders",
        "when will you remind me to call mom",
        "move the plants reminder to saturday at noon",
        "delete the reminder",
        "call mom",
        "delete all reminders",
        "what are my reminders",
    )
    assert said[2:] == [
        "There are 2 reminders. Tomorrow at 7 AM: call mom. On Friday at 9 AM: water the plants.",
        "The next reminder is tomorrow at 7 AM: call mom.",
        "I will remind you on Saturday at noon: water the plants.",
        "Which one: call mom, or water the plants?",
        "The reminder is deleted: call mom.",
        "The reminder is deleted.",
        "There is no reminder.",
    ]


def test_it_is_told_once_with_a_chime_then_put_off_and_done() -> None:
    async def live() -> None:
        skill, home = home_at(Reminders, 2026, 3, 4, 10)
        await say(ROUTER, skill, home, "remind me in an hour to turn off the oven")
        await until_told(skill, home, 1)
        assert home.announced == ["Reminder: turn off the oven."] and len(home.played) == 1
        assert (await say(ROUTER, skill, home, "remind me again in ten minutes")).text.startswith("I will remind you today at 11:10 AM")
        await until_told(skill, home, 2)
        assert (await say(ROUTER, skill, home, "done")).text == "Done: turn off the oven."
        assert not await home.storage.rows()

    anyio.run(live)


def test_a_repeating_one_goes_on_and_one_that_was_missed_is_told_once(tmp_path: Path) -> None:
    async def live() -> None:
        skill, home = home_at(Reminders, 2026, 3, 4, 10, path=tmp_path / "owlish.db")
        await say(ROUTER, skill, home, "remind me to take my pills every day at eight")
        skill, home = home_at(Reminders, 2026, 3, 7, 10, path=tmp_path / "owlish.db")
        await until_told(skill, home, 1)
        assert home.announced[0] == "You wanted to be reminded every day at 8 AM, while I was off: take your pills."
        assert [row["due"] for row in (await home.storage.rows()).values()] == [datetime(2026, 3, 8, 8).timestamp()]

    anyio.run(live)


def test_a_repeating_one_that_was_told_is_what_is_put_off_or_done() -> None:
    async def live() -> None:
        skill, home = home_at(Reminders, 2026, 3, 4, 7)
        await say(ROUTER, skill, home, "remind me to renew my passport on june first")
        await say(ROUTER, skill, home, "remind me to take my pills every day at eight")
        await until_told(skill, home, 1)
        home.time = datetime(2026, 3, 4, 8, 1).timestamp()
        assert "take your pills" in (await say(ROUTER, skill, home, "remind me again in ten minutes")).text
        assert (await say(ROUTER, skill, home, "mark the pills reminder as done")).text == "Done: take your pills."
        due = sorted(row["due"] for row in (await home.storage.rows()).values())
        assert due == [datetime(*day).timestamp() for day in ((2026, 3, 4, 8, 11), (2026, 3, 5, 8), (2026, 6, 1, 9))]

    anyio.run(live)


def test_what_was_moved_or_deleted_with_all_others_comes_back() -> None:
    async def live() -> None:
        skill, home = home_at(Reminders, 2026, 3, 4, 10)
        for text in ("remind me to call mom tomorrow at seven", "remind me to water the plants on friday"):
            await say(ROUTER, skill, home, text)
        rows = await home.storage.rows()
        for text in ("move the plants reminder to saturday at noon", "delete all reminders", "mark the plants reminder as done"):
            done = await say(ROUTER, skill, home, text)
            assert await home.storage.rows() != rows
            await undo(ROUTER, skill, home, done)
            assert await home.storage.rows() == rows

    anyio.run(live)


def test_what_was_told_is_forgotten_after_a_day() -> None:
    async def live() -> None:
        skill, home = home_at(Reminders, 2026, 3, 4, 10)
        await say(ROUTER, skill, home, "remind me in an hour to turn off the oven")
        await until_told(skill, home, 1)
        home.time += 2 * 86_400
        await say(ROUTER, skill, home, "what are my reminders")
        assert not await home.storage.rows()

    anyio.run(live)


def test_what_was_done_is_undone_by_its_sentence() -> None:
    async def live() -> None:
        skill, home = home_at(Reminders, 2026, 3, 4, 10)
        made = await say(ROUTER, skill, home, "remind me to call my mom on march tenth at 5 pm")
        rows = [{**row, "made": 0, "when": 0} for row in (await home.storage.rows()).values()]
        gone = await undo(ROUTER, skill, home, made)
        assert not await home.storage.rows()
        await undo(ROUTER, skill, home, gone)
        assert [{**row, "made": 0, "when": 0} for row in (await home.storage.rows()).values()] == rows

    anyio.run(live)
