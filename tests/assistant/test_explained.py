"""The explanation as a picture: readable however small and close together what it shows."""

from __future__ import annotations

import pytest

from assistant.commands import explained


def crossing(places: list[explained.Place]) -> list[tuple[explained.Place, explained.Place]]:
    return [(one, other) for at, one in enumerate(places) for other in places[:at] if explained.overlap(one, other)]


@pytest.mark.parametrize("x", [16.0, 300.0, 640.0])
@pytest.mark.parametrize("y", [16.0, 200.0, 420.0])
def test_no_label_lies_over_another_or_outside_of_the_photo(x, y):
    boxes = [(x, y, x + 16, y + 22), (x + 4, y, x + 20, y + 22), (x, y + 2, x + 20, y + 20), (x - 10, y - 4, x + 30, y + 30)]
    places = explained.label_places(boxes, [60.0, 60.0, 40.0, 40.0], (640, 427))
    assert len(places) == 4 and not crossing(places)
    assert all(16 <= x0 < x1 <= 656 and 16 <= y0 < y1 <= 443 for x0, y0, x1, y1 in places)


def test_a_label_lies_beside_a_thing_that_it_would_cover_and_inside_of_a_large_one():
    small, large = (100.0, 100.0, 120.0, 140.0), (300.0, 100.0, 500.0, 400.0)
    beside, inside = explained.label_places([small, large], [60.0, 60.0], (640, 427))
    assert not explained.overlap(beside, small) and inside[1] > large[1] and inside[3] < large[3]
