"""Lines over steps as plain SVG: every loss and score of a run as one HTML page, or several plots as one picture."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

WIDE, HIGH, EDGE = 380, 200, 34
INK, LINES = "#333", ("#2266aa", "#cc7722")
PAGE = """<!doctype html><meta charset=utf-8><title>{title}</title>
<body style='font:14px sans-serif;color:#222'><h1>{title}</h1><p>{about}</p>{plots}"""


def report(run: Path, out: Path) -> int:
    """run: the folder of a training run. Returns how many plots were drawn. Raises FileNotFoundError where there was none."""
    rows = [json.loads(line) for line in (run / "losses.jsonl").read_text("utf-8").splitlines()]
    names = sorted({name for row in rows for name in row} - {"step", "seen", "seconds"}, key=lambda name: (name != "right", name))
    last = rows[-1]
    about = f"{last['step']} steps, {last['seen']} questions, {last['seconds'] / 60:.0f} minutes. "
    about += "Moving averages over about fifty steps; right: share of answers that are."
    plots = "".join(plot(name, [[(row["step"], row[name]) for row in rows if name in row]]) for name in names)
    out.write_text(PAGE.format(title=html.escape(run.name), about=html.escape(about), plots=plots), "utf-8")
    return len(names)


def picture(plots: Mapping[str, Sequence[Sequence[tuple[float, float]]]], legend: Sequence[str], limits: tuple[float, float]) -> str:
    """Plots beside each other, four in a row, all with the same limits; legend: a name for each line."""
    cells = [
        f'<g transform="translate({number % 4 * WIDE} {number // 4 * HIGH})">{plot(name, lines, limits)}</g>'
        for number, (name, lines) in enumerate(plots.items())
    ]
    below = (len(plots) + 3) // 4 * HIGH
    told = "".join(_text(name, (EDGE + 160 * number, below + 16), LINES[number], bold=True) for number, name in enumerate(legend))
    size = f'width="{4 * WIDE}" height="{below + 26}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif">{"".join(cells)}{told}</svg>'


def plot(name: str, lines: Sequence[Sequence[tuple[float, float]]], limits: tuple[float, float] | None = None) -> str:
    """lines: points (step, value) of each; limits of the values: without them what the lines span."""
    values = [value for points in lines for _, value in points]
    low, high = limits or (min(values), max(values))
    begin, end = lines[0][0][0], lines[0][-1][0]
    across = lambda step: EDGE + (WIDE - EDGE - 8) * (step - begin) / max(1, end - begin)  # noqa: E731
    up = lambda value: HIGH - EDGE - (HIGH - EDGE - 20) * (value - low) / max(1e-9, high - low)  # noqa: E731
    marks = {
        f"{high:.3g}": (2, 24),
        f"{low:.3g}": (2, HIGH - EDGE),
        f"{begin:.0f}": (EDGE, HIGH - 14),
        f"{end:.0f}": (WIDE - 44, HIGH - 14),
    }
    drawn = ""
    for colour, points in zip(LINES, lines, strict=False):
        line = " ".join(f"{across(step):.1f},{up(value):.1f}" for step, value in points)
        drawn += f'<polyline fill="none" stroke="{colour}" stroke-width="1.6" points="{line}"/>'
    return f'<svg width="{WIDE}" height="{HIGH}">{_text(name, (EDGE, 14), bold=True)}{_labels(marks)}{drawn}</svg>'


def _labels(marks: Mapping[str, tuple[float, float]]) -> str:
    return "".join(_text(text, place) for text, place in marks.items())


def _text(text: str, place: tuple[float, float], colour: str = INK, bold: bool = False) -> str:
    weight = "bold" if bold else "normal"
    return f'<text x="{place[0]}" y="{place[1]}" fill="{colour}" font-size="11" font-weight="{weight}">{html.escape(text)}</text>'
