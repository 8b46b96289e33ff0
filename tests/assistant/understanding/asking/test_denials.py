"""What denies is asked as what it denies."""

from __future__ import annotations

import pytest

from assistant.understanding.asking.denials import affirmed


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Is nobody here?", "is anybody here"),
        ("is there no one in the room", "is there anybody in the room"),
        ("is there no dog", "is there a dog"),
        ("is there no orange on the table", "is there an orange on the table"),
        ("are there no people", "are there any people"),
        ("do you see no cups", "do you see any cups"),
        ("is the man on the left not smiling", "is the man on the left smiling"),
        ("are they not smiling", "are they smiling"),
        ("is the man who is not smiling old", None),
        ("is the tv on or not on", None),
        ("is there nothing on the table", "is there anything on the table"),
        ("isn't this a hammer", None),  # says the same as without
        ("is the sign a no parking sign", None),
        ("there is no dog", None),
        ("who is nobody", None),
    ],
)
def test_what_denies_is_asked_as_what_it_denies(question, asked):
    assert affirmed(question) == asked


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("is there no car and no bicycle", "is there a car or bicycle"),
        ("are there no other people", "are there any other people"),
    ],
)
def test_all_that_is_denied_is_asked_for(question, asked):
    assert affirmed(question) == asked
