"""Numbers as a calculator says them."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal

FEW, DIGITS, MOST = 4, 6, 15
"""Significant digits that are said: of a result, of what was given or is large, and of what was asked for with so many."""
REST = 1e-14
"""The share of an exact number by which a float may miss it."""
MOST_IN_CENTS = 1e11
"""Beyond which a float cannot tell a number of cents from its neighbours."""
SMALLEST, LARGEST = 1e-9, 1e15
"""Of numbers that are said with all their zeros."""


def rounded(value: float, places: int) -> float:
    """To so many after the point, half up as it is taught; to tens and hundreds where negative."""
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def factor(value: int) -> int:
    """The smallest from 2 on; of a prime number, itself."""
    return next((number for number in range(2, math.isqrt(value) + 1) if value % number == 0), value)


def exact(value: float) -> bool:
    """But for what a float leaves of a decimal number: 0.1 and 0.2 are 0.3."""
    whole = value.is_integer() and abs(value) < LARGEST
    return whole or in_cents(value) or math.isclose(value, float(f"{value:.{DIGITS}g}"), rel_tol=REST)


def in_cents(value: float) -> bool:
    """Whether two places are all that it has."""
    return abs(value) < MOST_IN_CENTS and math.isclose(value, round(value, 2), rel_tol=REST)


def spoken(value: float, digits: int = FEW) -> str:
    """`1250`, `0.333`, `-4.5`, `0.000001`."""
    if value.is_integer() and abs(value) < LARGEST:
        return str(int(value))
    few = Context(digits if abs(value) < 1000 else max(digits, DIGITS), ROUND_HALF_UP)
    text = f"{few.create_decimal(repr(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
