"""The real UI before a scripted assistant; its screen as rows of text, compared with files in snapshots/.

OWLISH_SNAPSHOTS=write pytest tests/assistant/tui   writes the files anew: look at the difference before it is committed.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import anyio
import numpy as np
import pytest
from textual.pilot import Pilot

from assistant.config import Config
from assistant.events import Event, Frame, Replied, Routed, SenseName, TurnEnded, TurnStarted
from assistant.tui.app import OwlishApp
from assistant.tui.preview.pixels import Graphics
from assistant.tui.recording import Replay

NOON = 1_700_000_000.0
SNAPSHOTS = Path(__file__).parent / "snapshots"
Act = Callable[[Pilot], Awaitable[object]]


class Scripted(Replay):
    """Plays a script, answers typed questions with what they were, and remembers what it was asked to do."""

    examples = {  # noqa: RUF012 - as the contract has it
        "clock": ("what time is it", "what's the date"),
        "fallback": (),
        "timer": ("set a timer for five minutes", "what timers are running", "cancel all timers"),
    }

    def __init__(self, script: Sequence[Event] = (), config: Config | None = None, fails: BaseException | None = None) -> None:
        super().__init__(script, config, paced=False)
        self.asked: list[tuple[object, ...]] = []
        self.fails = fails

    async def run(self) -> None:
        if self.fails:
            await self._play()
            raise self.fails
        await super().run()
        self.asked.append(("closed",))

    async def hear_text(self, text: str) -> None:
        if not text.isascii():
            raise self.fails or ValueError(text)
        self.asked.append(("hear_text", text))
        for event in (TurnStarted(0.0, 7, "text"), Routed(0.0, 7, text, "echo", "say", {}, 1.0, ()), Replied(0.0, 7, text.upper())):
            self.bus.send(event)
        self.bus.send(TurnEnded(0.0, 7, {"route": 0.01}))

    async def stop(self) -> None:
        self.asked.append(("stop",))

    async def switch(self, sense: SenseName, on: bool) -> None:
        self.asked.append(("switch", sense, on))
        await super().switch(sense, on)

    async def change(self, key: str, value: object) -> None:
        self.asked.append(("change", key, value))

    def push_to_talk(self, down: bool) -> None:
        self.asked.append(("push_to_talk", down))


class Shown:
    """What was on the screen when the script and the acts were over."""

    def __init__(self, app: OwlishApp, assistant: Scripted) -> None:
        self.app, self.assistant = app, assistant
        self.strips = app.screen._compositor.render_strips(app.size)
        self.rows = ["".join(segment.text for segment in strip).rstrip() for strip in self.strips]
        self.text = "\n".join(self.rows) + "\n"

    def matches(self, name: str) -> bool:
        file = SNAPSHOTS / f"{name}.txt"
        if os.environ.get("OWLISH_SNAPSHOTS") == "write":
            file.write_text(self.text, "utf-8")
        assert self.text == file.read_text("utf-8")
        return True


async def _shown(
    assistant: Scripted,
    size: tuple[int, int],
    graphics: Graphics | None,
    flags: Mapping[str, Any] | None,
    acts: Sequence[str | tuple[str, ...] | Act],
) -> Shown:
    app = OwlishApp(assistant, flags=flags, wall=lambda: NOON, graphics=graphics)
    async with app.run_test(size=size) as pilot:
        await assistant.played.wait()
        await _settled(app, pilot)
        for act in acts:
            await (act(pilot) if callable(act) else pilot.press(*act) if isinstance(act, tuple) else pilot.press(act))
            await _settled(app, pilot)
        return Shown(app, assistant)


async def _settled(app: OwlishApp, pilot: Pilot) -> None:
    await pilot.pause()
    app.tick()
    await pilot.pause()


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's own file, which is not there yet."""
    monkeypatch.setenv("OWLISH_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "etc"))
    return tmp_path / "config.toml"


@pytest.fixture
def show():
    """show(script, "f2", act, size=...): plays the script, presses the keys and does the acts in order, and gives what is shown then.
    Keys in a tuple are pressed without a look in between."""

    def run(
        script: Sequence[Event] = (),
        *acts: str | tuple[str, ...] | Act,
        size: tuple[int, int] = (100, 30),
        config: Config | None = None,
        fails: BaseException | None = None,
        graphics: Graphics | None = None,
        flags: Mapping[str, Any] | None = None,
    ) -> Shown:
        return anyio.run(_shown, Scripted(script, config, fails), size, graphics, flags, acts)

    return run


@pytest.fixture(scope="session")
def frame() -> Frame:
    """64 by 48 pixels: blue, and its lower right quarter red."""
    pixels = np.zeros((48, 64, 3), np.uint8)
    pixels[..., 2] = 200
    pixels[24:, 32:] = (200, 0, 0)
    return Frame(pixels, 1.0, 12, "HD Webcam")
