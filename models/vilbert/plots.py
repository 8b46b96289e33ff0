"""Every loss and score of a run over its steps, as one HTML page of plain SVG: nothing is loaded from anywhere."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

WIDE, HIGH, EDGE = 380, 200, 34
INK, LINE = "#333", "#2266aa"
PAGE = """<!doctype html><meta charset=utf-8><title>{title}</title>
<body style='font:14px sans-serif;color:#222'><h1>{title}</h1><p>{about}</p>{plots}"""


def report(run: Path, out: Path) -> int:
    """run: the folder of a training run. Returns how many plots were drawn. Raises FileNotFoundError where there was none."""
    rows = [json.loads(line) for line in (run / "losses.jsonl").read_text("utf-8").splitlines()]
    names = sorted({name for row in rows for name in row} - {"step", "seen", "seconds"}, key=lambda name: (name != "right", name))
    last = rows[-1]
    about = f"{last['step']} steps, {last['seen']} questions, {last['seconds'] / 60:.0f} minutes. "
    about += "Moving averages over about fifty steps; right: share of answers that are."
    plots = "".join(plot(name, [(row["step"], row[name]) for row in rows if name in row]) for name in names)
    out.write_text(PAGE.format(title=html.escape(run.name), about=html.escape(about), plots=plots), "utf-8")
    return len(names)


def plot(name: str, points: Sequence[tuple[float, float]]) -> str:
    low, high = min(value for _, value in points), max(value for _, value in points)
    begin, end = points[0][0], points[-1][0]
    across = lambda step: EDGE + (WIDE - EDGE - 8) * (step - begin) / max(1, end - begin)  # noqa: E731
    up = lambda value: HIGH - EDGE - (HIGH - EDGE - 20) * (value - low) / max(1e-9, high - low)  # noqa: E731
    line = " ".join(f"{across(step):.1f},{up(value):.1f}" for step, value in points)
    marks = {
        f"{high:.3g}": (2, 24),
        f"{low:.3g}": (2, HIGH - EDGE),
        f"{begin:.0f}": (EDGE, HIGH - 14),
        f"{end:.0f}": (WIDE - 44, HIGH - 14),
    }
    drawn = f"<polyline fill=none stroke='{LINE}' stroke-width=1.6 points='{line}'/>"
    return f"<svg width={WIDE} height={HIGH}>{_text(name, (EDGE, 14), bold=True)}{_labels(marks)}{drawn}</svg>"


def _labels(marks: Mapping[str, tuple[float, float]]) -> str:
    return "".join(_text(text, place) for text, place in marks.items())


def _text(text: str, place: tuple[float, float], bold: bool = False) -> str:
    return (
        f"<text x={place[0]} y={place[1]} fill='{INK}' font-size=11 font-weight={'bold' if bold else 'normal'}>{html.escape(text)}</text>"
    )
