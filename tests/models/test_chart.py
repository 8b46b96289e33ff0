"""Charts show what they are given, and the names of points do not lie on each other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from models.chart import BOTTOM, HIGH, LEGEND, TOP, WIDE, Chart, _Drawing, _meet, _round_step, draw

LINE = [(1, 5.0), (2, 9.0), (3, 2.0)]


def size(path: Path) -> tuple[int, int]:
    with Image.open(path) as image:
        return image.size


def test_charts_stand_beside_each_other_in_rows(tmp_path) -> None:
    draw([Chart("one", "s", "ms", {"a": LINE})] * 4, tmp_path / "four.png", columns=3)
    assert size(tmp_path / "four.png") == (3 * WIDE, 2 * HIGH)
    draw([Chart("one", "s", "ms", {"a": LINE})], tmp_path / "one.png", size=(300, 200))
    assert size(tmp_path / "one.png") == (300, 200)


@pytest.mark.parametrize("logarithmic", [True, False])
def test_more_is_further_up(tmp_path, logarithmic: bool) -> None:
    draw([Chart("rising", "x", "y", {"a": [(1, 1.0), (10, 100.0)]}, logarithmic)], tmp_path / "up.png")
    with Image.open(tmp_path / "up.png") as image:
        pixels = np.asarray(image).astype(int)
    rows, columns = np.nonzero(np.abs(pixels - (0x22, 0x66, 0xAA)).sum(-1) < 20)
    drawn = columns[rows > 70], rows[rows > 70]  # below the legend
    assert np.corrcoef(*drawn)[0, 1] < -0.9


def test_a_flat_line_and_a_single_point_are_drawn(tmp_path) -> None:
    draw([Chart("flat", "x", "y", {"a": [(1, 3.0), (2, 3.0)]}, True, {"it": (1, 3.0)})], tmp_path / "flat.png")
    assert (tmp_path / "flat.png").stat().st_size > 1000


def test_no_line_runs_through_the_names_of_the_lines_and_no_number_is_cut_off() -> None:
    chart = Chart("threads", "pictures", "ms", {"speech": [(100, 25.0), (100_000, 2.0)], "picture": [(100, 20.0), (100_000, 15.0)]})
    image = Image.new("RGB", (WIDE, HIGH), "white")
    drawing = _Drawing(chart, ImageDraw.Draw(image), (WIDE, HIGH))
    drawing.all()
    assert min(drawing._place(point)[1] for line in chart.lines.values() for point in line) >= TOP + 2 * LEGEND
    assert (np.asarray(image)[:, -1] == 255).all()


def test_what_is_below_nothing_is_drawn_too() -> None:
    chart, image = Chart("loss", "step", "loss", {"": [(1, -2.0), (2, 3.0)]}), Image.new("RGB", (WIDE, HIGH))
    drawing = _Drawing(chart, ImageDraw.Draw(image), (WIDE, HIGH))
    assert drawing._place((1, -2.0))[1] <= HIGH - BOTTOM


def test_names_of_near_points_are_written_apart() -> None:
    points = {f"network {number}": (10.0 + number / 50, 10.0 + number / 70) for number in range(5)}
    chart = Chart("crowd", "x", "y", {"a": [(1, 1.0), (100, 100.0)]}, True, points)
    drawing = _Drawing(chart, ImageDraw.Draw(Image.new("RGB", (WIDE, HIGH))), (WIDE, HIGH))
    taken = []
    for name, point in points.items():
        taken.append(drawing._named(name, drawing._place(point), taken))
    assert not any(_meet(one, other) for number, one in enumerate(taken) for other in taken[:number])


@pytest.mark.parametrize(("least", "step"), [(0.9, 1), (1.1, 2), (3, 5), (7, 10), (130, 200), (0.03, 0.05)])
def test_marks_stand_at_round_steps(least: float, step: float) -> None:
    assert _round_step(least) == pytest.approx(step)
