"""What a look costs, part by part, and all of it from a frame that was never seen to its answer; for `owlish bench`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from assistant.build import SAMPLE_VIDEO, sample
from assistant.config import Config
from assistant.events import Frame
from assistant.perception.scene import SceneBuilder
from assistant.phrases import Phrases
from assistant.understanding.fusion import open_vlm
from models.backbone.runtime import Backbone
from models.clip.tags import Tagger
from models.colours import Painted
from models.detector.runtime import Detector
from models.drawings.runtime import Drawings
from models.runtime import open_session
from models.store import Store
from models.vilbert.runtime import Fusion
from models.vilbert.tokenizing import look

Work = Callable[[], object]
WHOLE = "frame to answer"


def parts(config: Config, store: Store, question: str) -> Iterator[tuple[str, str, Work]]:
    """(stage, the network that it runs, its work). The scene is the one that `SceneBuilder` makes."""
    pixels, threads = frame(), config.vision.threads
    detector = Detector(store.get("ssd-mobilenet-v2-coco"), threads=threads)
    backbone, drawings, tagger = Backbone.with_namer(store, threads=threads), Drawings(threads=threads), Tagger(threads=threads)
    found, seen, drawn = detector(pixels, config.vision.detection_threshold), backbone(pixels), drawings(pixels)
    tokens = look(Painted(pixels), found, seen, drawn, tagger)
    fusion = Fusion()
    picture = fusion.see(tokens)
    yield "look: things", "detector", partial(detector, pixels, config.vision.detection_threshold)
    yield "look: names and features", "backbone", partial(backbone, pixels)
    yield "look: what is drawn", "drawings", partial(drawings, pixels)
    yield f"look: {len(tokens)} tokens", "clip-image", lambda: look(Painted(pixels), found, seen, drawn, tagger)
    yield "fusion: picture", "vilbert-picture", partial(fusion.see, tokens)
    yield "fusion: question", "vilbert-question", partial(fusion.read, picture, question)


def whole(config: Config, store: Store, question: str) -> tuple[str, Work]:
    """(the engine, its work): each round sees a frame of its own."""
    builder, pixels = SceneBuilder(config.vision, store), frame()
    vlm = open_vlm(config.vision, Phrases("assistant", "vision", config.routing.language))
    return vlm.engine, lambda: vlm.answer(question, builder.build(Frame(pixels.copy())))


def frame() -> np.ndarray:
    """(480, 640, 3) uint8 RGB, of the bundled video."""
    import cv2

    _, pixels = cv2.VideoCapture(str(sample(SAMPLE_VIDEO))).read()
    return np.ascontiguousarray(pixels[..., ::-1])


def precision(network: str, store: Store) -> str:
    """`int8`, `fp16` or `float`, of the graph that this device runs, whether it ships or was chosen here."""
    from edge import census
    from edge.networks import find

    running = open_session(find(network).artefact(store))
    return census.precision(running.graph, running.get_providers()[0])
