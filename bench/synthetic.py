"""Simulated and rendered pictures and easy-VQA: what `python -m models.vilbert evaluate` prints, with the rule baseline beside it.

    python -m bench.synthetic [--sets simulated,train,...] [--pictures N] [--blind DIR]

The rules read scenes, and simulated pictures are none: their bands, things and clothes are painted flat, in their commonest colours.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

from assistant.config import Vision
from assistant.events import Frame, Region, Scene
from assistant.paths import model_dir
from assistant.perception.scene import SceneBuilder
from assistant.phrases import Phrases
from assistant.understanding.baseline.model import RuleBaseline
from bench.tables import matches
from models import door
from models.backbone.runtime import names as imagenet
from models.colours import NAMES as COLOURS
from models.detector.runtime import HIT
from models.store import Store
from models.vilbert import evaluate as judge
from models.vilbert.data.world import overlap
from models.vilbert.runtime import Fusion
from models.vilbert.sets import ALL, Asked, named_sets
from models.vilbert.tokens import BAND, NAME, PART, Tokens
from models.vilbert.vocabulary import NAMED, vocabulary

SIDE = 240
"""Pixels of a painted picture."""
PAINT = {
    "black": (10, 10, 10),
    "white": (245, 245, 245),
    "grey": (128, 128, 128),
    "red": (220, 20, 20),
    "orange": (250, 140, 20),
    "yellow": (245, 230, 30),
    "green": (30, 160, 40),
    "blue": (30, 70, 220),
    "purple": (130, 30, 170),
    "pink": (250, 130, 190),
    "brown": (110, 65, 25),
}


@door.sentences({})
def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.synthetic", description="Accuracy on synthetic pictures, beside every baseline.")
    parser.add_argument("--sets", default=",".join(ALL), help="by comma (default: %(default)s)")
    parser.add_argument("--pictures", type=door.count, default=150, help="of each set (default: %(default)s)")
    parser.add_argument("--blind", type=door.folder, help="folder of a network that was trained on questions alone")
    parser.add_argument(
        "--work", type=Path, default=user_cache_path("owlish") / "train", help="where the drawings are (default: %(default)s)"
    )
    options = parser.parse_args()
    fusion, blind, look, rules = Fusion(), Fusion(options.blind) if options.blind else None, Scenes(), Rules()
    for name, asked in named_sets(options.sets, look, options.work / "drawings", options.pictures):
        made = judge.columns(fusion, asked, blind)
        made["rules"] = judge.scores((judge.type_of(one), rules.is_right(one, look.of(one.tokens))) for one in asked)
        print(f"\n{name}\n{judge.table(made)}\n{judge.trust(fusion, asked)}", flush=True)


class Scenes:
    """The assistant's own front end, which remembers of which scene tokens are."""

    def __init__(self) -> None:
        self._builder = SceneBuilder(Vision(), Store(model_dir()))
        self._seen: dict[int, Scene] = {}

    def __call__(self, pixels: np.ndarray) -> Tokens:
        scene = self._builder.build(Frame(pixels))
        assert scene.tokens is not None
        self._seen[id(scene.tokens)] = scene
        return scene.tokens

    def of(self, tokens: Tokens) -> Scene:
        if id(tokens) not in self._seen:
            self._seen[id(tokens)] = painted(tokens)  # which keeps the tokens, so that no others get their id
        return self._seen[id(tokens)]


class Rules:
    def __init__(self) -> None:
        phrases = Phrases("assistant", "vision")
        self._rules, self._numbers = RuleBaseline(phrases), phrases.section("numbers")["words"]

    def is_right(self, one: Asked, scene: Scene) -> bool:
        asked = one.question
        if asked.true is not None:
            return (self._rules.matches(asked.text, scene) > 0.5) == asked.true
        if one.box is None:
            return matches(self._rules.answer(asked.text, scene).short, [self._short(asked.answer or "")])
        found = self._rules.ground(asked.text, scene).box
        width, height = scene.frame.size
        return found is not None and overlap(np.array(found) / (width, height, width, height), one.box) >= HIT

    def _short(self, answer: str) -> str:
        """As the rules say it."""
        if answer == "0":
            return "zero"
        return self._numbers[int(answer)] if answer.isdecimal() and int(answer) < len(self._numbers) else answer


# ---- tokens as a scene


def painted(tokens: Tokens) -> Scene:
    pixels = np.empty((SIDE, SIDE, 3), np.uint8)
    things = sorted(np.flatnonzero(tokens.counted), key=lambda row: -np.prod(tokens.boxes[row, 2:] - tokens.boxes[row, :2]))
    top, bottom, background, _ = np.flatnonzero(tokens.kinds == BAND)
    for row in (background, top, bottom, *things, *np.flatnonzero(tokens.kinds == PART)):
        x0, y0, x1, y1 = (tokens.boxes[row] * SIDE).round().astype(int)
        pixels[y0:y1, x0:x1] = PAINT[COLOURS[int(tokens.colours[row, : len(COLOURS)].argmax())]]
    whole = [row for row in np.flatnonzero(tokens.kinds == NAME) if tokens.chances[row, 0] > 0]
    named = {imagenet()[int(tokens.names[row, 0]) - NAMED]: float(tokens.chances[row, 0]) for row in whole}
    return Scene(Frame(pixels), tuple(region(tokens, int(row)) for row in np.flatnonzero(tokens.counted)), named, tokens=tokens)


def region(tokens: Tokens, row: int) -> Region:
    x0, y0, x1, y1 = (float(edge) * SIDE for edge in tokens.boxes[row])
    known = zip(tokens.names[row], tokens.chances[row], strict=True)
    classes = {vocabulary().names[name]: float(chance) for name, chance in known if chance > 0}
    return Region((x0, y0, x1, y1), next(iter(classes), ""), float(tokens.statistics[row, 0]), classes, shades(tokens.colours[row]))


def shades(colours: Sequence[float]) -> dict[str, float]:
    order = np.argsort(-np.asarray(colours)[: len(COLOURS)])
    return {COLOURS[at]: float(colours[at]) for at in order if colours[at] > 0}


if __name__ == "__main__":
    main()
