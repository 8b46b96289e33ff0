"""What a skill is lent is granted or refused, and noted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import numpy as np
import pytest
from trio.testing import MockClock

from assistant.consent import Holder
from assistant.errors import PermissionDenied
from assistant.events import AudioChunk
from assistant.held import HeldHome
from assistant.memory.audit import KEPT, TOGETHER, entries
from assistant.routing.decision import Routing
from assistant.skill import Reply
from tests.assistant.house import House


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


SILENCE = AudioChunk(np.zeros(8, np.float32))


async def streamed(home: HeldHome) -> list[str]:
    return [line async for line in home.stream("http://a.org/x", json={})]


ACTS: list[tuple[str, Callable[[HeldHome], Awaitable[Any]]]] = [
    ("camera", lambda home: home.sight.answer("is there a cup")),
    ("camera", lambda home: home.sight.ground("cup")),
    ("camera", lambda home: home.sight.describe()),
    ("camera", lambda home: home.sight.read()),
    ("camera", lambda home: home.sight.frame()),
    ("speech", lambda home: home.announce(Reply("hello"))),
    ("speech", lambda home: home.play(SILENCE)),
    ("files", lambda home: home.pictures()),
    ("network:a.org", lambda home: home.fetch("https://a.org/x")),
    ("network:a.org", streamed),
]
each_act = pytest.mark.parametrize(("permission", "act"), ACTS)


@each_act
def test_what_was_not_declared_is_refused_with_skill_permission_and_remedy(house: House, permission: str, act: Any) -> None:
    house.grant("door", "owlish-door", permission)
    home = house.held()
    remedy = rf"^Skill 'door' \(owlish-door 0\.1\) reached for {permission}, which it does not declare; its author must add it to"
    with pytest.raises(PermissionDenied, match=remedy):
        anyio.run(act, home)
    assert home.wanted is None
    assert house.log() == [("door", "refused", permission, None, "ask: undeclared")]


@each_act
def test_what_nobody_has_decided_is_wanted(house: House, permission: str, act: Any) -> None:
    home = house.held(permission)
    with pytest.raises(PermissionDenied, match=rf"needs the permission {permission}, .* owlish skills grant door {permission}\.$"):
        anyio.run(act, home)
    assert home.wanted == permission
    assert house.log() == []


@each_act
def test_what_was_denied_is_refused_without_a_question(house: House, permission: str, act: Any) -> None:
    house.grant("door", "owlish-door", permission, state="denied")
    home = house.held(permission)
    with pytest.raises(PermissionDenied):
        anyio.run(act, home)
    assert home.wanted is None


@each_act
def test_what_was_granted_is_done(house: House, permission: str, act: Any) -> None:
    house.grant("door", "owlish-door", permission)
    anyio.run(act, house.held(permission))


@each_act
def test_a_grant_of_another_distribution_s_skill_of_that_name_is_none(house: House, permission: str, act: Any) -> None:
    house.grant("door", "owlish-other", permission)
    with pytest.raises(PermissionDenied):
        anyio.run(act, house.held(permission))


def test_what_comes_with_owlish_has_the_senses_from_the_start_and_nothing_else(house: House) -> None:
    for permission, act in ACTS:
        home = house.held(permission, owner="owlish")
        if permission in ("camera", "speech"):
            anyio.run(act, home)
        else:
            with pytest.raises(PermissionDenied):
                anyio.run(act, home)
            assert home.wanted == permission


@pytest.mark.parametrize(
    "act",
    [
        lambda home: home.switch("camera", True),
        lambda home: home.stop(),
        lambda home: home.report(),
        lambda home: home.voice(volume=2.0),
    ],
)
def test_the_assistant_itself_is_lent_to_no_guest(house: House, act: Any) -> None:
    anyio.run(act, house.held(owner="owlish"))
    with pytest.raises(PermissionDenied, match="lent only to skills that come with Owlish"):
        anyio.run(act, house.held())


def test_any_host_reaches_the_configured_ones_alone_once_granted(house: House) -> None:
    home = house.held("network:*")
    house.grant("door", "owlish-door", "network:localhost")
    assert anyio.run(home.fetch, "http://localhost:8080/v1") == b"http://localhost:8080/v1"
    with pytest.raises(PermissionDenied, match=r"reached for network:a\.org, which it does not declare"):
        anyio.run(home.fetch, "https://a.org")


def test_the_log_says_which_frame_which_host_and_which_picture(house: House, tmp_path: Path) -> None:
    house.grant("door", "owlish-door", "camera", "files", "network:a.org")
    home = house.held("camera", "files", "network:a.org")

    async def live() -> None:
        await home.sight.answer("is there a cup")
        await home.sight.read()
        await home.sight.frame()
        await home.fetch("https://a.org/secret?words=never")
        await home.pictures()
        (tmp_path / "cup.jpg").write_bytes(b"a picture")
        await home.note_files()

    anyio.run(live)
    assert house.log() == [
        ("door", "look", "door", 0, "ask: answer"),
        ("door", "look", "door", 1, "ask: read"),
        ("door", "frame", "door", 77, "ask: frame"),
        ("door", "network", "a.org", None, "ask"),
        ("door", "folder", str(tmp_path), None, "ask"),
        ("door", "saved", str(tmp_path / "cup.jpg"), None, "ask"),
    ]


def test_a_watch_of_a_day_is_an_entry_a_minute(house: House) -> None:
    house.grant("door", "owlish-door", "camera")
    home = house.held("camera", turn=0)

    async def watch() -> None:
        for _ in range(150):
            await home.sight.describe()
            house.home.time += 1.0

    anyio.run(watch)
    rows = entries(house.database, house.home.time)
    assert [(row["frame"], row["last_frame"], row["times"]) for row in rows] == [(0, 59, 60), (60, 119, 60), (120, 149, 30)]
    assert rows[0]["until"] - rows[0]["time"] == TOGETHER - 1


def test_the_log_forgets_after_thirty_days(house: House) -> None:
    house.grant("door", "owlish-door", "camera")
    anyio.run(house.held("camera").sight.describe)
    house.home.time += KEPT + 1
    assert entries(house.database, house.home.time) == [], "although nobody has looked since"
    anyio.run(house.held("camera").sight.describe)
    assert [row["frame"] for row in entries(house.database, house.home.time)] == [1]


def test_a_log_that_cannot_be_written_is_told_and_the_answer_is_given(house: House) -> None:
    house.grant("door", "owlish-door", "camera")
    house.database.write("DROP TABLE audit")
    assert anyio.run(house.held("camera").sight.describe).short == "cup"
    assert len(house.told) == 1 and "audit" in house.told[0]


def test_a_yes_counts_as_long_as_the_question_is_remembered_and_once(house: House) -> None:
    holder, wish = Holder("door", "owlish-door 0.1", ("camera",)), Routing("who is there", None, ())

    async def live() -> list[bool]:
        answered = []
        for asked, said in ((0.0, 59.0), (0.0, 61.0)):
            house.consent.ask(holder, "camera", wish, asked)
            assert house.consent.answered("Yes.", "en", asked) is None  # in the breath before
            answered += [house.consent.answered("Yes.", "en", said) is not None for _ in range(2)]
        return answered

    assert anyio.run(live) == [True, False, False, False]


def test_a_picture_that_is_saved_in_the_background_is_noted_when_it_is_told(house: House, tmp_path: Path) -> None:
    house.grant("door", "owlish-door", "files", "speech")
    home = house.held("files", "speech", turn=0)

    async def background() -> None:
        await home.pictures()
        (tmp_path / "cup.jpg").write_bytes(b"a picture")
        await home.announce(Reply("It is saved."))
        await home.announce(Reply("It is there."))

    anyio.run(background)
    assert [entry[1:3] for entry in house.log()] == [("folder", str(tmp_path)), ("saved", str(tmp_path / "cup.jpg"))]


# ---- from the background


def aside(house: House, *texts: str, permission: str = "speech", decided: str = "") -> tuple[list[str], list[str]]:
    """
    decided: what another process stores after the texts
    Returns what was announced while the texts were said, and how a background that wanted to speak twice fared.
    """
    fared: list[str] = []
    home = house.held(permission, turn=0)

    async def background() -> None:
        for _ in range(2):
            try:
                await home.announce(Reply("it rings"))
                fared.append("spoke")
            except PermissionDenied:
                fared.append("denied")

    async def announce(reply: Reply) -> None:
        house.consent.announced(reply, anyio.current_time())
        house.home.announced.append(reply.text)

    async def live() -> None:
        house.home.announce = announce  # type: ignore[method-assign]
        begin = anyio.current_time()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(background)
            await anyio.sleep(1)
            for text in texts:
                if question := house.consent.answered(text, "en", anyio.current_time()):
                    await house.consent.decide(question)
            if decided:
                house.grant("door", "owlish-door", permission, state=decided)
        house.waited = anyio.current_time() - begin

    anyio.run(live, backend="trio", backend_options={"clock": MockClock(autojump_threshold=0)})
    return house.home.announced, fared


QUESTION = "Door wants to speak without being asked. May it?"


def test_the_background_asks_aloud_and_goes_on_when_it_may(house: House) -> None:
    assert aside(house, "yes") == ([QUESTION, "it rings", "it rings"], ["spoke", "spoke"])


def test_the_background_hears_no(house: House) -> None:
    assert aside(house, "no") == ([QUESTION], ["denied", "denied"])


@pytest.mark.parametrize(("state", "fared"), [("granted", "spoke"), ("denied", "denied")])
def test_what_is_decided_elsewhere_reaches_the_background_that_waits(house: House, state: str, fared: str) -> None:
    """The question was passed over; then somebody typed `owlish skills grant`."""
    announced, how = aside(house, "what time is it", decided=state)
    assert how == [fared] * 2 and announced == [QUESTION, *["it rings"] * how.count("spoke")]
    assert house.waited < 5


def test_a_background_that_waits_to_ask_does_not_ask_what_was_decided_meanwhile(house: House) -> None:
    announced: list[str] = []

    async def announce(reply: Reply) -> None:
        announced.append(reply.text)

    async def live() -> None:
        async with anyio.create_task_group() as tasks:
            for owner in ("owlish-door", "other-door"):
                holder = Holder("door", f"{owner} 0.1", ("speech",))
                tasks.start_soon(house.consent.ask_aside, holder, "speech", announce)
            await anyio.sleep(1)
            house.grant("door", "owlish-door", "speech")
            house.grant("door", "other-door", "speech")

    anyio.run(live, backend="trio", backend_options={"clock": MockClock(autojump_threshold=0)})
    assert announced == [QUESTION]


def test_the_background_asks_once_and_other_words_are_no_answer(house: House) -> None:
    assert aside(house, "what time is it", "yes") == ([QUESTION], ["denied", "denied"])
