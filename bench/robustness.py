"""How answers hold under noise: pictures and words made worse step by step, and adversarial image tokens.

    python -m bench.robustness [--photos DIR [--most 150] [--plot FILE]] [--run DIR]

Corruptions of pictures at five severities after Hendrycks & Dietterich 2019 (arXiv:1903.12261); words lose articles and letters and are
misheard, and more and more is said around them. DIR holds the photos that the development questions name. --run is a training run's folder:
FGSM and PGD need its gradients, and attack simulated pictures (torch).
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from rich.progress import track

from assistant.config import Vision
from assistant.events import Frame
from assistant.paths import model_dir
from assistant.perception.scene import SceneBuilder
from assistant.phrases import Phrases
from assistant.senses.files import load_frame
from assistant.understanding.fusion import open_vlm
from bench.tables import matches
from bench.vision import SAMPLED, asked_of
from models import door
from models.chart import Chart, draw
from models.store import Store
from models.vilbert.data.wording import HOMOPHONES
from models.vilbert.evaluate import Score

ENGINES = ("vilbert", "rule-baseline")
SEVERITIES = 5
SIZE = (330, 260)
"""Of one chart, in pixels."""
REACHES = (0.01, 0.02, 0.05, 0.1)
MADE_BY = {"checkpoint.pt": "make one: python -m models.vilbert recover", "table.npy": "make it: python -m models.vilbert vocabulary"}
Corruption = Callable[[np.ndarray, int, np.random.Generator], np.ndarray]
"""(H, W, 3) uint8 RGB and a severity of 1 to 5 -> the same shape."""


def noise(pixels: np.ndarray, severity: int, chance: np.random.Generator) -> np.ndarray:
    spread = (10, 20, 33, 50, 75)[severity - 1]
    return (pixels + chance.normal(0, spread, pixels.shape)).clip(0, 255).astype(np.uint8)


def blur(pixels: np.ndarray, severity: int, chance: np.random.Generator) -> np.ndarray:
    import cv2

    return cv2.GaussianBlur(pixels, (0, 0), (0.002, 0.004, 0.007, 0.011, 0.016)[severity - 1] * max(pixels.shape[:2]))


def jpeg(pixels: np.ndarray, severity: int, chance: np.random.Generator) -> np.ndarray:
    import cv2

    quality = (25, 15, 10, 6, 3)[severity - 1]
    coded = cv2.imencode(".jpg", np.ascontiguousarray(pixels[..., ::-1]), [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    decoded = cv2.imdecode(coded, cv2.IMREAD_COLOR)
    assert decoded is not None
    return np.ascontiguousarray(decoded[..., ::-1])


def darker(pixels: np.ndarray, severity: int, chance: np.random.Generator) -> np.ndarray:
    return (pixels * (0.7, 0.5, 0.35, 0.22, 0.12)[severity - 1]).astype(np.uint8)


def brighter(pixels: np.ndarray, severity: int, chance: np.random.Generator) -> np.ndarray:
    return (pixels.astype(int) + (30, 60, 90, 120, 150)[severity - 1]).clip(0, 255).astype(np.uint8)


def rotation(pixels: np.ndarray, severity: int, chance: np.random.Generator) -> np.ndarray:
    import cv2

    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), (5, 10, 15, 22, 30)[severity - 1] * chance.choice((-1, 1)), 1.0)
    return cv2.warpAffine(pixels, turn, (width, height), borderMode=cv2.BORDER_REFLECT)


CORRUPTIONS: dict[str, Corruption] = {
    "noise": noise,
    "blur": blur,
    "JPEG": jpeg,
    "darker": darker,
    "brighter": brighter,
    "rotation": rotation,
}


def misheard(text: str, severity: int, chance: random.Random) -> str:
    """Each word, with a chance of 6 % a severity: lost where it is an article, a homophone, or without a letter."""
    words = []
    for word in text.split():
        if chance.random() >= 0.06 * severity:
            words.append(word)
        elif word in HOMOPHONES:
            words.append(HOMOPHONES[word])
        elif word not in ("the", "a", "an") and len(word) > 2:
            place = chance.randrange(1, len(word))
            words.append(word[:place] + word[place + 1 :])
    return " ".join(words) or text


AROUND = ("{} please", "um, {}", "hey, {} do you think", "okay so tell me, {} please", "sorry, um, could you look, {} can you tell")


def surrounded(text: str, severity: int, chance: random.Random) -> str:
    """By small talk, more of it at each severity."""
    return AROUND[severity - 1].format(text.rstrip(" ?"))


WORDINGS: dict[str, Callable[[str, int, random.Random], str]] = {"words": misheard, "small talk": surrounded}


@door.sentences(MADE_BY)
def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.robustness", description="Accuracy under noise and attack.")
    parser.add_argument("--photos", type=door.folder, help="folder of the photos that the questions name, to be made worse")
    parser.add_argument("--most", type=door.count, default=150, help="questions, drawn by lot (default: %(default)s)")
    parser.add_argument("--run", type=Path, help="folder of a training run, to be attacked")
    parser.add_argument("--plot", type=door.png, help="a .png of the table")
    options = parser.parse_args()
    if not options.photos and not options.run:
        parser.error("give --photos DIR to make pictures and words worse, --run DIR to attack a network, or both")
    if options.photos:
        made_worse(options)
    if options.run:
        print("\n".join(attacked(options.run)))


def made_worse(options: argparse.Namespace) -> None:
    rows = [row for row in asked_of(options.photos) if "question" in row and row["split"] in SAMPLED]
    rows = sorted(random.Random(0).sample(rows, min(options.most, len(rows))), key=lambda row: row["image"])
    found = dict(under_noise(rows, options.photos))
    print(f"{len(rows)} questions on photos, percent right (95 % interval)\n{'':<20}" + "".join(f"{name:>26}" for name in ENGINES))
    for (name, severity), scores in found.items():
        print(f"{name:<14}{severity or '':>4}  " + "".join(f"{shown(score):>26}" for score in scores))
    if options.plot:
        plot(found, options.plot)
        print(f"plotted in {options.plot}")


def shown(score: Score) -> str:
    low, high = score.within
    return f"{100 * score.share:.1f} ({100 * low:.0f} to {100 * high:.0f})"


def under_noise(rows: Sequence[dict], photos: Path) -> Iterator[tuple[tuple[str, int], list[Score]]]:
    builder = SceneBuilder(Vision(), Store(model_dir()))
    engines = [open_vlm(Vision(engine=name), Phrases("assistant", "vision"), near=builder.near) for name in ENGINES]
    pictures = {row["image"]: load_frame(photos / row["image"]).pixels for row in rows}
    settings = [("clean", 0), *((name, step) for name in (*CORRUPTIONS, *WORDINGS) for step in range(1, SEVERITIES + 1))]
    for name, severity in track(settings, "Corrupting"):
        chance, words = np.random.default_rng(severity), random.Random(severity)
        change, reword = CORRUPTIONS.get(name), WORDINGS.get(name)
        scenes = {image: builder.build(Frame(change(pixels, severity, chance) if change else pixels)) for image, pixels in pictures.items()}
        asked = [(row, reword(row["question"], severity, words) if reword else row["question"]) for row in rows]
        hits = [sum(matches(engine.answer(text, scenes[row["image"]]).short, row["answers"]) for row, text in asked) for engine in engines]
        yield (name, severity), [Score(name, right, len(rows)) for right in hits]


def attacked(run: Path) -> Iterator[str]:
    """Accuracy on simulated pictures, clean and with tokens that were moved against the answer."""
    import torch

    from models.vilbert.attack import fgsm, pgd
    from models.vilbert.data.batches import assemble
    from models.vilbert.data.examples import simulated
    from models.vilbert.export import read_checkpoint
    from models.vilbert.losses import Losses
    from models.vilbert.vocabulary import vocabulary

    words = vocabulary()
    network, _, _ = read_checkpoint(run / "checkpoint.pt", words, np.load(run.parent / "table.npy"))
    network.eval()
    losses, batch = Losses(words), assemble(simulated(random.Random(4242), 60, 8), words)
    asked = batch.answers >= 0

    def told(picture):
        return losses.questions(network, type(batch)(**{**vars(batch), "picture": picture}))

    def right(picture) -> str:
        with torch.no_grad():
            hits = (told(picture)[2].argmax(-1) == batch.answers)[asked]
        return shown(Score("", int(hits.sum()), len(hits)))

    loss = lambda picture: told(picture)[0]["answer"]  # noqa: E731
    yield f"\n{int(asked.sum())} questions on simulated pictures, image tokens attacked\n{'reach':<10}{'FGSM':>22}{'PGD, 8 steps':>22}"
    yield f"{0:<10}{right(batch.picture):>22}{right(batch.picture):>22}"
    for reach in REACHES:
        yield f"{reach:<10}{right(fgsm(loss, batch.picture, reach)):>22}{right(pgd(loss, batch.picture, reach, 8)):>22}"


def plot(found: dict[tuple[str, int], list[Score]], file: Path) -> None:
    """The share of right answers over the severities, an engine a line."""
    severities = range(SEVERITIES + 1)
    charts = []
    for name in (*CORRUPTIONS, *WORDINGS):
        scores = [found[(name, step) if step else ("clean", 0)] for step in severities]
        lines = {engine: [(step, 100 * of[number].share) for step, of in enumerate(scores)] for number, engine in enumerate(ENGINES)}
        charts.append(Chart(name, "severity", "% right", lines))
    draw(charts, file, columns=4, size=SIZE)


if __name__ == "__main__":
    main()
