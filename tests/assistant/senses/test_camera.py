from __future__ import annotations

from contextlib import asynccontextmanager

import anyio
import cv2
import numpy as np
import pytest
import trio
from PIL import Image
from trio.testing import MockClock

from assistant.config import Camera as CameraConfig
from assistant.errors import BadInput, OfflineError
from assistant.senses import lens
from assistant.senses.camera import open_camera
from assistant.senses.quality import trouble_with

from .conftest import until


@pytest.fixture
def look_at(told, phrases):
    def opened(device, **settings):
        return open_camera(CameraConfig(device=str(device), **settings), told.append, phrases)

    return opened


@pytest.fixture
def video(tmp_path):
    """Two seconds at 25 pictures a second; picture n is grey with level 5 n."""
    path = tmp_path / "grey.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 25, (64, 48))
    for n in range(50):
        writer.write(np.full((48, 64, 3), 5 * n, np.uint8))
    writer.release()
    return path


@asynccontextmanager
async def looking(camera):
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(camera.run)
        yield
        tasks.cancel_scope.cancel()


def in_virtual_time(camera, seconds):
    """(time since the start, middle pixel) of every frame in the ring after so many seconds."""

    async def run():
        start = anyio.current_time()
        async with looking(camera):
            await anyio.sleep(seconds)
            return [(frame.time - start, frame.pixels[24, 32].tolist()) for frame in camera.between(start, start + seconds)]

    return trio.run(run, clock=MockClock(autojump_threshold=0))


def test_a_video_plays_at_its_own_pace_and_begins_again(look_at, video):
    frames = in_virtual_time(look_at(video, rate_hz=5, keep=10), 3.1)
    assert [when for when, _ in frames] == pytest.approx(np.arange(16) / 5)
    assert [grey[0] for _, grey in frames[:10]] == pytest.approx([25 * n for n in range(10)], abs=4)
    assert [grey[0] for _, grey in frames[10:15]] == pytest.approx([0, 25, 50, 75, 100], abs=4)


def test_only_the_last_seconds_are_kept(look_at, video):
    assert len(in_virtual_time(look_at(video, rate_hz=5, keep=1), 30.1)) == 6


def test_a_picture_is_a_camera_that_stands_still_and_is_not_frozen(look_at, tmp_path):
    Image.effect_noise((64, 48), 90).convert("RGB").save(tmp_path / "still.png")
    camera = look_at(tmp_path / "still.png")

    async def run():
        async with looking(camera):
            await anyio.sleep(3)
            return trouble_with(camera.newest(), camera.between(0, anyio.current_time()))

    assert trio.run(run, clock=MockClock(autojump_threshold=0)) is None


def test_the_pictures_of_a_folder_are_shown_in_turn(look_at, tmp_path):
    for name, colour in (("a.png", "red"), ("b.jpg", "blue")):
        Image.new("RGB", (64, 48), colour).save(tmp_path / name)
    frames = in_virtual_time(look_at(tmp_path, rate_hz=1, keep=10), 5.1)
    assert [int(np.argmax(pixel)) for _, pixel in frames] == [0, 0, 2, 2, 0, 0]


def test_frames_are_found_by_time(look_at, video):
    camera = look_at(video, rate_hz=10)

    async def run():
        start = anyio.current_time()
        async with looking(camera):
            await anyio.sleep(2.05)
            return camera.at(start + 0.52).time - start, camera.newest().time - start

    assert trio.run(run, clock=MockClock(autojump_threshold=0)) == pytest.approx((0.5, 2.0))


@pytest.mark.parametrize("name", ["none.mp4", "none.jpg", "broken.avi", "empty"])
def test_a_file_that_cannot_be_seen_is_one_sentence(look_at, tmp_path, name):
    (tmp_path / "broken.avi").write_bytes(b"RIFF nothing")
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match=name):
        look_at(tmp_path / name)


def test_a_picture_of_a_kind_that_cannot_be_read_is_not_taken_for_a_video(look_at, tmp_path):
    (tmp_path / "phone.heic").write_bytes(b"\0\0\0\x18ftypheic")
    with pytest.raises(BadInput, match="cannot be read as a picture"):
        look_at(tmp_path / "phone.heic")


