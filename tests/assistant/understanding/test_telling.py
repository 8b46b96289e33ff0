"""What a caption has told of, and what is left to tell."""

from __future__ import annotations

import pytest

from assistant.understanding.telling import classes_in


@pytest.mark.parametrize(
    ("caption", "told", "left"),
    [
        ("eight people, a brown bicycle and two cars in a park", {"person", "bicycle", "car"}, {"dog"}),
        ("a man with a mug", {"person", "cup"}, {"tie"}),
        ("a cheetah", {"cat", "dog"}, {"person"}),
        ("a kitten", {"cat"}, {"dog"}),
        ("a flower and two birds", {"flower", "bird"}, {"horse"}),
        ("two traffic lights", {"traffic light"}, {"car"}),
        ("", set(), {"cat"}),
    ],
)
def test_what_a_caption_tells_of_is_known_by_its_class(caption, told, left):
    assert told <= classes_in(caption) and not left & classes_in(caption)
