"""What INT8 costs and brings, network by network: size, speed, answers and accuracy against FP32, in one run, engines in rotation.

    python -m bench.precision [--networks vad,detector,...] [--rounds 5] [--count 100] [--whole] [--plot FILE.png] [--json]

FP32 is the graph of the weights' own packages, which are fetched again where they are gone; of what was trained for Owlish it is the
shipped INT8 graph made float again, so that for those only the rounding of activations is told here (that of the weights stands in their
cards: models/weights/*.md). Times are CPU milliseconds on one thread, the least of the rounds, summed over inputs.
--whole also measures what a person notices: word error rate, answers by type, captions, routing (bench/whole.py).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.paths import model_dir
from edge import graphs, rules, variants
from edge.errors import NotFaithful
from edge.gate import Gate, Verdict
from edge.networks import MEASURE, NETWORKS, Feeds, Network, find
from models import door
from models.runtime import open_session
from models.store import Store

SIZE, SPEED, AGREEMENT, LOST = 0.3, 1.8, 0.99, 0.5
"""What is aimed at: shares of FP32's bytes and time, share of the same answers, points of accuracy."""
TIMED = 6
"""Inputs that are timed."""
WAKE = "the wake word runs as INT8 TFLite inside pymicro-wakeword, which brings no float graph to compare with"


@dataclass(frozen=True)
class Row:
    network: str
    runs: str
    """What the assistant runs: int8 or fp32."""
    size: float
    speed: float
    plain_ms: float
    small_ms: float
    agreed: int
    of: int
    kind: str
    lost: float
    """Points of accuracy of the kind that loses most."""
    note: str
    """Which aims are missed, or why FP32 is kept."""


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.precision", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--networks", type=door.names(NETWORKS), default=",".join(NETWORKS), help="by comma (default: all)")
    parser.add_argument("--rounds", type=door.count, default=5)
    parser.add_argument("--count", type=door.count, default=100, help="inputs whose answers are compared (default: %(default)s)")
    parser.add_argument("--whole", action="store_true", help="also what a person notices")
    parser.add_argument("--plot", type=door.png, help="a .png of the table")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    store, rows = Store(model_dir()), []
    for name in options.networks:
        print(f"{name} ...", file=sys.stderr, flush=True)
        rows.append(row := measured(find(name), store, options.rounds, options.count))
        if options.json:
            print(json.dumps(asdict(row)), flush=True)
    if not options.json:
        print(render(rows))
    if options.plot:
        draw(rows, options.plot)
    if options.whole:
        from bench import whole

        whole.report(store, options.count, options.json)


def measured(network: Network, store: Store, rounds: int, count: int) -> Row:
    folder, artefact = store.root / "variants", network.artefact(store)
    plain = variants.make(network, "fp32", store, folder, fetch=True)
    is_small = rules.is_quantized(graphs.load(artefact))
    small, why = (artefact, "") if is_small else candidate(network, store, folder)
    if small is None:
        ms = least({"fp32": plain}, fed(network, store), rounds)["fp32"]
        return Row(network.id, "fp32", 1.0, 1.0, ms, ms, 0, 0, "", 0.0, why)
    spent = least({"fp32": plain, "int8": small}, fed(network, store), rounds)
    verdict = Gate(network, store, plain, count).judge(small)
    size, speed = small.stat().st_size / plain.stat().st_size, spent["fp32"] / spent["int8"]
    note = "; ".join(missed(size, speed, verdict))
    return Row(
        network.id,
        "int8" if is_small else "fp32",
        size,
        speed,
        spent["fp32"],
        spent["int8"],
        verdict.agreed,
        verdict.of,
        *verdict.worst,
        note,
    )


def candidate(network: Network, store: Store, folder: Path) -> tuple[Path | None, str]:
    """INT8 of what still runs in FP32, or why there is none."""
    try:
        return variants.make(network, "int8", store, folder, fetch=True), ""
    except NotFaithful as error:
        return None, str(error)


def fed(network: Network, store: Store) -> list[Feeds]:
    return list(network.feeds(store, TIMED, MEASURE))


def least(paths: Mapping[str, Path], feeds: Sequence[Feeds], rounds: int) -> dict[str, float]:
    """CPU milliseconds an input: of each graph the least of the rounds, in which the graphs take turns."""
    sessions = {name: open_session(path) for name, path in paths.items()}
    spent = {name: [float("inf")] * len(feeds) for name in paths}
    for _ in range(rounds + 1):
        for place, one in enumerate(feeds):
            for name, session in sessions.items():
                begin = time.process_time()
                session.run(None, one)
                spent[name][place] = min(spent[name][place], time.process_time() - begin)
    return {name: 1e3 * sum(times) / len(times) for name, times in spent.items()}


def missed(size: float, speed: float, verdict: Verdict) -> list[str]:
    told = []
    if size > SIZE:
        told.append(f"size above {SIZE}")
    if speed < SPEED:
        told.append(f"speed below {SPEED}")
    if verdict.agreement < AGREEMENT:
        told.append(f"agreement below {AGREEMENT:.0%}")
    if verdict.worst[1] > LOST:
        kind = verdict.worst[0]
        lost, of = verdict.before[kind].right - verdict.after[kind].right, verdict.before[kind].of
        told.append(f"{kind}: {lost} fewer of {of} right")
    return told


def render(rows: Sequence[Row]) -> str:
    lines = ["| network | runs | size | speed | ms FP32 | ms INT8 | answers | loses most | note |", "|---|---|---|---|---|---|---|---|---|"]
    for row in rows:
        answers = f"{row.agreed}/{row.of} ({row.agreed / row.of:.1%})" if row.of else "-"
        worst = f"{row.kind} {row.lost:+.1f}" if row.kind else "-"
        cells = (
            f"{row.size:.2f}",
            f"{row.speed:.2f}",
            f"{row.plain_ms:.2f}",
            f"{row.small_ms:.2f}",
            answers,
            worst,
            row.note or "all aims met",
        )
        lines.append(f"| {row.network} | {row.runs} | {' | '.join(cells)} |")
    return "\n".join([*lines, "", f"And {WAKE}."])


def draw(rows: Sequence[Row], path: Path) -> None:
    """Three bars a network: size, speed, agreement, each with its aim as a line."""
    from PIL import Image, ImageDraw, ImageFont

    high, left, wide = 22, 190, 230
    columns = (("bytes of FP32", "size", 1.0, SIZE), ("times faster", "speed", 4.0, SPEED), ("same answers", "agreement", 1.0, AGREEMENT))
    image = Image.new("RGB", (left + wide * len(columns) + 20, high * (len(rows) + 2)), "white")
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(13)
    for place, (title, name, full, aim) in enumerate(columns):
        x = left + wide * place
        pen.text((x, 6), f"{title} (aim {aim:g})", "#222", font)
        for number, row in enumerate(rows):
            value = (row.agreed / row.of if row.of else 1.0) if name == "agreement" else getattr(row, name)
            y, good = high * (number + 1) + 6, value <= aim if name == "size" else value >= aim
            pen.rectangle((x, y, x + (wide - 60) * min(1.0, value / full), y + high - 8), fill="#2266aa" if good else "#cc7722")
            pen.text((x + wide - 56, y), f"{value:.2f}" if name != "agreement" or row.of else "FP32", "#222", font)
            if place == 0:
                pen.text((6, y), row.network, "#222", font)
        line = x + (wide - 60) * aim / full
        pen.line((line, high, line, high * (len(rows) + 1)), fill="#222")
    image.save(path)


if __name__ == "__main__":
    main()
