from __future__ import annotations

import json

from assistant.memory.database import Database
from assistant.memory.storage import damaged
from assistant.session.memory import contents, fill


def test_rows_of_skills_come_back_and_logs_do_not() -> None:
    before, after = Database(None), Database(None)
    before.write("INSERT INTO rows (skill, key, row) VALUES ('timer', 'k', '{}')")
    before.write("INSERT INTO turns (time, trace) VALUES (1.0, '{}')")
    kept = json.loads(json.dumps(contents(before)))
    assert kept == {"rows": [{"skill": "timer", "owner": "", "key": "k", "row": "{}"}], "grants": []}
    fill(after, kept)
    assert contents(after) == kept and after.read("SELECT * FROM turns") == []


def test_tables_and_columns_that_are_not_known_are_left_out() -> None:
    database = Database(None)
    fill(database, {"rows": [{"skill": "s", "key": "k", "row": "{}", "x'); DROP TABLE rows; --": 1}], "strange": [{"a": 1}]})
    assert contents(database)["rows"] == [{"skill": "s", "owner": "", "key": "k", "row": "{}"}]


def test_a_row_that_holds_what_is_no_text_is_recorded_and_filled_in_as_damaged_as_it_is() -> None:
    before, after = Database(None), Database(None)
    before.write("INSERT INTO rows (skill, key, row) VALUES ('lists', CAST(x'ff' AS TEXT), '{}'), ('timer', 'tea', CAST(x'7bff' AS TEXT))")
    fill(after, json.loads(json.dumps(contents(before))))
    assert damaged(before) == damaged(after) == ["lists", "timer"]
