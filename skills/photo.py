"""Takes photos when asked to, at once or after a countdown, into a folder of the person's own; tells where they are, deletes the last."""

from __future__ import annotations

import io
import itertools
import math
import re
import time
from pathlib import Path

import anyio
import numpy as np

from assistant.errors import CameraError, PermissionDenied, StoreError
from assistant.events import AudioChunk
from assistant.skill import Home, Reply, Skill, Turn

NAME = re.compile(r"owlish-(\d{4}-\d\d-\d\d-\d{6})(?:-(\d+))?\.jpg")
QUALITY = 92
LONGEST = 60.0
"""Seconds that a countdown takes at most."""
COUNTED = 3
"""The last seconds are said aloud."""
RATE_HZ = 16_000


class Photo(Skill):
    name = "photo"
    permissions = ("camera", "files", "speech")

    def __init__(self, language: str = "en") -> None:
        super().__init__(language)
        self._due: float | None = None
        """Wall clock of the photo that is counted down to."""
        self._wanted: anyio.Event | None = None

    async def handle(self, turn: Turn) -> Reply:
        reply: Reply = await getattr(self, f"_{turn.intent}")(turn)
        return reply

    async def background(self, home: Home) -> None:
        """Counts down."""
        while True:
            wanted = self._wanted = anyio.Event()
            if self._due is None:
                await wanted.wait()
            while self._due is not None:
                await self._count(self._due, home)

    # ---- intents

    async def _take(self, turn: Turn) -> Reply:
        return await self._taken(turn.home)

    async def _take_later(self, turn: Turn) -> Reply:
        seconds = float(turn.slots["seconds"])
        if not 0 < seconds <= LONGEST:
            return Reply(self.phrases.say("too_long", seconds=round(LONGEST)))
        await self._folder(turn.home)  # whether photos may be kept is asked before the countdown, not after it
        self._due = turn.home.now() + seconds
        if self._wanted is not None:
            self._wanted.set()
        return Reply(self.phrases.say("soon", n=round(seconds)), undo=self.phrases.say("undo_countdown"))

    async def _cancel(self, turn: Turn) -> Reply:
        counting, self._due = self._due is not None, None
        return Reply(self.phrases.say("cancelled" if counting else "nothing_to_cancel"))

    async def _last(self, turn: Turn) -> Reply:
        folder = await turn.home.pictures()
        photos = photos_in(folder)
        return Reply(self.phrases.say("last", name=photos[-1].name, folder=folder) if photos else self.phrases.say("none"))

    async def _count_them(self, turn: Turn) -> Reply:
        folder = await turn.home.pictures()
        photos = photos_in(folder)
        return Reply(self.phrases.say("count", n=len(photos), folder=folder) if photos else self.phrases.say("none"))

    async def _delete(self, turn: Turn) -> Reply:
        photos = photos_in(await turn.home.pictures())
        if not photos:
            return Reply(self.phrases.say("none"))
        try:
            photos[-1].unlink()
        except OSError as error:
            return Reply(self.phrases.say("not_deleted", name=photos[-1].name, reason=error.strerror))
        return Reply(self.phrases.say("deleted", name=photos[-1].name))

    # ---- parts

    async def _folder(self, home: Home) -> Path:
        """Nobody is asked whether photos may be kept where none can be taken. Raises CameraError."""
        if (await home.report()).get("camera") == "":
            await home.sight.frame()  # it says why not
        return await home.pictures()

    async def _taken(self, home: Home) -> Reply:
        folder = await self._folder(home)
        frame = await home.sight.frame()
        await home.play(shutter())
        try:
            path = save(frame.pixels, folder, home.now())
        except OSError as error:
            return Reply(self.phrases.say("not_kept", folder=folder, reason=error.strerror))
        return Reply(self.phrases.say("taken", name=path.name), undo=self.phrases.say("undo"))

    async def _count(self, due: float, home: Home) -> None:
        """One second nearer; the photo when it is due."""
        left = due - home.now()
        if left > 0:
            if (whole := math.ceil(left)) <= COUNTED:
                await home.announce(Reply(self.phrases.say("counting", n=whole)))
            await home.sleep_until(due - whole + 1)
            return
        self._due = None
        try:
            reply = await self._taken(home)
        except (CameraError, StoreError, PermissionDenied) as error:
            reply = Reply(str(error))
        await home.announce(reply)


def photos_in(folder: Path) -> list[Path]:
    """Those that Owlish took, oldest first; what else lies there is none of its business."""
    found = [(match[1], int(match[2] or 1), path) for path in folder.iterdir() if (match := NAME.fullmatch(path.name))]
    return [path for _, _, path in sorted(found)]


def save(pixels: np.ndarray, folder: Path, now: float) -> Path:
    """A new file with the time in its name; nothing is ever written over. 5 ms for a camera's picture. Raises OSError, leaving no file."""
    from PIL import Image

    coded = io.BytesIO()  # Pillow does not notice when a disk takes only a part of a file
    Image.fromarray(pixels).save(coded, "JPEG", quality=QUALITY)
    stamp = time.strftime("%Y-%m-%d-%H%M%S", time.localtime(now))
    for number in itertools.count(1):
        path = folder / f"owlish-{stamp}{'' if number == 1 else f'-{number}'}.jpg"
        try:
            file = path.open("xb")
        except FileExistsError:
            continue
        try:
            with file:
                file.write(coded.getbuffer())
        except OSError:
            path.unlink(missing_ok=True)
            raise
        return path
    raise AssertionError("there is always a next number")


def shutter() -> AudioChunk:
    """Two short clicks, as a mirror and a curtain make them."""
    chance = np.random.default_rng(5)
    sound = np.zeros(int(0.2 * RATE_HZ), np.float32)
    for begin, decay in ((0.0, 0.006), (0.075, 0.012)):
        start = int(begin * RATE_HZ)
        ages = np.arange(len(sound) - start) / RATE_HZ
        sound[start:] += (chance.normal(0, 0.25, len(ages)) * np.exp(-ages / decay)).astype(np.float32)
    return AudioChunk(sound.clip(-1, 1), rate_hz=RATE_HZ)
