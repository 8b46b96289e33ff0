"""Each sense is opened and closed by itself."""

from __future__ import annotations

import anyio
import pytest
from trio.testing import MockClock

from assistant.events import SenseName
from assistant.memory.database import Database
from tests.assistant import conversation
from tests.assistant.conversation import Config, Room, RoomCamera, RoomMicrophone, assemble
from tests.installed import skills

pytestmark = pytest.mark.usefixtures("default_models")


def openings(monkeypatch: pytest.MonkeyPatch, *switches: tuple[SenseName, bool]) -> list[str]:
    """Which sense was opened and closed, in order, while these switches were made a second apart."""
    seen: list[str] = []

    class Microphone(RoomMicrophone):
        def __init__(self, *room) -> None:
            super().__init__(*room)
            seen.append("microphone opened")

        async def aclose(self) -> None:
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
