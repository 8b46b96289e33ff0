"""The work of each network over what this machine can do at best, on one thread: how near each comes to the roof.

    python -m bench.roofline [--rounds 10] [--plot FILE.png]

MACs are counted in the graph that ONNX Runtime makes of the artefact, on real inputs (edge.macs); the roof is measured in the same process
(edge.roofline). A network may stay below it because its products are small (the time goes into calls), or because its weights are read
once and used once: then the time of reading them is the roof.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from assistant.paths import model_dir
from edge.macs import Work, count
from edge.networks import ALL, MEASURE
from edge.roofline import Peaks, least, measure
from models import door
from models.chart import Chart, draw
from models.errors import ModelMissing
from models.runtime import open_session
from models.store import Store


@dataclass(frozen=True)
class Reached:
    network: str
    work: Work
    seconds: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.roofline", description="Share of the machine's peak that each network reaches.")
    parser.add_argument("--rounds", type=door.count, default=10)
    parser.add_argument("--plot", type=door.png, help="draw the roofline as a PNG")
    options = parser.parse_args()
    peaks = measure()
    integer, floating, memory = (f"{value / 1e9:.0f}" for value in (peaks.integer, peaks.floating, peaks.memory))
    print(f"one thread: {integer} G INT8 MAC/s, {floating} G float MAC/s, {memory} GB/s read\n")
    rows = list(reached(Store(model_dir()), options.rounds))
    print(table(rows, peaks))
    if options.plot:
        draw([chart(rows, peaks)], options.plot, columns=1, size=(900, 520))


def reached(store: Store, rounds: int) -> Iterator[Reached]:
    for network in ALL:
        try:
            path = network.artefact(store)
        except ModelMissing as error:
            print(f"({network.id} is left out: {error})")
            continue
        feeds = list(network.feeds(store, 2, MEASURE))[-1]
        session = open_session(path)
        yield Reached(network.id, count(path, feeds), least(partial(session.run, None, feeds), rounds))


def table(rows: Sequence[Reached], peaks: Peaks) -> str:
    heads = ("M MACs INT8", "float", "MB weights", "ms", "ms at the roof", "share %", "ms to read")
    lines = [f"{'network':26}" + "".join(f"{head:>15}" for head in heads)]
    for row in rows:
        least_ms = 1000 * peaks.seconds(row.work)
        cells = (
            f"{row.work.integer / 1e6:.1f}", f"{row.work.floating / 1e6:.1f}", f"{row.work.weights / 1e6:.1f}", f"{1000 * row.seconds:.2f}",
            f"{least_ms:.2f}", f"{100 * least_ms / (1000 * row.seconds):.0f}", f"{1000 * peaks.reading(row.work):.2f}",
        )  # fmt: skip
        lines.append(f"{row.network:26}" + "".join(f"{cell:>15}" for cell in cells))
    return "\n".join(lines)


def chart(rows: Sequence[Reached], peaks: Peaks) -> Chart:
    """Across: MACs for each byte of weights; up: billions of MACs a second."""
    points = {row.network: (row.work.total / row.work.weights, row.work.total / row.seconds / 1e9) for row in rows}
    spread = sorted((min(x for x, _ in points.values()), max(x for x, _ in points.values())))
    roof = lambda top: [(x, min(top, peaks.memory * x) / 1e9) for x in (spread[0], top / peaks.memory, spread[1])]  # noqa: E731
    return Chart(
        "Roofline, one thread",
        "MACs a byte of weights",
        "G MAC/s",
        {"INT8": roof(peaks.integer), "float": roof(peaks.floating)},
        True,
        points,
    )


if __name__ == "__main__":
    main()
