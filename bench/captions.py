"""Captions of photos beside those that people wrote: how alike they are, and whether they tell a photo from the others.

    python -m bench.captions --photos DIR [--show]

DIR holds the photos that bench/data/dev_captions.jsonl names; two captions each, written while looking at them. *Alike* is the cosine of
the sentence encoder with the nearer one of the two; *first of all* is the share of captions that are more alike to their own photo's
than to any other's. Beside the engines: what the first says of another photo, and of the written captions the one beside the other.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.config import Vision
from assistant.paths import model_dir
from assistant.phrases import Phrases
from assistant.understanding.fusion import open_vlm
from bench.retrieval import CAPTIONS
from bench.vision import Looker, asked_of, engines
from models import door
from models.minilm.runtime import SentenceEncoder
from models.store import Store

NOTHING = "nothing"
"""What stands for a caption where none is said."""


@door.sentences({})
def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.captions", description="Captions of photos beside those that people wrote.")
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--engine", type=engines, default="vilbert,rule-baseline", help="engines, by comma (default: %(default)s)")
    parser.add_argument("--show", action="store_true", help="print what was said")
    options = parser.parse_args()
    rows = asked_of(options.photos, CAPTIONS, captions=True)
    encode, look = SentenceEncoder(Store(model_dir()).get("all-minilm-l6-v2")), Looker(options.photos)
    people = np.stack([encode(row["captions"]) for row in rows])
    print(f"{'split':8}{'captions of':22}{'photos':>8}{'said':>8}{'alike':>8}{'first of all':>14}{'of five':>9}")
    for engine in options.engine:
        vlm = open_vlm(Vision(engine=engine), Phrases("assistant", "vision"), near=look.near)
        told = [vlm.describe(look(row["image"])) for row in rows]
        said = [NOTHING if answer.abstained else answer.short for answer in told]
        vectors = encode(said)
        for split in dict.fromkeys(row["split"] for row in rows):
            own = np.array([row["split"] == split for row in rows])
            print(line(split, engine, vectors[own], people[own], said=[text for text, mine in zip(said, own, strict=True) if mine]))
            if engine == options.engine[0]:
                print(line(split, "  of the photo before", np.roll(vectors[own], 1, 0), people[own]))
                print(line(split, "  written beside it", people[own, 0], people[own, 1:]))
        if options.show:
            print("\n".join(f"{row['image']}  {text}   ({row['captions'][0]})" for row, text in zip(rows, said, strict=True)))


def line(split: str, name: str, vectors: np.ndarray, people: np.ndarray, said: Sequence[str] = ()) -> str:
    """vectors: (N, E); people: (N, captions, E)"""
    share = f"{100 * np.mean([text != NOTHING for text in said]):>7.0f}%" if said else f"{'':>8}"
    first, five = (100 * told_apart(vectors, people, most) for most in (1, 5))
    return f"{split:8}{name:22}{len(vectors):>8}{share}{alike(vectors, people):>8.3f}{first:>13.1f}%{five:>8.1f}%"


def alike(vectors: np.ndarray, people: np.ndarray) -> float:
    """The mean cosine with the nearest caption of the same photo."""
    return float(np.einsum("ne,nce->nc", vectors, people).max(1).mean())


def told_apart(vectors: np.ndarray, people: np.ndarray, most: int) -> float:
    """Share of captions of which the own photo is among the `most` whose captions are most alike."""
    cosines = np.einsum("ne,mce->nmc", vectors, people).mean(2)
    return float(((cosines > cosines.diagonal()[:, None]).sum(1) < most).mean())


if __name__ == "__main__":
    main()
