"""Whether explanations agree with what hiding really does: on photos, hiding what an answer is said to rest on must change it.

    python -m bench.explain --photos DIR [--most N]

For each question with a placed region: how often the answer changes when the token is hidden that occlusion, rollout, or the citation
(grounding and pointer) names first, and when one drawn by lot is; and how alike occlusion and rollout rank the tokens (Spearman).
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import numpy as np

from assistant.paths import model_dir
from assistant.senses.files import load_frame
from bench.vision import SAMPLED, asked_of
from models import door
from models.store import Store
from models.vilbert.explain import PLACED, explain
from models.vilbert.frontend import LOOKED, FrontEnd
from models.vilbert.runtime import Fusion, Picture


@door.sentences({})
def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.explain", description="Agreement of explanations with occlusion.")
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--most", type=door.count, default=300, help="questions, drawn by lot (default: %(default)s)")
    options = parser.parse_args()
    rows = [row for row in asked_of(options.photos) if "question" in row and row["split"] in SAMPLED]
    chance = random.Random(0)
    rows = sorted(chance.sample(rows, min(options.most, len(rows))), key=lambda row: row["image"])
    changed, alike = measured(rows, options.photos, chance)
    print(f"{len(alike)} questions; hiding one token with what lies in it changes the answer")
    for name, hits in changed.items():
        print(f"{name:<28}{100 * np.mean(hits):6.1f} %")
    print(f"rank correlation of rollout and occlusion: {np.mean(alike):.2f}")


def measured(rows: list[dict], photos: Path, chance: random.Random) -> tuple[dict[str, list[bool]], list[float]]:
    look, fusion = FrontEnd(Store(model_dir()), threshold=LOOKED), Fusion()
    changed: dict[str, list[bool]] = defaultdict(list)
    alike: list[float] = []
    for question, picture in shown(rows, photos, look, fusion):
        told = explain(fusion, picture, question)
        placed = np.flatnonzero(np.isin(picture.source.kinds, PLACED))
        if not len(placed):
            continue
        claims = {
            "the first by occlusion": placed[told.tokens[placed].argmax()],
            "the first by citation": placed[np.maximum(told.reading.grounding, told.reading.pointer)[placed].argmax()],
            "the first by rollout": placed[told.looked[placed].argmax()],
            "one drawn by lot": chance.choice(placed.tolist()),
        }
        for name, token in claims.items():
            changed[name].append(int(token) in told.without)
        alike.append(correlation(told.tokens[placed], told.looked[placed]))
    return changed, alike


def shown(rows: list[dict], photos: Path, look: FrontEnd, fusion: Fusion) -> Iterator[tuple[str, Picture]]:
    """Each question with its photo, which is looked at once; rows: by photo."""
    for image, asked in groupby(rows, key=itemgetter("image")):
        picture = fusion.see(look(load_frame(photos / image).pixels))
        yield from ((row["question"], picture) for row in asked)


def correlation(first: np.ndarray, second: np.ndarray) -> float:
    """Spearman's, without ties; 0 for fewer than three."""
    if len(first) < 3:
        return 0.0
    one, other = (np.argsort(np.argsort(values)) for values in (first, second))
    return float(np.corrcoef(one, other)[0, 1])


if __name__ == "__main__":
    main()
