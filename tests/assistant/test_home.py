"""What the assistant lends: looks in the background at their own pace, a folder for pictures, and watching with the real eyes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import anyio
import numpy as np
import pytest
from trio.testing import MockClock

from assistant.bus import Bus
from assistant.config import Camera as CameraConfig
from assistant.config import Config
from assistant.errors import CameraError, StoreError
from assistant.events import Event, Frame, Looked, SenseChanged
from assistant.home import BackgroundSight, Eyes, TurnHome, TurnSight
from assistant.memory.database import Database
from assistant.memory.storage import SkillStorage
from assistant.paths import pictures_dir
from assistant.perception.moments import Moments
from assistant.perception.scene import SceneBuilder
from assistant.perception.text import TextReader
from assistant.permissions import OWNER
from assistant.phrases import Phrases
from assistant.session.player import PlayedWorker
from assistant.skill import Reply, Turn
from assistant.understanding.fusion import open_vlm
from assistant.worker import Worker
from models.calibration import photos
from skills.watch import Watcher
from tests.inline import InlineWorker
from tests.skills.home import doors

EMPTY, PERSON = photos()[6], photos()[15]


class Stage:
    """A camera before which the picture changes at given times."""

    name = "stage"

    def __init__(self, *acts: tuple[float, np.ndarray]) -> None:
        self._acts = acts

    def adopt(self, config: CameraConfig) -> None:
        """Its acts come when they come."""

    def newest(self) -> Frame | None:
        return self.at(anyio.current_time())

    def at(self, time: float) -> Frame | None:
        shown = [pixels for begin, pixels in self._acts if begin <= time]
        return Frame(shown[-1], time, source=self.name) if shown else None

    def between(self, start: float, end: float) -> Sequence[Frame]:
        return [frame for frame in (self.at(end),) if frame]


@pytest.fixture(scope="module")
def networks(store, prepared):
    for name in ("ssd-mobilenet-v2-coco", "efficientnet-lite0", "efficientnet-lite3", "ppocr-v6-small"):
        prepared(name)
    phrases = Phrases("assistant", "vision")
    return SceneBuilder(Config().vision, store), open_vlm(Config().vision, phrases), TextReader(Config().vision, store, phrases)


def live(networks, stage: Stage, act: Callable[[Eyes], Awaitable[None]], worker: Worker | None = None) -> list[Event]:
    """Everything that happened while `act` was awaited, in virtual time that begins at 0."""
    builder, vlm, reader = networks
    happened: list[Event] = []

    async def run() -> None:
        bus = Bus()
        eyes = Eyes(Config().camera, stage, builder, vlm, worker or InlineWorker("vision"), bus, Phrases("assistant", "assistant"), reader)  # type: ignore[arg-type]
        with bus.watched_by(happened.append):
            await act(eyes)

    clock = MockClock(autojump_threshold=0)
    anyio.run(run, backend="trio", backend_options={"clock": clock})
    return happened


def sight(eyes: Eyes, **values: float) -> BackgroundSight:
    return BackgroundSight(eyes, Moments(0, 0, 0), 0, eyes._bus, **values)


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


def home(eyes: Eyes, skill: Watcher, announced: list[str], folder: Path = Path("unused")) -> TurnHome:
    async def announce(reply: Reply) -> None:
        announced.append(reply.text)

    lent = doors(announce=announce, skills=lambda: (skill,), photos=folder)
    begin = anyio.current_time()
    storage = SkillStorage(Database(None), skill.name, OWNER, InlineWorker("memory"))
    return TurnHome(sight(eyes), storage, lent, lambda: 1.7e9 + anyio.current_time() - begin)


def test_somebody_who_comes_in_is_told_of_from_real_pictures(networks) -> None:
    announced: list[str] = []

    async def act(eyes: Eyes) -> None:
        skill = Watcher()
        place = home(eyes, skill, announced)
        slots = {"thing": "someone", "when": "when", "arrives": "comes in"}
        said = await skill.handle(Turn("when someone comes in", "appears", slots, place))
        assert said.text == "I will tell you when someone comes in."
        with anyio.move_on_after(30):
            await skill.background(place)

    stage = Stage(*((begin, pixels) for begin, pixels in ((0, EMPTY), (5, PERSON), (6, EMPTY), (15, PERSON))))
    live(networks, stage, act)
    assert announced == ["I see someone now."]


def test_pictures_go_where_the_configuration_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_PICTURES_DIR", str(tmp_path / "Pictures"))
    assert pictures_dir() == tmp_path / "Pictures" / "owlish"
    assert pictures_dir("~/mine") == Path.home() / "mine"


def test_the_folder_of_pictures_is_made_when_it_is_wanted_and_one_that_cannot_be_is_one_sentence(networks, tmp_path: Path) -> None:
    async def act(eyes: Eyes) -> None:
        assert (await home(eyes, Watcher(), [], tmp_path / "deep" / "owlish").pictures()).is_dir()
        (tmp_path / "file").touch()
        sentence = r"Pictures cannot be kept in .*file/owlish \(Not a directory\); choose another folder as photos.folder"
        with pytest.raises(StoreError, match=sentence):
            await home(eyes, Watcher(), [], tmp_path / "file" / "owlish").pictures()

    live(networks, Stage((0, EMPTY)), act)
