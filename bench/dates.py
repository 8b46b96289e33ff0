"""Spoken moments: how many are read as they were meant, beside the libraries that read dates.

    pip install ovos-date-parser dateparser
    python -m bench.dates

The list is the tests' own (tests/assistant/routing/test_dates.py), without what repeats, which the libraries do not read. Days are counted
too, because the hour of a bare "tomorrow" is everybody's own.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime

from assistant.routing.dates import when
from assistant.routing.normal import normal
from assistant.when import resolve
from tests.assistant.routing.test_dates import MOMENTS, NOW, ZONE, pairs

HERE = datetime.fromtimestamp(NOW, ZONE)


def ours(text: str) -> datetime | None:
    meant = when(normal(text))
    moment = resolve(meant, NOW, ZONE) if meant else None
    return None if moment is None else datetime.fromtimestamp(moment, ZONE)


def ovos(text: str) -> datetime | None:
    from ovos_date_parser import extract_datetime

    found = extract_datetime(text, lang="en", anchorDate=HERE)
    return found[0] if found else None


def dateparser(text: str) -> datetime | None:
    from dateparser import parse

    return parse(text, languages=["en"], settings={"RELATIVE_BASE": HERE.replace(tzinfo=None), "PREFER_DATES_FROM": "future"})


def spoken(found: datetime | None) -> str:
    return found.strftime("%m-%d %H:%M" if found.year == HERE.year else "%Y-%m-%d %H:%M") if found else ""


def main() -> None:
    argparse.ArgumentParser(prog="python -m bench.dates", description="How many spoken moments are read as they were meant.").parse_args()
    readers: dict[str, Callable[[str], datetime | None]] = {"owlish": ours, "ovos-date-parser": ovos, "dateparser": dateparser}
    once = [(text, meant) for text, meant in pairs(MOMENTS) if not (found := when(text)) or not found.repeating]
    for name, read in readers.items():
        said = []
        for text, _ in once:
            try:
                said.append(spoken(read(text)))
            except ImportError as error:
                print(f"{name}: {error}")
                break
            except Exception:  # what a library cannot read it may raise about
                said.append("")
        if len(said) == len(once):
            right = sum(mine == meant for mine, (_, meant) in zip(said, once, strict=True))
            days = sum(mine[:-6] == meant[:-6] for mine, (_, meant) in zip(said, once, strict=True))
            print(f"{name}: {right}/{len(once)} moments, {days}/{len(once)} days")


if __name__ == "__main__":
    main()
