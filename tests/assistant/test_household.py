"""Lists and the voice in whole conversations: heard, done, taken back, and spoken at the new rate."""

from __future__ import annotations

import pytest

from assistant.events import Routed, SpeakingEnded, SpeakingStarted
from assistant.memory.database import Database
from tests.assistant.conversation import Room, converse, pick, replies

pytestmark = pytest.mark.usefixtures("default_models")


def test_a_spoken_list_is_kept_cleared_on_yes_and_taken_back() -> None:
    database = Database(None)
    events = converse(
        Room(
            speech=[(0.5, "Add coffee and butter to the shopping list.")],
            typed=[(5, "clear the list"), (8, "yes please"), (10, "undo")],
            length=12,
            picture=None,
        ),
        database=database,
    )
    assert replies(events) == [
        "I put coffee and butter on your shopping list.",
        "Clear both items of the shopping list?",
        "Your shopping list is empty now.",
        "Your shopping list is as it was before: coffee and butter.",
    ]
    (row,) = database.read("SELECT row FROM rows WHERE skill = 'lists'")
    assert '"items": [["coffee", false], ["butter", false]]' in row[0]


def test_slower_speech_takes_longer_and_is_remembered() -> None:
    database = Database(None)
    first = converse(Room(typed=[(1, "good morning"), (4, "speak a lot slower")], length=6, picture=None), database=database)
    assert [event.intent for event in pick(first, Routed)] == ["hello", "slower"]
    again = converse(Room(typed=[(1, "good morning")], length=6, picture=None), database=database)
    assert spoken(again) > 1.3 * spoken(first)


def spoken(events: list) -> float:
    """Seconds that the first reply took."""
    return pick(events, SpeakingEnded)[0].time - pick(events, SpeakingStarted)[0].time
