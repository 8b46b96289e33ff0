"""Photos: taken, counted down to, found again, deleted, and what is said when the disk does not take them."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import anyio
import anyio.lowlevel
import numpy as np
import pytest
from PIL import Image

from assistant.errors import CameraError
from assistant.events import AudioChunk, Region
from assistant.skill import Reply
from models.calibration import photos
from skills.photo import Photo, photos_in, shutter
from tests.installed import router
from tests.skills.home import SmallHome, say, undo
from tests.skills.talk import Talk

ROUTER = router()
SEEN = (Region((0, 0, 9, 9), "cup", 0.9),)


def place(skill: Photo, folder: Path, regions: tuple[Region, ...] = SEEN) -> SmallHome:
    home = SmallHome(skill, regions)
    home.folder = folder
    home.sight.pixels = photos()[6]
    return home


def talk(folder: Path, *texts: str) -> list[Reply]:
    async def live() -> list[Reply]:
        skill = Photo()
        home = place(skill, folder)
        return [await say(ROUTER, skill, home, text) for text in texts]

    return anyio.run(live)


def test_a_photo_is_kept_with_the_time_in_its_name_and_a_click(tmp_path: Path) -> None:
    async def live() -> None:
        skill = Photo()
        home = place(skill, tmp_path / "owlish")
        reply = await say(ROUTER, skill, home, "take a photo")
        (path,) = (tmp_path / "owlish").iterdir()
        assert reply.text == f"Done. The photo is called {path.name}." and path.name.startswith("owlish-2023-11-1")
        assert np.abs(np.asarray(Image.open(path), np.float32) - photos()[6]).mean() < 6
        (click,) = home.played
        assert isinstance(click, AudioChunk)
        assert (await undo(ROUTER, skill, home, reply)).text == f"The photo {path.name} is deleted."
        assert not list((tmp_path / "owlish").iterdir())

    anyio.run(live)


@pytest.mark.parametrize("text", ["take a photo", "take a selfie in five seconds"])
def test_nobody_is_asked_whether_photos_may_be_kept_where_there_is_no_camera(text: str) -> None:
    async def live() -> None:
        skill = Photo()
        home = SmallHome(skill)  # no folder, and nothing that is seen
        home.facts = {"camera": ""}
        with pytest.raises(CameraError, match="I have no camera"):
            await say(ROUTER, skill, home, text)

    anyio.run(live)


def test_photos_of_one_second_never_overwrite_each_other_and_the_last_is_the_last(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"mine")
    said = talk(tmp_path, *["take a picture"] * 11, "how many photos have you taken", "show me the last photo", "delete that photo")
    names = [path.name for path in photos_in(tmp_path)]
    assert len(names) == 10 and len({reply.text for reply in said[:11]}) == 11
    assert said[11].text == f"11 photos are in the folder {tmp_path}."
    assert said[12].text.endswith(f"-11.jpg, in the folder {tmp_path}.") and said[13].text.endswith("-11.jpg is deleted.")
    assert (tmp_path / "holiday.jpg").read_bytes() == b"mine"


@pytest.mark.parametrize("text", ["show me the last photo", "delete that photo", "how many photos have you taken"])
def test_where_there_is_no_photo_that_is_said(tmp_path: Path, text: str) -> None:
    assert talk(tmp_path, text)[0].text == "I have not kept any photo."


def test_a_selfie_is_counted_down_to(tmp_path: Path) -> None:
    async def live() -> None:
        skill = Photo()
        home = place(skill, tmp_path)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(skill.background, home)
            await anyio.lowlevel.checkpoint()
            assert (await say(ROUTER, skill, home, "take a selfie in five seconds")).text == "In 5 seconds. Smile!"
            with anyio.fail_after(5):
                while len(home.announced) < 4:
                    await anyio.lowlevel.checkpoint()
            tasks.cancel_scope.cancel()
        (path,) = photos_in(tmp_path)
        assert home.announced == ["3.", "2.", "1.", f"Done. The photo is called {path.name}."]

    anyio.run(live)


def test_a_countdown_can_be_called_off(tmp_path: Path) -> None:
    said = talk(tmp_path, "take a selfie in three seconds", "cancel the photo", "cancel the photo", "take a photo in ten minutes")
    assert [reply.text for reply in said[1:]] == [
        "I take no photo.",
        "No photo is about to be taken.",
        "I can wait up to 60 seconds before a photo.",
    ]
    assert not photos_in(tmp_path)


def test_a_countdown_with_closed_eyes_ends_in_the_cameras_sentence(tmp_path: Path) -> None:
    async def live() -> None:
        skill = Photo()
        home = place(skill, tmp_path, ())
        await say(ROUTER, skill, home, "take a selfie in one second")
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(skill.background, home)
            with anyio.fail_after(5):
                while len(home.announced) < 2:
                    await anyio.lowlevel.checkpoint()
            tasks.cancel_scope.cancel()
        assert home.announced == ["1.", "I have no camera."]

    anyio.run(live)


def test_without_a_camera_nothing_is_kept(tmp_path: Path) -> None:
    async def live() -> None:
        skill = Photo()
        with pytest.raises(CameraError):
            await say(ROUTER, skill, place(skill, tmp_path, ()), "take a photo")

    anyio.run(live)
    assert not list(tmp_path.iterdir())


@contextmanager
def no_room() -> Iterator[None]:
    """Files may grow to 1000 bytes, as on a disk that is about to be full; not for long, as the tests' own log is a file too."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_without_room_is_one_sentence_and_leaves_no_half_photo(tmp_path: Path) -> None:
    with no_room():
        said = talk(tmp_path, "take a photo")[0].text
    assert said == f"The photo could not be kept in {tmp_path}: File too large."
    assert not list(tmp_path.iterdir())


def test_the_shutter_is_short_and_does_not_clip() -> None:
    click = shutter()
    assert click.duration == 0.2 and 0.2 < np.abs(click.samples).max() <= 1.0 and np.abs(click.samples[-800:]).max() < 0.01


def test_what_was_just_taken_is_deleted_as_it(tmp_path: Path) -> None:
    everyone = Talk()
    home = everyone.homes["photo"]
    home.folder, home.sight.regions = tmp_path, SEEN
    everyone("take a photo", "thank you", "delete it")
    assert everyone.took[-1] == "photo.delete" and not list(tmp_path.iterdir())
