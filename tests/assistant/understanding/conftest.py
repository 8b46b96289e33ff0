from __future__ import annotations

import pytest

from assistant.config import Vision
from assistant.events import Frame, Scene
from assistant.perception.scene import SceneBuilder
from assistant.phrases import Phrases
from assistant.understanding.vilbert import Vilbert
from models.calibration import photos

CAT, FIVE_MEN = 13, 16


@pytest.fixture(scope="session")
def builder(store, prepared) -> SceneBuilder:
    prepared("ssd-mobilenet-v2-coco")
    prepared("efficientnet-lite0")
    prepared("efficientnet-lite3")
    return SceneBuilder(Vision(), store)


@pytest.fixture(scope="session")
def vilbert(builder) -> Vilbert:
    return Vilbert(Phrases("assistant", "vision"), near=builder.near)


@pytest.fixture(scope="session")
def cat(builder) -> Scene:
    return builder.build(Frame(photos()[CAT]))


@pytest.fixture(scope="session")
def five_men(builder, prepared) -> Scene:
    prepared("people")
    return builder.build(Frame(photos()[FIVE_MEN]))
