"""The bundled sample is what it says: two questions that are understood, and a table with a cup on it."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile

import assistant.samples
from assistant.config import Listening
from assistant.events import AudioChunk
from assistant.perception.endpoint import Endpointer
from assistant.perception.vad import VoiceDetector
from assistant.samples import make
from models.detector.runtime import Detector
from models.silero.runtime import Silero
from models.whisper.runtime import Whisper

FOLDER = Path(assistant.samples.__file__).parent


@pytest.fixture(scope="module")
def sound() -> np.ndarray:
    samples, rate_hz = soundfile.read(FOLDER / "question.flac", dtype="float32")
    assert rate_hz == 16_000
    return samples


@pytest.fixture(scope="module")
def frames() -> list[np.ndarray]:
    return read(FOLDER / "table.avi")


def read(path: Path) -> list[np.ndarray]:
    import cv2

    video, frames = cv2.VideoCapture(str(path)), []
    while (grabbed := video.read())[0]:
        frames.append(grabbed[1][:, :, ::-1].copy())
    return frames


def test_both_questions_are_heard_one_by_one_and_understood(prepared, sound: np.ndarray) -> None:
    detector, endpointer = VoiceDetector(Silero(prepared("silero-vad"))), Endpointer(Listening())
    judged = detector.feed(AudioChunk(sound))
    marks = [mark for step in judged if (mark := endpointer.feed(step.probability, step.chunk.start, step.chunk.duration))]
    ended = [mark for mark in marks if mark.kind == "ended"]
    whisper = Whisper(prepared("whisper-tiny.en"))
    cuts = [sound[round((mark.onset - 0.3) * 16_000) : round((mark.end + 0.3) * 16_000)] for mark in ended]
    heard = [re.sub(r"\W+", " ", whisper.transcribe(cut, "en").text).strip().lower() for cut in cuts]
    assert heard == [re.sub(r"\W+", " ", question).strip().lower() for question in make.QUESTIONS]


def test_there_is_time_for_an_answer_after_each_question(sound: np.ndarray) -> None:
    quiet = np.abs(sound[-round(make.BETWEEN * 16_000) :])
    assert quiet.max() < 0.01


def test_the_picture_moves_in_every_frame(frames: list[np.ndarray]) -> None:
    assert len(frames) == make.SECONDS * make.FRAME_RATE_HZ
    assert not any(np.array_equal(one, other) for one, other in pairwise(frames))


def test_the_detector_sees_the_cup_and_nothing_else(prepared, frames: list[np.ndarray]) -> None:
    detector = Detector(prepared("ssd-mobilenet-v2-coco"))
    assert {detector(frame, 0.3).labels for frame in frames[::8]} == {("cup",)}


def test_the_sample_is_small_enough_to_be_bundled() -> None:
    assert (FOLDER / "table.avi").stat().st_size < 600_000
    assert (FOLDER / "question.flac").stat().st_size < 300_000


def test_a_video_is_made_from_any_photo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import cv2

    photo = tmp_path / "photo.png"
    cv2.imwrite(str(photo), np.random.default_rng(0).integers(0, 255, (300, 400, 3), np.uint8))
    monkeypatch.setattr(make, "SECONDS", 1.0)
    make.make_video(photo, tmp_path / "video.avi")
    assert [frame.shape for frame in read(tmp_path / "video.avi")] == [(400, 400, 3)] * 10


def test_what_is_no_photo_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"nothing\.jpg cannot be read as a picture"):
        make.make_video(tmp_path / "nothing.jpg", tmp_path / "video.avi")