@pytest.mark.anyio
async def test_frames_of_a_network_camera_come_with_times_and_the_device_is_left_when_it_is_switched_off(mjpeg, look_at, told):
    camera = look_at(mjpeg.address)
    async with looking(camera):
        await until(lambda: len(camera.between(0, float("inf"))) > 5)
        newest = camera.newest()
        assert newest.size == (320, 240) and newest.live
        assert 0 <= anyio.current_time() - newest.time < 1
        assert trouble_with(newest, camera.between(0, newest.time)) is None
        assert mjpeg.viewers == 1
    assert camera.newest() is None
    await until(lambda: mjpeg.viewers == 0)
    assert told == []


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_a_camera_that_vanishes_is_told_once_and_seen_again_when_it_is_back(mjpeg, look_at, told):
    camera = look_at(mjpeg.address)
    async with looking(camera):
        await until(camera.newest)
        mjpeg.vanish()
        await until(lambda: told)
        assert told[0].sentence == f'Camera "{mjpeg.address}" has stopped sending pictures; I keep trying to reach it.'
        mjpeg.start()
        await until(lambda: len(told) == 2)
    assert [trouble.recovered for trouble in told] == [False, True]


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_a_camera_that_falls_silent_is_told_and_can_still_be_switched_off(mjpeg, look_at, told):
    camera = look_at(mjpeg.address, stale_after=0.5)
    async with looking(camera):
        await until(camera.newest)
        mjpeg.fall_silent()
        await until(lambda: told)
        mjpeg.talking.set()
        await until(lambda: told[-1].recovered)
        mjpeg.fall_silent()
        await until(lambda: not told[-1].recovered)
        begin = anyio.current_time()
    assert anyio.current_time() - begin < 6


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_how_soon_silence_is_told_may_change_while_it_looks(mjpeg, look_at, told):
    camera = look_at(mjpeg.address, stale_after=600)
    async with looking(camera):
        await until(camera.newest)
        camera.adopt(CameraConfig(device=mjpeg.address, stale_after=0.5))
        mjpeg.fall_silent()
        await until(lambda: told)


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_a_repeated_picture_is_frozen_and_a_dark_one_is_black(mjpeg, look_at):
    mjpeg.noise = 0
    camera = look_at(mjpeg.address)

    def trouble():
        newest = camera.newest()
        return newest and trouble_with(newest, camera.between(newest.time - 1, newest.time))

    async with looking(camera):
        await until(lambda: trouble() == "frozen")
        mjpeg.noise = 3
        await until(lambda: camera.newest() and trouble() is None)
        mjpeg.picture = mjpeg.picture * 0
        await until(lambda: trouble() == "black")


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("device", "sentence"),
    [
        ("97", 'Camera "97" does not exist; found '),
        ("Front Door", 'Camera "Front Door" does not exist; found '),
        ("http://127.0.0.1:9/", 'Camera "http://127.0.0.1:9/" cannot be reached; check the address'),
        ("rtsp://me:secret@127.0.0.1:9/x", 'Camera "rtsp://127.0.0.1:9/x" cannot be reached; check the address'),
        ("videotestsrc ! appsink", 'Camera "videotestsrc ! appsink" needs GStreamer, and the OpenCV in /'),
        ("csi:0", 'Camera "csi:0" needs GStreamer, and the OpenCV in /'),
    ],
)
async def test_a_camera_that_does_not_open_says_why_once(look_at, told, device, sentence):
    async with looking(look_at(device)):
        await until(lambda: told)
    assert len(told) == 1 and told[0].sentence.startswith(sentence)


def test_offline_mode_refuses_addresses_beyond_this_machine(look_at, monkeypatch, mjpeg):
    monkeypatch.setenv("OWLISH_OFFLINE", "1")
    with pytest.raises(OfflineError, match=r"offline mode is on; .*\(--offline, network\.offline or OWLISH_OFFLINE=1\)"):
        look_at("http://camera.example/stream")
    look_at(mjpeg.address)


@pytest.mark.parametrize(
    ("host", "here"), [("localhost", True), ("127.0.0.5", True), ("::1", True), ("10.0.0.1", False), ("a.example", False)]
)
def test_loopback(host, here):
    assert lens.is_loopback(host) is here


def grey(path, level):
    Image.new("RGB", (64, 48), (level,) * 3).save(path)


def test_pictures_may_come_into_a_folder_and_go(look_at, told, tmp_path):
    for name in "ab":
        grey(tmp_path / f"{name}.png", 50)
    camera = look_at(tmp_path, rate_hz=5, keep=20)

    async def run():
        async with looking(camera):
            await anyio.sleep(1)
            (tmp_path / "b.png").unlink()
            grey(tmp_path / "c.png", 90)
            await anyio.sleep(4)
            return camera.newest().pixels[24, 32].tolist()

    assert trio.run(run, clock=MockClock(autojump_threshold=0)) in ([50] * 3, [90] * 3)
    assert told == []


def test_a_video_that_has_gone_is_told_and_looked_for_again(look_at, told, video):
    camera, elsewhere = look_at(video, rate_hz=5), video.with_suffix(".gone")

    async def run():
        async with looking(camera):
            await anyio.sleep(1)
            video.rename(elsewhere)
            await anyio.sleep(20)
            assert anyio.current_time() - camera.newest().time > 10
            elsewhere.rename(video)
            await anyio.sleep(10)
            return anyio.current_time() - camera.newest().time

    assert trio.run(run, clock=MockClock(autojump_threshold=0)) < 0.3
    assert [event.recovered for event in told] == [False, True] and str(video) in told[0].sentence
