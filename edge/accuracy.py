"""How often a network is right, by kind, where the truth is known: what was asked, drawn, written or said is made here.

Of the others (detector, backbone, dual encoder, sentences, VAD) only the agreement with the float graph can be told without a labelled set.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from edge import samples
from edge.networks import MEASURE, Network, companions
from models import registry
from models.store import Prepared, Store
from models.vilbert.evaluate import Score

Pair = tuple[str, int, int]
"""Kind, how many are right, of how many."""


def measure(network: Network, store: Store, graph: Path, count: int, seed: int = MEASURE) -> dict[str, Score]:
    """graph: in place of the network's own. Returns a score by kind and one over all, or nothing where there is no truth to be had."""
    way = next((way for prefix, way in WAYS.items() if network.id.startswith(prefix)), None)
    if way is None:
        return {}
    with TemporaryDirectory() as scratch:
        return summed(way(store, companions(network, store, Path(scratch), graph), count, seed))


def summed(pairs: Iterable[Pair]) -> dict[str, Score]:
    right: dict[str, int] = {}
    total: dict[str, int] = {}
    for kind, hits, of in pairs:
        for name in (kind, "all"):
            right[name] = right.get(name, 0) + hits
            total[name] = total.get(name, 0) + of
    return {kind: Score(kind, right[kind], total[kind]) for kind in total}


def heard(store: Store, folder: Path, count: int, seed: int) -> Iterator[Pair]:
    """Words of sentences that the voice says, with and without noise."""
    from models.whisper.runtime import Whisper

    whisper = Whisper(Prepared(registry.find("whisper-tiny.en"), folder))
    for sound, text, loud in islice(samples.spoken(store, seed), count):
        yield "noisy" if loud else "quiet", *matched(words(text), words(whisper.transcribe(sound).text))


def heard_back(store: Store, folder: Path, count: int, seed: int) -> Iterator[Pair]:
    """Words of what the voice says, as the recognizer hears them."""
    import soxr

    from models.piper.runtime import Piper
    from models.whisper.runtime import RATE_HZ, Whisper

    voice, whisper = Piper(Prepared(registry.find("piper-joe"), folder), steady=True), Whisper(store.get("whisper-tiny.en"))
    for text in islice(samples.sentences(seed), count):
        sound = soxr.resample(voice.synthesize(text + "."), voice.rate_hz, RATE_HZ)
        yield "heard back", *matched(words(text), words(whisper.transcribe(sound).text))


def read(store: Store, folder: Path, count: int, seed: int) -> Iterator[Pair]:
    """Characters of lines on pages."""
    from models.ocr.runtime import Ocr

    ocr = Ocr(Prepared(registry.find("ppocr-v6-small"), folder))
    for page, lines, on_photo in islice(samples.written(seed), count):
        yield "on photos" if on_photo else "plain", *matched("\n".join(lines), "\n".join(line.text for line in ocr(page)))


def answered(store: Store, folder: Path, count: int, seed: int) -> Iterator[Pair]:
    """Questions of simulated pictures."""
    from models.vilbert.data.noise import TRAINED
    from models.vilbert.evaluate import answers, is_right
    from models.vilbert.runtime import Fusion
    from models.vilbert.sets import simulated_set

    asked = simulated_set(random.Random(seed), count, TRAINED)
    for one, reading, tokens in answers(Fusion(folder), asked):
        yield one.question.kind, int(is_right(one, reading, tokens)), 1


def found(store: Store, folder: Path, count: int, seed: int) -> Iterator[Pair]:
    """Shapes of rendered scenes, with their names."""
    import numpy as np

    from models.detector.runtime import HIT, overlap
    from models.drawings.names import names
    from models.drawings.runtime import ARTEFACT, SIDE, Drawings

    drawings = Drawings(folder / ARTEFACT)
    for pixels, things in islice(samples.arranged(seed), count):
        seen = drawings(pixels)
        said = seen.classes.argmax(1) if len(seen.boxes) else np.zeros(0, int)
        for thing in things:
            near = overlap(np.array(thing.box, np.float32) * SIDE, seen.boxes) >= HIT if len(seen.boxes) else np.zeros(0, bool)
            yield thing.name, int(any(names()[row] == thing.name for row in said[near])), 1


Way = Callable[[Store, Path, int, int], Iterator[Pair]]
WAYS: dict[str, Way] = {
    "whisper": heard,
    "voice": heard_back,
    "ocr": read,
    "vilbert-picture": answered,
    "vilbert-question": answered,
    "drawings": found,
}


def words(text: str) -> list[str]:
    return re.sub(r"[^\w\s]", " ", text.lower()).split()


def matched(wanted: list[str] | str, got: list[str] | str) -> tuple[int, int]:
    """(how many are right, of how many): the length less Levenshtein's distance, and the length."""
    row = list(range(len(got) + 1))
    for count, one in enumerate(wanted, 1):
        before, row[0] = row[0], count
        for place, other in enumerate(got, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (one != other))
    return len(wanted) - min(row[-1], len(wanted)), len(wanted)
