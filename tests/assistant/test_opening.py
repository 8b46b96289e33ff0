"""Each sense is opened and closed by itself."""

from __future__ import annotations

from contextlib import aclosing

import anyio
import pytest
from trio.testing import MockClock

from assistant.events import Notice, SenseChanged, SenseName
from assistant.memory.database import Database
from tests.assistant import conversation
from tests.assistant.conversation import Config, Room, RoomCamera, RoomMicrophone, assemble, pick, told
from tests.installed import skills

pytestmark = pytest.mark.usefixtures("default_models")


def openings(monkeypatch: pytest.MonkeyPatch, *switches: tuple[SenseName, bool]) -> list[str]:
    """Which sense was opened and closed, in order, while these switches were made a second apart."""
    seen: list[str] = []

    class Microphone(RoomMicrophone):
        async def chunks(self):
            seen.append("microphone opened")
            try:
                async with aclosing(super().chunks()) as chunks:
                    async for chunk in chunks:
                        yield chunk
            finally:
                seen.append("microphone closed")

    class Camera(RoomCamera):
        async def run(self) -> None:
            seen.append("camera opened")
            try:
                await super().run()
            finally:
                seen.append("camera closed")

    monkeypatch.setattr(conversation, "RoomMicrophone", Microphone)
    monkeypatch.setattr(conversation, "RoomCamera", Camera)

    async def live() -> None:
        assistant = assemble(Room(length=20), Config(), skills(), Database(None))
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(assistant.run)
            for switch in switches:
                await anyio.sleep(1)
                await assistant.switch(*switch)
            await anyio.sleep(1)
            seen.append("left")
            assistant.shut_down()

    anyio.run(live, backend="trio", backend_options={"clock": MockClock(autojump_threshold=0)})
    return sorted(seen[:2]) + seen[2 : seen.index("left")]


BOTH = ["camera opened", "microphone opened"]


@pytest.mark.parametrize(
    ("switches", "happened"),
    [
        ([("camera", False)], ["camera closed"]),
        ([("camera", False), ("camera", True)], ["camera closed", "camera opened"]),
        ([("microphone", False), ("microphone", True)], ["microphone closed", "microphone opened"]),
        ([("camera", True), ("microphone", True)], []),
    ],
)
def test_a_sense_that_is_switched_leaves_the_other_as_it_is(
    monkeypatch: pytest.MonkeyPatch, switches: list[tuple[SenseName, bool]], happened: list[str]
) -> None:
    assert openings(monkeypatch, *switches) == [*BOTH, *happened]


def test_a_microphone_that_is_not_there_stays_off_and_says_why() -> None:
    events = told(Room(deaf=True, picture=None), lambda assistant: assistant.switch("microphone", True))
    (changed,) = pick(events, SenseChanged)
    assert changed.privacy == "off" and changed.detail.startswith("There is no microphone")


def test_a_key_to_talk_that_nobody_hears_says_why() -> None:
    talk = [lambda assistant: assistant.push_to_talk(True), lambda assistant: assistant.push_to_talk(False)]
    (deaf,) = pick(told(Room(deaf=True, picture=None), *talk), Notice)
    assert deaf.sentence.startswith("There is no microphone")
    (closed,) = pick(told(Room(length=20, picture=None), lambda assistant: assistant.switch("microphone", False), *talk), Notice)
    assert closed.sentence.startswith("The microphone is off")
    assert not pick(told(Room(length=20, picture=None), *talk), Notice)
