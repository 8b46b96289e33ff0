from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import apsw
import numpy as np
import pytest

from assistant.errors import StoreError
from assistant.memory.pictures import Entry, Hit, PictureIndex

HOME = Path("/home/somebody/photos")


def entry(name: str, *vector: float, fault: str = "") -> Entry:
    length = float(np.linalg.norm(vector))
    return Entry(HOME / name, (1, 2, 3), np.array(vector, np.float32) / length if vector else None, fault)


@pytest.fixture
def index(tmp_path):
    made = PictureIndex(tmp_path / "pictures.db", "first", 2)
    yield made
    made.close()


def names(hits: list[Hit]) -> list[str]:
    return [hit.path.name for hit in hits]


def test_the_likest_comes_first_with_its_cosine(index):
    index.put([entry("east.jpg", 1, 0), entry("north.jpg", 0, 1), entry("west.jpg", -1, 0)])
    hits = index.nearest(np.array([0.8, 0.6]), HOME, 3)
    assert names(hits) == ["east.jpg", "north.jpg", "west.jpg"]
    assert [round(hit.score, 3) for hit in hits] == [0.8, 0.6, -0.8]
    assert names(index.nearest(np.array([0.8, 0.6]), HOME, 1)) == ["east.jpg"]


def test_only_the_asked_folder_is_searched(index):
    index.put([entry("a/one.jpg", 1, 0), entry("ab/two.jpg", 1, 0), entry("a/deep/three.jpg", 0, 1)])
    assert names(index.nearest(np.array([1.0, 0.0]), HOME / "a", 9)) == ["one.jpg", "three.jpg"]
    assert set(index.known(HOME / "a")) == {HOME / "a/one.jpg", HOME / "a/deep/three.jpg"}


def test_what_could_not_be_read_is_remembered_with_the_reason_and_never_found(index):
    index.put([entry("good.jpg", 1, 0), entry("bad.jpg", fault="bad.jpg is no picture.")])
    assert index.faults(HOME) == {HOME / "bad.jpg": "bad.jpg is no picture."}
    assert names(index.nearest(np.array([1.0, 0.0]), HOME, 9)) == ["good.jpg"]
    assert len(index.known(HOME)) == 2


def test_a_file_that_is_put_again_has_its_new_vector_alone(index):
    index.put([entry("one.jpg", 1, 0)])
    index.put([entry("one.jpg", 0, 1)])
    (hit,) = index.nearest(np.array([0.0, 1.0]), HOME, 9)
    assert hit.score == pytest.approx(1)
    index.put([entry("one.jpg", fault="cut short")])
    assert index.nearest(np.array([0.0, 1.0]), HOME, 9) == []


def test_what_is_forgotten_is_gone(index):
    index.put([entry("one.jpg", 1, 0), entry("two.jpg", 1, 0)])
    index.forget([HOME / "one.jpg"])
    assert names(index.nearest(np.array([1.0, 0.0]), HOME, 9)) == ["two.jpg"]
    assert set(index.known(HOME)) == {HOME / "two.jpg"}


def test_a_batch_is_kept_whole_or_not_at_all(index):
    with pytest.raises(StoreError):
        index.put([entry("one.jpg", 1, 0), entry("two.jpg", 1, 0, 0)])
    assert index.known(HOME) == {} and index.nearest(np.array([1.0, 0.0]), HOME, 9) == []


def test_it_survives_the_process_until_another_encoder_comes(index, tmp_path):
    index.put([entry("one.jpg", 1, 0)])
    index.close()
    again = PictureIndex(tmp_path / "pictures.db", "first", 2)
    assert again.known(HOME) == {HOME / "one.jpg": (1, 2, 3)}
    again.close()
    other = PictureIndex(tmp_path / "pictures.db", "second", 3)
    assert other.known(HOME) == {}
    other.put([entry("one.jpg", 1, 0, 0)])
    other.close()


def test_an_index_of_older_tables_is_made_anew(tmp_path):
    old = apsw.Connection(str(tmp_path / "pictures.db"))
    old.execute(
        "CREATE TABLE pictures (id INTEGER PRIMARY KEY, path BLOB UNIQUE NOT NULL, changed INTEGER NOT NULL, size INTEGER NOT NULL)"
    )
    old.execute("INSERT INTO pictures VALUES (1, x'2f61', 1, 2)")
    old.execute("CREATE TABLE space (name TEXT NOT NULL)")
    old.execute("INSERT INTO space VALUES ('first')")
    old.close()
    index = PictureIndex(tmp_path / "pictures.db", "first", 2)
    assert index.known(Path("/")) == {}
    index.put([entry("one.jpg", 1, 0)])
    index.close()


def test_what_is_to_be_looked_at_again_has_no_version_of_a_file(index):
    index.put([Entry(HOME / "one.jpg", None, None, "refused")])
    assert min(index.known(HOME)[HOME / "one.jpg"]) < 0 and index.faults(HOME) == {HOME / "one.jpg": "refused"}


def test_names_may_be_any_bytes(index):
    strange = Path("/home/somebody/photos/caf\udce9 '%_.jpg")
    index.put([Entry(strange, (1, 2, 3), np.array([1, 0], np.float32))])
    assert index.nearest(np.array([1.0, 0.0]), HOME, 9)[0].path == strange


def test_a_damaged_file_is_told(tmp_path):
    (tmp_path / "pictures.db").write_bytes(b"not a database, but longer than a header" * 100)
    with pytest.raises(StoreError, match=r"is damaged .*; move it away"):
        PictureIndex(tmp_path / "pictures.db", "first", 2)


@pytest.mark.parametrize("table", ["vectors_chunks", "vectors_vector_chunks00", "pictures"])
def test_so_is_an_index_of_which_a_table_is_lost(tmp_path, table):
    index = PictureIndex(tmp_path / "pictures.db", "first", 2)
    index.put([Entry(HOME / "one.jpg", (1, 2, 3), np.array([1, 0], np.float32))])
    index.close()
    with closing(sqlite3.connect(tmp_path / "pictures.db")) as file:
        file.executescript(f"DROP TABLE {table}")
    with closing(PictureIndex(tmp_path / "pictures.db", "first", 2)) as again, pytest.raises(StoreError, match=r"is damaged .*; move it"):
        again.nearest(np.array([1, 0], np.float32), HOME, 1)


def test_ten_thousand_vectors_are_searched_in_a_moment(index):
    rows = np.random.default_rng(0).standard_normal((10_000, 2)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    index.put(Entry(HOME / f"{number}.jpg", (1, 2, 3), row) for number, row in enumerate(rows))
    begin = time.thread_time()
    (hit,) = index.nearest(rows[1234], HOME, 1)
    assert time.thread_time() - begin < 1 and hit.score == pytest.approx(1)
