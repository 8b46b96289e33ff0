"""What a look costs, part by part, and all of it from a frame that was never seen to its answer; for `owlish bench`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial

import numpy as np

from assistant.bundled import SAMPLE_VIDEO, sample
from assistant.config import Config
from assistant.events import Frame
from assistant.perception.scene import SceneBuilder
from assistant.phrases import Phrases
from assistant.senses import reel
from assistant.understanding.fusion import open_vlm
from models.runtime import open_session
from models.store import Store
from models.vilbert.frontend import FrontEnd, recoloured
from models.vilbert.runtime import Fusion

Work = Callable[[], object]
WHOLE = "frame to answer"


def parts(config: Config, store: Store, question: str) -> Iterator[tuple[str, str, Work]]:
    """(stage, the network that it runs, its work). The scene is the one that `SceneBuilder` makes."""
    pixels, threshold = frame(), config.vision.detection_threshold
    front, fusion = FrontEnd(store, threads=config.vision.threads, threshold=threshold), Fusion()
    sight = front.see(pixels)
    tokens = front.tokens(sight)
    picture = fusion.see(tokens)
    yield "look: things", "detector", partial(front.detector, pixels, threshold)
    yield "look: names and features", "backbone", partial(front.backbone, pixels)
    yield "look: what is drawn", "drawings", partial(front.drawings, pixels)
    yield f"look: {len(tokens)} tokens", "clip-image", lambda: front.tokens(recoloured(sight, pixels))
    yield "fusion: picture", "vilbert-picture", partial(fusion.see, tokens)
    yield "fusion: question", "vilbert-question", partial(fusion.read, picture, question)


def whole(config: Config, store: Store, question: str) -> tuple[str, Work]:
    """(the engine, its work): each round sees a frame of its own."""
    builder, pixels = SceneBuilder(config.vision, store), frame()
    vlm = open_vlm(config.vision, Phrases("assistant", "vision", config.routing.language), near=builder.near)
    return vlm.engine, lambda: vlm.answer(question, builder.build(Frame(pixels.copy())))


def frame() -> np.ndarray:
    """(400, 400, 3) uint8 RGB, of the bundled video."""
    with closing(reel.video(sample(SAMPLE_VIDEO), 1.0, Phrases("assistant", "senses"))) as pictures:
        return next(pictures)


def precision(network: str, store: Store) -> str:
    """`int8`, `fp16` or `float`, of the graph that this device runs, whether it ships or was chosen here."""
    from edge import census
    from edge.networks import find

    running = open_session(find(network).artefact(store))
    return census.precision(running.graph, running.get_providers()[0])
