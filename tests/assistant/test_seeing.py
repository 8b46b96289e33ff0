"""The eyes: looks in the background at their own pace, a camera that opens, closes or is dead, and what a turn has looked at."""

from __future__ import annotations

import anyio
import pytest

from assistant.config import Config
from assistant.errors import CameraError
from assistant.events import Frame, Looked, SenseChanged
from assistant.perception.moments import Moments
from assistant.seeing import Eyes, TurnSight
from assistant.session.player import PlayedWorker
from tests.assistant.stage import EMPTY, PERSON, Stage, live, sight


def test_in_the_background_a_question_that_comes_again_waits_for_the_next_look(networks) -> None:
    times: list[float] = []

    async def act(eyes: Eyes) -> None:
        background, begin = sight(eyes, every=3.0), anyio.current_time()
        for question in ("is there a dog", "is there a cat", "is there a dog", "is there a cat", "is there a dog"):
            await background.answer(question)
            times.append(round(anyio.current_time() - begin, 3))
        await anyio.sleep(60)
        await background.answer("is there a bird")
        times.append(round(anyio.current_time() - begin, 3))
        assert not background.looks

    happened = live(networks, Stage((0, EMPTY)), act)
    assert times == [0, 0, 3, 3, 6, 66]
    looked = [event for event in happened if isinstance(event, Looked)]
    assert len({id(event.scene) for event in looked}) == 4 and all(event.age < 3 for event in looked)
    states = [event.privacy for event in happened if isinstance(event, SenseChanged)]
    assert states == ["active", "armed"] * 4


def test_the_camera_is_shown_as_active_until_the_last_of_two_looks_is_over(networks) -> None:
    async def act(eyes: Eyes) -> None:
        begin = anyio.current_time()

        async def look(after: float) -> None:
            await anyio.sleep(after)
            await eyes.look(Moments(begin, begin, begin), lambda frame: frame)
            looked.append(anyio.current_time() - begin)

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(look, 0.0)
            tasks.start_soon(look, 0.1)

    looked: list[float] = []
    happened = live(networks, Stage((0, EMPTY)), act, PlayedWorker("vision", {0: 1.0, 1: 2.0}))
    states = [(event.privacy, event.time - happened[0].time) for event in happened if isinstance(event, SenseChanged)]
    assert looked == pytest.approx([1, 3]) and states == [("active", 0), ("armed", pytest.approx(3))]


def test_a_camera_that_has_just_been_opened_is_waited_for_and_a_dead_one_no_longer_than_that(networks) -> None:
    async def look(eyes: Eyes) -> None:
        try:
            seen.append(await eyes.look(Moments(0, 0, 0), lambda frame: frame))
        except CameraError as error:
            seen.append(str(error))
        seen.append(anyio.current_time())

    seen: list[object] = []
    live(networks, Stage((0.7, PERSON)), look)
    live(networks, Stage(), look)
    first, then, dead, at_last = seen
    assert isinstance(first, Frame) and 0.7 <= then < 0.8
    assert str(dead).startswith("The camera sends no pictures") and at_last == pytest.approx(Config().camera.stale_after)


def test_eyes_that_are_closed_during_a_look_stay_closed(networks) -> None:
    async def act(eyes: Eyes) -> None:
        async with anyio.create_task_group() as tasks:
            now = anyio.current_time()
            tasks.start_soon(eyes.look, Moments(now, now, now), lambda frame: frame)
            await anyio.sleep(0.5)
            eyes.turn(False)

    happened = live(networks, Stage((0, EMPTY)), act, PlayedWorker("vision", {0: 1.0}))
    assert [event.privacy for event in happened if isinstance(event, SenseChanged)] == ["active", "off"]


def test_closed_eyes_in_the_background_are_asked_no_more_often_either(networks) -> None:
    async def act(eyes: Eyes) -> None:
        eyes.turn(False)
        background, begin = sight(eyes, every=2.0), anyio.current_time()
        for _ in range(3):
            with pytest.raises(CameraError, match="My eyes are closed"):
                await background.answer("is there a dog")
        assert round(anyio.current_time() - begin, 3) == 4

    live(networks, Stage((0, EMPTY)), act)


def test_reading_and_taking_the_frame_are_noted_as_looks(networks) -> None:
    async def act(eyes: Eyes) -> None:
        turn = TurnSight(eyes, Moments(0, 0, 0), 7, eyes._bus)
        assert (await turn.read()).spoken == "I see no text that I can read."
        assert (await turn.frame()).pixels is EMPTY
        assert [look.turn for look in turn.looks] == [7, 7] and turn.looks[1].scene.frame.pixels is EMPTY

    live(networks, Stage((0, EMPTY)), act)
