"""Every event is a line of JSON."""

from __future__ import annotations

import json

import numpy as np

from assistant.events import AudioChunk, Frame, Looked, Region, Routed, Scene, SenseChanged, as_dict


def test_pictures_become_their_size_and_regions_their_boxes() -> None:
    region = Region((1, 2, 3, 4), "cup", 0.9, {"cup": 0.9}, {"red": 1.0})
    scene = Scene(Frame(np.zeros((4, 6, 3), np.uint8), 1.0, 7, "room"), (region,), {"cup": 0.5}, np.zeros((2, 7, 7), np.float32))
    line = json.loads(json.dumps(as_dict(Looked(2.0, 1, scene, 1.0, (region,), "rule-baseline"))))
    assert line["event"] == "Looked" and line["scene"]["frame"]["size"] == [6, 4] and line["scene"]["features"] == {"shape": [2, 7, 7]}
    assert line["regions"][0]["box"] == [1, 2, 3, 4]


def test_slots_and_states_are_plain() -> None:
    routed = as_dict(Routed(1.0, 1, "set a timer", "timer", "start", {"seconds": np.float32(5)}, 0.9, ()))
    assert json.loads(json.dumps(routed))["slots"] == {"seconds": 5.0}
    assert as_dict(SenseChanged(1.0, "camera", "off", "no camera")) == {
        "event": "SenseChanged",
        "time": 1.0,
        "sense": "camera",
        "privacy": "off",
        "detail": "no camera",
    }


def test_a_chunk_knows_when_it_ends() -> None:
    assert AudioChunk(np.zeros(1600, np.float32), 2.0).end == 2.1
