"""All that is measured of what Owlish sees, one table after the other: photos, captions, synthetic pictures, retrieval, latency.

    python -m bench.report [--photos DIR] [--blind DIR] [--run DIR] [--compare NAME,NAME] [--pictures N]

Without the photos that the questions name, what needs them is left out. The parts are commands of their own; each is printed with the
command that made it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from models import door

CAPTIONS = Path(__file__).parent / "data" / "dev_captions.jsonl"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.report", description="Prints the tables of the model cards.")
    parser.add_argument("--photos", type=door.folder, help="folder of the photos that the questions name")
    parser.add_argument("--blind", type=door.folder, help="folder of a network that was trained on questions alone")
    parser.add_argument("--run", type=Path, help="folder of a trained run: in FP32, what pre-training taught it, its tokens attacked")
    parser.add_argument("--compare", default="", help="names of runs to put beside each other, by comma: ablations, a teacher, its student")
    parser.add_argument("--pictures", type=door.count, default=150, help="of each synthetic set (default: %(default)s)")
    options = parser.parse_args()
    failed = 0
    for title, module, *arguments in parts(options):
        print(f"\n## {title}\n\n    python -m {' '.join([module, *arguments])}\n", flush=True)
        failed += subprocess.run([sys.executable, "-m", module, *arguments]).returncode != 0
    return 1 if failed else 0


def parts(options: argparse.Namespace) -> Iterator[tuple[str, ...]]:
    """(title, module, arguments)"""
    photos, blind, pictures = options.photos, options.blind, options.pictures
    hidden = ("--blind", str(blind)) if blind else ()
    if photos:
        yield "Photos", "bench.vision", "--photos", str(photos), *hidden
        yield "Trust in answers about photos", "bench.trust", "--photos", str(photos)
        yield "Captions", "bench.captions", "--photos", str(photos)
        yield "Explanations", "bench.explain", "--photos", str(photos)
    yield "Simulated and rendered pictures, easy-VQA", "bench.synthetic", "--pictures", str(pictures), *hidden
    if photos:
        yield "Retrieval", "models.clip", "evaluate", "--photos", str(photos), "--captions", str(CAPTIONS)
        yield "Retrieval with a second look", "bench.retrieval", "--photos", str(photos)
        if options.run:
            yield "Noise and attack", "bench.robustness", "--photos", str(photos), "--run", str(options.run)
    if options.run:
        of, name = ("models.vilbert", "--work", str(options.run.absolute().parent)), ("--name", options.run.name)
        yield "easy-VQA in FP32", *of, "evaluate", *name, "--sets", "easy"
        yield "What pre-training has taught", *of, "pretrained", *name
    if options.compare:
        yield "Runs beside each other", "models.vilbert", "compare", *options.compare.split(",")
    yield "Latency and memory", "bench.fusion"


if __name__ == "__main__":
    sys.exit(main())
