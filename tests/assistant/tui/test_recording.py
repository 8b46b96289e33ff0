from __future__ import annotations

import json

import anyio
import numpy as np
import pytest

from assistant.errors import BadInput
from assistant.events import Candidate, Frame, Looked, Region, Routed, Scene, SenseChanged, Transcribed, Transcript, as_dict
from assistant.tui.recording import Replay, load, read
from models.people.runtime import Person

PIXELS = np.zeros((4, 6, 3), np.uint8)
SHE = Person(np.array([0, 0, 3, 4], np.float32), man=0.1)
CUP = Region((1.0, 1.0, 3.0, 3.0), "cup", 0.9, {"cup": 0.9}, {"red": 0.8})
EVENTS = [
    Transcribed(1.0, 1, Transcript("Where is it?", 0.9, "whisper-tiny.en")),
    Routed(1.1, 1, "Where is it?", "find", "find", {"thing": "cup"}, 1.0, (Candidate("find", "find", 1.0, "template"),)),
    Looked(
        1.2,
        1,
        Scene(Frame(PIXELS, 1.1, 3, "HD Webcam"), (CUP,), {"mug": 0.4}, np.ones((2, 2, 2), np.float32), people=(SHE,)),
        0.1,
        (CUP,),
        "rule",
        0.7,
    ),
]


def recorded() -> list[str]:
    return [json.dumps(as_dict(event)) for event in EVENTS]


def test_events_come_back_as_they_were_recorded():
    assert [as_dict(event) for event in read(recorded()[:2], PIXELS)] == [as_dict(event) for event in EVENTS[:2]]


def test_frames_come_back_with_the_given_picture_and_without_features():
    (looked,) = read(recorded()[2:], PIXELS)
    assert looked.scene.frame.pixels is PIXELS and looked.scene.frame.index == 3 and looked.scene.features is None
    assert looked.scene.people == ()
    assert looked.scene.regions[0].box == CUP.box and looked.regions[0].colours == CUP.colours


@pytest.mark.parametrize("line", ["", "{", "[]", '{"event": "Nonsense"}', '{"event": "Notice", "time": 1.0}', '{"time": 1.0}'])
def test_a_line_that_is_no_event_is_named(line):
    with pytest.raises(BadInput, match="Line 2 of the recording is no event"):
        list(read([recorded()[0], line], PIXELS))


def test_a_missing_recording_is_one_sentence(tmp_path):
    with pytest.raises(BadInput, match=r"none\.jsonl cannot be read: No such file"):
        load(tmp_path / "none.jsonl", PIXELS)


def test_a_replay_ends_when_it_is_shut_down_and_its_switches_work():
    replay, seen = Replay(EVENTS, paced=False), []

    async def watch() -> None:
        with replay.bus.watched_by(seen.append):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(replay.run)
                await replay.played.wait()
                await replay.switch("camera", False)
                replay.shut_down()

    anyio.run(watch)
    assert seen[:3] == EVENTS and isinstance(seen[3], SenseChanged) and seen[3].privacy == "off"
