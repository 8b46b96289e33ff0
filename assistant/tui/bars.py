"""Bars of lines: heavy as far as they reach, thin for the rest, so that they are read without colour."""

from __future__ import annotations

from textual.content import Content

SEEN = 0.005
"""Share that two decimals still show."""


def reach(share: float, width: int) -> str:
    """share: 0..1 of the width, to half a cell, and at least that for anything that does not round to nothing."""
    halves = round(min(max(share, 0.0), 1.0) * width * 2)
    full, half = divmod(max(halves, 1) if share >= SEEN else 0, 2)
    return "━" * full + "╸" * half


def bar(share: float, width: int, style: str) -> Content:
    drawn = reach(share, width)
    return Content.assemble((drawn, style), ("─" * (width - len(drawn)), "$panel-lighten-1"))
