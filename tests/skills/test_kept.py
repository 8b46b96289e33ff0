"""A row that a skill cannot read takes no other with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from assistant.memory.database import Database
from tests.skills.talk import Talk

Row = dict[str, Any]
DAMAGES: Mapping[str, Callable[[Row], Row]] = {
    "a field is missing": lambda row: {name: row[name] for name in sorted(row)[1:]},
    "numbers are words": lambda row: {name: "many" if isinstance(value, float) else value for name, value in row.items()},
    "it is another thing's": lambda _: {"percent": 40},
}
LIST = {"name": "hardware", "items": [["a saw", False]], "before": None, "deleted": False}


def damage(database: Database, skill: str, change: Callable[[Row], Row]) -> list[str]:
    """The rows as they are kept now."""
    for key, row in database.read("SELECT key, row FROM rows WHERE skill = ?", (skill,)):
        database.write("UPDATE rows SET row = ? WHERE skill = ? AND key = ?", (json.dumps(change(json.loads(row))), skill, key))
    return [row for (row,) in database.read("SELECT row FROM rows WHERE skill = ?", (skill,))]


@pytest.mark.parametrize("change", DAMAGES.values(), ids=DAMAGES)
@pytest.mark.parametrize(
    ("skill", "first", "second", "asked", "told"),
    [
        ("timer", "set a timer for two hours", "set a tea timer for five minutes", "list my timers", "One timer is set."),
        ("alarm", "set an alarm for seven", "set an alarm for half past eight", "which alarms are set", "One alarm is set."),
        ("reminder", "remind me to eat at nine tomorrow", "remind me to sleep at ten", "list my reminders", "There is one reminder."),
    ],
)
def test_the_others_are_told_and_it_stays(change: Callable[[Row], Row], skill: str, first: str, second: str, asked: str, told: str) -> None:
    talk = Talk()
    talk(first)
    kept = damage(talk.database, skill, change)
    assert talk(second, asked)[1].startswith(told)
    assert kept[0] in [row for (row,) in talk.database.read("SELECT row FROM rows WHERE skill = ?", (skill,))]


@pytest.mark.parametrize("missing", LIST)
def test_a_list_that_cannot_be_read_leaves_the_others(missing: str) -> None:
    talk = Talk()
    talk("add milk to the shopping list")
    row = {name: value for name, value in LIST.items() if name != missing}
    talk.database.write("INSERT INTO rows VALUES ('lists', 'owlish', 'hardware', ?)", (json.dumps(row),))
    assert "milk" in talk("what's on the shopping list")[0]
