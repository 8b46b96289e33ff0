"""`python -m models.drawings fetch`: the detector of drawn things, from pictures to shipped weights."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.progress import Progress as Bars

from models.drawings import sources
from models.errors import ModelError


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m models.drawings", description=__doc__)
    parser.add_argument("--work", type=Path, default=sources.default_folder(), help="folder of pictures and checkpoints")
    commands = parser.add_subparsers(required=True, dest="command")
    commands.add_parser("fetch", help="fetch the packages and draw the pictures")
    options = parser.parse_args(arguments)
    try:
        fetch(options.work)
    except ModelError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def fetch(work: Path) -> None:
    with Bars() as bars:
        tasks: dict[str, int] = {}

        def progress(label: str, done: float) -> None:
            if label not in tasks:
                tasks[label] = bars.add_task(label, total=1.0)
            bars.update(tasks[label], completed=done)

        sources.prepare(work, progress)


if __name__ == "__main__":
    sys.exit(main())
