"""Timers: several, named, paused, kept over a restart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import anyio
import pytest

from assistant.memory.database import Database
from assistant.skill import Turn
from skills.timer import Timers
from tests.installed import router
from tests.skills.home import NOON, SmallHome, home_at, say, undo, until_told
from tests.skills.talk import Talk as Conversation

ROUTER = router()
Talk = Callable[[str], Awaitable[str]]


def talk(*texts: str, home: SmallHome | None = None, after: float = 0.0) -> list[str]:
    """What is said to each text; `after` seconds pass between two."""

    async def live() -> list[str]:
        skill = Timers()
        place = home or SmallHome(skill)
        said = []
        for text in texts:
            said.append((await say(ROUTER, skill, place, text)).text)
            place.time += after
        return said

    return anyio.run(live)


def test_a_timer_is_set_and_its_remaining_time_told() -> None:
    assert talk("set a timer for five minutes", "how much time is left", after=60) == [
        "Timer set for 5 minutes.",
        "Your timer for 5 minutes has 4 minutes left.",
    ]


def test_several_named_timers_are_told_apart() -> None:
    said = talk(
        "set a tea timer for three minutes",
        "set a pasta timer for 11 minutes",
        "how much time is left on the pasta timer",
        "cancel the tea timer",
        "list my timers",
        after=10,
    )
    assert said[2] == "Your pasta timer has 10 minutes and 50 seconds left."
    assert said[3] == "The tea timer is cancelled."
    assert said[4].startswith("One timer is set. Your pasta timer has")


def test_which_one_is_asked_when_it_is_not_clear() -> None:
    said = talk("set a tea timer for three minutes", "set a timer for an hour", "cancel the timer", "cancel the one hour timer")
    assert said[2] == "Which one: the tea timer or the one for 1 hour?"
    assert said[3] == "The timer for 1 hour is cancelled."
    said = talk("set a tea timer for a minute", "set an egg timer for two minutes", "set a timer for an hour", "pause the timer")
    assert said[3] == "Which one: the tea timer, the egg timer or the one for 1 hour?"


def test_a_paused_timer_keeps_its_time() -> None:
    said = talk(
        "set a tea timer for three minutes",
        "pause the tea timer",
        "check the tea timer",
        "resume the tea timer",
        "check the tea timer",
        after=30,
    )
    assert said[1] == "The tea timer is paused with 2 minutes and 30 seconds left."
    assert said[2] == "Your tea timer is paused with 2 minutes and 30 seconds left."
    assert said[3] == "The tea timer goes on with 2 minutes and 30 seconds left."
    assert said[4] == "Your tea timer has 2 minutes left."


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("and another one for the rice twelve minutes", "rice"),
        ("another timer for the rice twelve minutes", "rice"),
        ("one more for my rice please twelve minutes", "rice"),
        ("start a third timer for the laundry for one hour", "laundry"),
        ("and an egg timer for six minutes", "egg"),
        ("said an egg timer for six minutes", "egg"),
        ("sat a timer for ten minutes", ""),
        ("tad a timer for ten minutes", ""),
        ("set a timer for the next ten minutes", ""),
    ],
)
def test_a_timer_is_called_what_it_is_for_and_nothing_else(text: str, name: str) -> None:
    talked = Conversation()
    talked("set a timer for pasta for ten minutes")
    assert talked(text)[0].startswith(f"Your {name} timer is set" if name else "Timer set")


def test_time_is_added() -> None:
    assert talk("set a timer for five minutes", "add two minutes to the timer")[1] == "Your timer for 7 minutes has 7 minutes left."


def test_all_are_cancelled_at_once() -> None:
    assert talk("set a timer for a minute", "set a timer for an hour", "cancel all timers", "list my timers")[2:] == [
        "Both timers are cancelled.",
        "No timer is set.",
    ]


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("set a timer", "For how long? Say, for example, set a timer for five minutes."),
        ("cancel the timer", "No timer is set."),
        ("set a timer for 400 days", "A timer can run from one second to seven days."),
        ("set a timer for 0 seconds", "A timer can run from one second to seven days."),
        ("set a timer for half a second", "A timer can run from one second to seven days."),
    ],
)
def test_what_cannot_be_done_is_said(text: str, reply: str) -> None:
    assert talk(text) == [reply]


def test_an_unknown_name_is_said_with_those_there_are() -> None:
    assert talk("set a tea timer for a minute", "cancel the egg timer")[1] == "There is no egg timer. There is the tea timer."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("set two timers one for ten minutes and one for twenty", "Timer set for 10 minutes. Timer set for 20 minutes."),
        (
            "set a timer for a minute and a half and one for three quarters of an hour",
            "Timer set for 1 minute and 30 seconds. Timer set for 45 minutes.",
        ),
        (
            "set a timer for five and a half minutes and another for ten minutes",
            "Timer set for 5 minutes and 30 seconds. Timer set for 10 minutes.",
        ),
        ("start timers for three, eight and twenty minutes", "Timer set for 3 minutes. Timer set for 8 minutes. Timer set for 20 minutes."),
        ("set a timer for five minutes and ten seconds", "Timer set for 5 minutes and 10 seconds."),
        ("set a timer for minus five minutes", "A timer can run from one second to seven days."),
        ("set a timer for -5 minutes", "A timer can run from one second to seven days."),
        ("set a timer for five", "Timer set for 5 minutes."),
        ("set a timer for twenty", "Timer set for 20 minutes."),
        ("set a rice timer for 45", "Your rice timer is set for 45 minutes."),
        ("set a timer for fife minutes", "Timer set for 5 minutes."),
    ],
)
def test_several_are_set_at_once_and_none_of_less_than_nothing(text: str, said: str) -> None:
    assert talk(text) == [said]


def test_several_set_at_once_are_taken_back_together() -> None:
    assert talk(
        "set a timer for an hour", "set two timers one for ten minutes and one for twenty", "cancel the latest 2 timers", "list my timers"
    )[2:] == [
        "The timer for 10 minutes is cancelled. The timer for 20 minutes is cancelled.",
        "One timer is set. Your timer for 1 hour has 1 hour left.",
    ]


def test_a_timer_runs_until_a_time_of_the_clock() -> None:
    async def live() -> str:
        skill, home = home_at(Timers, 2026, 3, 4, 15, 10)
        return (await say(ROUTER, skill, home, "set a timer for half past four")).text

    assert anyio.run(live) == "Timer set for 1 hour and 20 minutes. It rings at 4:30 PM."


def test_it_rings_when_it_is_due_and_is_gone() -> None:
    async def live() -> None:
        skill = Timers()
        home = SmallHome(skill)
        await say(ROUTER, skill, home, "set a tea timer for three minutes")
        await until_told(skill, home, 1)
        assert home.announced == ["Your tea timer is over."]
        assert not await home.storage.rows()

    anyio.run(live)


def test_a_timer_set_while_another_is_waited_for_rings_first() -> None:
    async def live() -> None:
        skill = Timers()
        home = SmallHome(skill)
        await say(ROUTER, skill, home, "set a tea timer for three minutes")
        await say(ROUTER, skill, home, "set an egg timer for one minute")
        await until_told(skill, home, 2)
        assert home.announced == ["Your egg timer is over.", "Your tea timer is over."]

    anyio.run(live)


def test_timers_survive_a_restart_and_those_that_ended_meanwhile_are_told(tmp_path: Path) -> None:
    async def live() -> None:
        before = SmallHome(Timers(), database=Database(tmp_path / "owlish.db"))
        await say(ROUTER, before_skill := Timers(), before, "set a tea timer for three minutes")
        await say(ROUTER, before_skill, before, "set a bread timer for two hours")
        skill = Timers()
        after = SmallHome(skill, database=Database(tmp_path / "owlish.db"))
        after.time = before.time + 600
        await until_told(skill, after, 1)
        assert after.announced == ["Your tea timer ended 7 minutes ago, while I was off."]

    anyio.run(live)


def test_what_is_said_of_timers_that_were_not_meant_is_true() -> None:
    said = talk("set a timer for ten minutes", "cancel the five minute timer", "resume the timer", "pause the timer", "pause the timer")
    assert said[1] == "There is no timer for 5 minutes. There is the one for 10 minutes."
    assert said[2] == "Your timer for 10 minutes has 10 minutes left."
    assert said[4] == "Your timer for 10 minutes is paused with 10 minutes left."


def test_a_question_back_is_completed_by_its_bare_answer() -> None:
    texts = ["set a pasta timer", "eleven minutes", "set an egg timer for six minutes", "cancel the timer", "egg", "list my timers"]

    async def live() -> list[str]:
        skill = Timers()
        home = SmallHome(skill)
        said = []
        asked = ""
        for text in texts:
            routing = ROUTER.route(text, context={"asked": asked})
            assert routing.chosen is not None
            reply = await skill.handle(Turn(routing.text, routing.chosen.intent, routing.chosen.slots, home))
            asked = reply.follow_up
            said.append(reply.text)
        return said

    assert anyio.run(live)[1::2] == [
        "Your pasta timer is set for 11 minutes.",
        "Which one: the egg timer or the pasta timer?",
        "One timer is set. Your pasta timer has 11 minutes left.",
    ]


def test_time_is_taken_away_and_never_more_than_is_left() -> None:
    assert talk("set a timer for five minutes", "take two minutes off the timer", "subtract an hour from the timer")[1:] == [
        "Your timer for 3 minutes has 3 minutes left.",
        "That is more than is left. Your timer for 3 minutes has 3 minutes left.",
    ]


def test_a_correction_changes_the_latest_timer() -> None:
    said = talk(
        "set a tea timer for five minutes", "set a timer for an hour", "no, ten minutes", "change the tea timer to four minutes", after=5
    )
    assert said[2:] == ["The timer now runs for 10 minutes.", "The tea timer now runs for 4 minutes."]


def test_a_timer_starts_over_and_gets_another_name() -> None:
    said = talk(
        "set a tea timer for five minutes", "restart the timer", "rename the tea timer to coffee", "check the coffee timer", after=30
    )
    assert said[1:] == [
        "The tea timer starts again with 5 minutes.",
        "It is now your coffee timer.",
        "Your coffee timer has 4 minutes left.",
    ]


@pytest.mark.parametrize(
    "texts",
    [
        ("set a timer for five minutes",),
        ("set a tea timer for five minutes", "cancel the tea timer"),
        ("set a tea timer for five minutes", "add two minutes to the timer"),
        ("set a timer for five minutes", "take a minute off the timer"),
        ("set a timer for five minutes", "make it ten minutes"),
        ("set a tea timer for five minutes", "pause the tea timer"),
        ("set a tea timer for five minutes", "rename the timer to soup"),
        ("set a tea timer for five minutes", "set a timer for an hour", "cancel all timers"),
        ("set a tea timer for five minutes", "set a timer for an hour", "cancel the latest 2 timers"),
    ],
)
def test_what_was_done_is_undone_by_its_sentence(texts: tuple[str, ...]) -> None:
    async def live() -> None:
        skill = Timers()
        home = SmallHome(skill)
        rows = []
        for text in texts:
            rows.append([{**row, "made": 0} for row in (await home.storage.rows()).values()])
            reply = await say(ROUTER, skill, home, text)
        await undo(ROUTER, skill, home, reply)
        assert [{**row, "made": 0} for row in (await home.storage.rows()).values()] == rows[-1]

    anyio.run(live)


def test_it_rings_until_somebody_speaks_and_a_minute_at_most() -> None:
    async def live(patience: int) -> int:
        skill = Timers()
        home = SmallHome(skill)
        home.patience = patience
        await say(ROUTER, skill, home, "set a tea timer for three minutes")
        await until_told(skill, home, 1)
        return len(home.played)

    assert anyio.run(live, 2) == 2 and anyio.run(live, 1000) == 30


def test_those_that_end_together_ring_once() -> None:
    async def live() -> None:
        skill = Timers()
        home = SmallHome(skill)
        await say(ROUTER, skill, home, "set a tea timer for three minutes")
        await say(ROUTER, skill, home, "set an egg timer for three minutes")
        await until_told(skill, home, 1)
        assert len(home.played) == home.patience
        assert {"egg", "tea"} <= set(home.announced[0].split()) and len(home.announced) == 1
        assert not await home.storage.rows()

    anyio.run(live)


def test_stopping_what_rings_cancels_no_other_timer() -> None:
    async def live() -> None:
        skill = Timers()
        home = SmallHome(skill)
        await say(ROUTER, skill, home, "set a tea timer for three minutes")
        await say(ROUTER, skill, home, "set a bread timer for two hours")
        await until_told(skill, home, 1)
        home.time = min(home.time, NOON + 185)
        assert (await say(ROUTER, skill, home, "stop the timer")).text == ""
        assert [row["name"] for row in (await home.storage.rows()).values()] == ["bread"]

    anyio.run(live)


def test_what_was_added_to_a_timer_is_not_its_length() -> None:
    assert (
        Conversation()("set a timer for five minutes", "add two minutes to it", "pause it")[-1]
        == "The timer is paused with 7 minutes left."
    )
