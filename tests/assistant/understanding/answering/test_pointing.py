"""What is pointed at, as a region of the scene."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.events import Frame, Region, Scene
from assistant.understanding.answering.pointing import as_region, tokens_of
from models.errors import UnfitInput


def test_a_box_that_was_detected_keeps_its_name():
    dog = Region((10.0, 20.0, 50.0, 60.0), "dog", 0.9)
    scene = Scene(Frame(np.zeros((100, 200, 3), np.uint8)), (dog,))
    assert as_region(np.array([0.05, 0.2, 0.25, 0.6]), scene) is dog
    assert as_region(np.array([0.1, 0.2, 0.25, 0.6]), scene).label == ""


def test_a_scene_without_tokens_says_so():
    with pytest.raises(UnfitInput, match="without image tokens"):
        tokens_of(Scene(Frame(np.zeros((4, 4, 3), np.uint8))))
