"""What an answer costs as the work grows: regions, words, seconds of speech, threads, pictures that are searched.

    python -m bench.growth [--rounds 20] [--plot FILE.png] [--only regions,words,speech,threads,gallery]

Milliseconds: of the processor on one thread, for threads by the clock, the least of the rounds. In every round each size is measured once,
so that a busy machine is unfair to none. Regions are those of real pictures, taken again as often as needed; speech is spoken
sentences one after the other, cut at the length; the gallery holds random vectors, for how they are looked up does not depend on them.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import partial
from pathlib import Path

import numpy as np

from assistant.memory.pictures import Entry, PictureIndex
from assistant.paths import model_dir
from models import door
from models.calibration import photos
from models.chart import Chart, draw
from models.clip.runtime import WIDTH
from models.store import Store
from models.vilbert.frontend import LOOKED, FrontEnd
from models.vilbert.runtime import Fusion
from models.vilbert.tokens import REGION, Tokens, joined
from models.whisper.mel import RATE_HZ
from models.whisper.runtime import Whisper
from tests.speech import spoken

REGIONS, WORDS = (4, 8, 12, 16, 20, 24, 28, 32, 36), (3, 7, 11, 15, 19, 23, 27, 31)
SECONDS, THREADS = (1, 2, 3, 4, 6, 8, 10, 15, 20, 25, 30), (1, 2, 3, 4)
PICTURES = (100, 1_000, 10_000, 100_000)
QUESTION = "is the small red cup on the table to the left of the book"
SENTENCES = ("What is on the table?", "Set a timer for ten minutes.", "Where is the red cup?", "How many people are in the room?",
             "Tell me what time it is.", "Find the laptop next to the window.", "Cancel all timers.", "What is the dog doing?")  # fmt: skip
Work = Callable[[], object]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description="Cost as the work grows.")
    parser.add_argument("--rounds", type=door.count, default=20)
    parser.add_argument("--plot", type=door.png, help="draw the curves as a PNG")
    parser.add_argument("--only", type=door.names(CURVES), default=",".join(CURVES), help="by comma (default: %(default)s)")
    options = parser.parse_args()
    store, charts = Store(model_dir()), []
    for name in options.only:
        chart = CURVES[name](store, options.rounds)
        print(f"{chart.title}, {chart.up}\n{shown(chart)}\n", flush=True)
        charts.append(chart)
    if options.plot:
        draw(charts, options.plot)
        print(f"drawn: {options.plot}")


def shown(chart: Chart) -> str:
    sizes = [size for size, _ in next(iter(chart.lines.values()))]
    rows = [f"{chart.across:28}" + "".join(f"{size:>9g}" for size in sizes)]
    return "\n".join([*rows, *(f"{name:28}" + "".join(f"{ms:9.2f}" for _, ms in line) for name, line in chart.lines.items())])


def quickest(works: Mapping[float, Work], rounds: int, clock: Callable[[], float] = time.process_time) -> list[tuple[float, float]]:
    """(size, milliseconds) of each, measured in turns after a round to warm up."""
    spent: dict[float, list[float]] = {size: [] for size in works}
    for _ in range(rounds + 1):
        for size, work in works.items():
            begin = clock()
            work()
            spent[size].append(clock() - begin)
    return [(size, 1000 * min(values[1:])) for size, values in spent.items()]


# ---- regions and words


def regions(store: Store, rounds: int) -> Chart:
    fusion, looks = Fusion(), tokens_of_photos(store)
    ids = fusion.ids(QUESTION)
    pictures = {many: with_regions(looks, many) for many in REGIONS}
    kept = {many: fusion.see(tokens) for many, tokens in pictures.items()}
    see = quickest({many: partial(fusion.see, tokens) for many, tokens in pictures.items()}, rounds)
    read = quickest({many: partial(fusion.reading, picture, ids) for many, picture in kept.items()}, rounds)
    return Chart("Regions in the picture", "regions", "ms", {"picture, once": see, "each question": read})


def words(store: Store, rounds: int) -> Chart:
    fusion = Fusion()
    picture = fusion.see(with_regions(tokens_of_photos(store), 12))
    every = fusion.ids(f"{QUESTION} and is the blue ball on the chair to the right of the lamp by the door")
    assert len(every) >= max(WORDS)
    works: dict[float, Work] = {many: partial(fusion.reading, picture, every[:many]) for many in WORDS}
    return Chart("Pieces of the question", "pieces", "ms", {"each question": quickest(works, rounds)})


def tokens_of_photos(store: Store) -> list[Tokens]:
    look = FrontEnd(store, threshold=LOOKED)
    return [look(pixels) for pixels in photos()[:12]]


def with_regions(looks: Sequence[Tokens], many: int) -> Tokens:
    """The first picture with so many regions: its own, then those of the others, again and again."""
    own = taken(looks[0], np.flatnonzero(looks[0].kinds != REGION))
    pool = joined([taken(tokens, np.flatnonzero(tokens.kinds == REGION)) for tokens in looks])
    return joined([own, taken(pool, np.arange(many) % len(pool))])


def taken(tokens: Tokens, rows: np.ndarray) -> Tokens:
    return Tokens(**{item.name: getattr(tokens, item.name)[rows] for item in fields(Tokens)})


# ---- speech, threads, pictures


def speech(store: Store, rounds: int) -> Chart:
    sounds = {seconds: said(seconds) for seconds in SECONDS}
    lines = {}
    for name, beam in (("greedy", 1), ("five beams", 5)):
        whisper = Whisper(store.get("whisper-tiny.en"), beam=beam)
        lines[name] = quickest({seconds: partial(whisper.transcribe, sound) for seconds, sound in sounds.items()}, max(1, rounds // 4))
    return Chart("Seconds of speech, whisper-tiny.en", "s", "ms", lines)


def said(seconds: float) -> np.ndarray:
    sounds: Iterator[np.ndarray] = (spoken(text, before=0.2, after=0.4).samples for _ in range(4) for text in SENTENCES)
    return np.concatenate(list(sounds))[: seconds * RATE_HZ]


def threads(store: Store, rounds: int) -> Chart:
    sound, pixels = said(3), photos()[0]
    hears = {many: Whisper(store.get("whisper-tiny.en"), threads=many) for many in THREADS}
    sees = {many: (FrontEnd(store, threshold=LOOKED, threads=many), Fusion(threads=many)) for many in THREADS}
    lines: dict[str, dict[float, Work]] = {
        "3 s of speech to text": {many: partial(whisper.transcribe, sound) for many, whisper in hears.items()},
        "picture to answer": {many: partial(first_answer, look, fusion, pixels) for many, (look, fusion) in sees.items()},
    }
    return Chart(
        "Threads", "threads", "ms by the clock", {name: quickest(works, rounds, time.perf_counter) for name, works in lines.items()}
    )


def first_answer(look: FrontEnd, fusion: Fusion, pixels: np.ndarray) -> object:
    return fusion.read(fusion.see(look(pixels)), QUESTION)


def gallery(store: Store, rounds: int) -> Chart:
    chance, line, done = np.random.default_rng(0), [], 0
    with tempfile.TemporaryDirectory() as folder:
        index = PictureIndex(Path(folder, "pictures.db"), "random", WIDTH)
        for many in PICTURES:
            index.put(Entry(Path("/gallery", f"{number}.jpg"), None, unit(chance)) for number in range(done, many))
            wanted, done = unit(chance), many
            line += quickest({many: partial(index.nearest, wanted, Path("/gallery"), 20)}, rounds)
        index.close()
    return Chart("Pictures that are searched", "pictures", "ms", {"the 20 nearest": line}, logarithmic=True)


def unit(chance: np.random.Generator) -> np.ndarray:
    vector = chance.standard_normal(WIDTH, np.float32)
    return vector / np.linalg.norm(vector)


CURVES = {"regions": regions, "words": words, "speech": speech, "threads": threads, "gallery": gallery}

if __name__ == "__main__":
    main()
