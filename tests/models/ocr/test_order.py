"""Rows, columns, headings, and pages held askew or upside down: geometry alone."""

from __future__ import annotations

import numpy as np
import pytest

from models.ocr.order import rows_of

HEADING = (10, 0, 420, 30)
LEFT = [(10, 60 + 25 * row, 200, 80 + 25 * row) for row in range(3)]
RIGHT = [(240, 64 + 25 * row, 430, 84 + 25 * row) for row in range(3)]
PRICES = [(240, 60 + 25 * row, 280, 80 + 25 * row) for row in range(3)]


def corners(*boxes: tuple[float, float, float, float]) -> np.ndarray:
    return np.array([[(x0, y0), (x1, y0), (x1, y1), (x0, y1)] for x0, y0, x1, y1 in boxes], np.float32).reshape(-1, 4, 2)


def turned(page: np.ndarray, degrees: float) -> np.ndarray:
    angle = np.radians(degrees)
    return (page @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])).astype(np.float32)


def test_nothing_has_no_order() -> None:
    assert rows_of(corners()) == []


def test_rows_come_from_above_whatever_order_they_are_found_in() -> None:
    assert rows_of(corners(LEFT[2], LEFT[0], LEFT[1])) == [[1], [2], [0]]


def test_columns_are_read_one_after_the_other_below_their_heading() -> None:
    assert rows_of(corners(*RIGHT, HEADING, *LEFT)) == [[3], [4], [5], [6], [0], [1], [2]]


def test_prices_stay_in_their_rows() -> None:
    assert rows_of(corners(*PRICES, *LEFT)) == [[3, 0], [4, 1], [5, 2]]


@pytest.mark.parametrize("degrees", [-10, -4, 4, 10])
def test_a_page_held_askew_reads_as_one_held_straight(degrees: float) -> None:
    page = corners(HEADING, *LEFT, *RIGHT)
    assert rows_of(turned(page, degrees)) == rows_of(page)


@pytest.mark.parametrize(("quarters", "degrees"), [(1, 90), (2, 180), (3, 270)])
def test_a_page_that_is_turned_is_read_upright(quarters: int, degrees: float) -> None:
    page = corners(HEADING, *LEFT, *PRICES)
    assert rows_of(turned(page, degrees), quarters) == rows_of(page)
