"""What it costs to watch in the background: processor time of a look with its questions, and the share of one core at the default pace.

    python -m bench.watching [--looks 40] [--questions 3]

Every look is at another photo, enlarged to a camera's 640 x 480, so nothing is answered from the cache.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
from PIL import Image

from assistant.config import Config
from assistant.events import Frame
from assistant.paths import model_dir
from assistant.perception.scene import SceneBuilder
from assistant.phrases import Phrases
from assistant.understanding.fusion import open_vlm
from models import door
from models.calibration import photos
from models.store import Store

QUESTIONS = ("is there a person", "is the dog on the sofa", "is there a red car", "is there a cup", "is the door open", "are there birds")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.watching", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--looks", type=door.count, default=40)
    parser.add_argument("--questions", type=int, default=3, choices=range(1, len(QUESTIONS) + 1))
    options = parser.parse_args()
    config = Config()
    builder = SceneBuilder(config.vision, Store(model_dir()))
    vlm = open_vlm(config.vision, Phrases("assistant", "vision"), near=builder.near)
    pictures = [np.asarray(Image.fromarray(pixels).resize((640, 480))) for pixels in photos()]
    spent, passed = [], []
    for look in range(-2, options.looks):
        frame = Frame(pictures[look % len(pictures)].copy())
        processor, clock = time.process_time(), time.perf_counter()
        scene = builder.build(frame)
        for question in QUESTIONS[: options.questions]:
            vlm.answer(question, scene)
        if look >= 0:  # the first looks of a network are slow
            spent.append(time.process_time() - processor)
            passed.append(time.perf_counter() - clock)
    every = config.camera.background_every
    p50, p95 = np.percentile(passed, [50, 95]) * 1000
    print(f"a look with {options.questions} questions: {np.mean(spent) * 1000:.0f} ms of one core, p50 {p50:.0f} ms, p95 {p95:.0f} ms")
    print(f"one look every {every:g} s: {np.mean(spent) / every:.1%} of one core")


if __name__ == "__main__":
    main()
