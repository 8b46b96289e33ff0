"""`owlish read` over pictures from files."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PIL import Image

from bench.ocr import Setting, rendered


@pytest.fixture
def sign(tmp_path: Path, prepared) -> Path:
    prepared("ppocr-v6-small")
    Image.fromarray(rendered(["No parking any time", "Room 212, second floor"], Setting(), random.Random(2))).save(tmp_path / "sign.png")
    return tmp_path / "sign.png"


def test_the_lines_are_printed_as_they_stand_and_as_json(owlish, sign: Path) -> None:
    printed = owlish("read", "--image", sign).stdout.splitlines()
    assert printed[:2] == ["No parking any time", "Room 212, second floor"] and printed[2].startswith("(ppocr-v6-small, confidence ")
    (row,) = owlish.rows("read", "--image", sign, "--json")
    assert set(row) == {"image", "text", "lines", "engine", "spoken", "seconds"}
    assert row["text"] == "No parking any time\nRoom 212, second floor"
    assert all(set(line) == {"text", "box", "confidence"} and len(line["box"]) == 4 for line in row["lines"])


def test_what_cannot_be_read_is_one_sentence(owlish, tmp_path: Path) -> None:
    for arguments in (("read",), ("read", "--image", tmp_path / "none.png")):
        done = owlish(*arguments)
        assert done.returncode == 2 and len(done.stderr.strip().splitlines()) == 1, done.stderr
