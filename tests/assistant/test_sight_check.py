"""The doctor's eyes: what the kernel's structures say, and a real stream that is counted."""

from __future__ import annotations

import struct

from assistant.commands import sight_check
from assistant.commands.doctor import examined
from assistant.commands.sight_check import format_of, formats, frames, rate_of, size_of
from assistant.config import Config
from assistant.senses import devices
from tests.mjpeg import mjpeg

__all__ = ["mjpeg"]


def test_the_structures_of_video4linux_are_read() -> None:
    assert format_of(struct.pack("III32s4sI12x", 0, 1, 1, b"Motion-JPEG", b"MJPG", 0)) == b"MJPG"
    assert size_of(struct.pack("I4sIII20x", 0, b"MJPG", 1, 1280, 720)) == (1280, 720)
    assert size_of(struct.pack("I4sIIIIIII8x", 0, b"MJPG", 3, 32, 1920, 2, 32, 1080, 2)) == (1920, 1080)
    assert rate_of(struct.pack("I4sIIIII20x", 0, b"MJPG", 1280, 720, 1, 1, 30)) == 30.0
    assert rate_of(struct.pack("I4sIIIII20x", 0, b"MJPG", 1280, 720, 1, 0, 30)) is None


def test_a_machine_without_a_camera_has_no_formats_and_no_frames(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(devices, "VIDEO", tmp_path / "none")
    assert list(formats(Config())) == list(frames(Config())) == []


def test_a_node_that_is_no_camera_tells_nothing(tmp_path) -> None:
    (tmp_path / "video0").touch()
    assert sight_check.offers(tmp_path / "video0") == []


def test_the_frames_of_a_real_stream_are_counted(mjpeg, monkeypatch) -> None:
    monkeypatch.setattr(sight_check, "WATCHED", 0.6)
    [finding] = frames(Config(camera={"device": mjpeg.address}))
    assert finding.state == "good" and finding.found.startswith(f"{mjpeg.address} sends 320x240 at "), finding


def test_a_slow_camera_is_told(mjpeg, monkeypatch) -> None:
    monkeypatch.setattr(sight_check, "WATCHED", 0.6)
    [finding] = frames(Config(camera={"device": mjpeg.address, "rate_hz": 100}))
    assert finding.state == "limited" and "more light" in finding.remedy


def test_a_camera_that_does_not_answer_is_a_finding() -> None:
    [finding] = examined(frames, Config(camera={"device": "http://127.0.0.1:9/none.mjpeg"}))
    assert finding.state == "broken" and finding.what == "frames"
