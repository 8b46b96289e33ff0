"""Photos found by their captions: by the dual encoder alone, and with the fusion's second look at its best.

    python -m bench.retrieval --photos DIR

DIR holds the photos that bench/data/dev_captions.jsonl names; two captions each, written while looking at them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.commands.gallery import Matcher
from assistant.commands.search import JUDGED
from assistant.config import Vision
from assistant.paths import model_dir
from assistant.senses.files import load_frame
from bench.vision import asked_of
from models import door
from models.clip.runtime import DualEncoder
from models.store import Store

CAPTIONS = Path(__file__).parent / "data" / "dev_captions.jsonl"


@dataclass(frozen=True, eq=False)
class Ranked:
    """Queries and pictures: higher scores are better."""

    scores: np.ndarray
    """(T, N)"""
    own: np.ndarray
    """(T,) the picture that each text is of."""

    def recall(self, count: int) -> float:
        """Share of the texts whose picture is among the best `count`."""
        mine = self.scores[np.arange(len(self.own)), self.own]
        return float(((self.scores > mine[:, None]).sum(1) < count).mean())


@door.sentences({})
def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.retrieval", description="Recall of photos by captions, without and with the second look."
    )
    parser.add_argument("--photos", type=Path, required=True)
    options = parser.parse_args()
    rows = asked_of(options.photos, CAPTIONS, captions=True)
    pictures = [load_frame(options.photos / row["image"]).pixels for row in rows]
    texts = [(number, text) for number, row in enumerate(rows) for text in row["captions"]]
    print(f"{len(pictures)} photos, {len(texts)} captions\n{'':<28}{'recall@1':>10}{'@5':>8}{'@10':>8}")
    for name, ranked in both(pictures, [text for _, text in texts], np.array([number for number, _ in texts])):
        print(f"{name:<28}" + "".join(f"{100 * ranked.recall(count):>{width}.1f}" for count, width in ((1, 10), (5, 8), (10, 8))))


def both(pictures: list[np.ndarray], texts: list[str], own: np.ndarray) -> Iterator[tuple[str, Ranked]]:
    store = Store(model_dir())
    encoder, matcher = DualEncoder(store), Matcher(store, Vision().detection_threshold)
    cosines = encoder.query(texts) @ np.stack([encoder.image(pixels) for pixels in pictures]).T
    yield "dual encoder", Ranked(cosines, own)
    seen = [matcher.see(pixels) for pixels in pictures]
    again = cosines - 1e3
    for row, text in enumerate(texts):
        for column in np.argsort(-cosines[row])[:JUDGED]:
            again[row, column] = cosines[row, column] + matcher.odds(text, seen[column]) / encoder.scale
    yield f"and the fusion, best {JUDGED}", Ranked(again, own)


if __name__ == "__main__":
    main()
