"""The table of a chain."""

import json
from pathlib import Path

import pytest
from PIL import Image

pytest.importorskip("torch")
from edge.table import Judged, Row, as_json, cells, drawn, header, markdown, text
from models.chart import WIDE
from models.vilbert.evaluate import Score

FOUND = [
    Judged(Row(label, Path(label), trained, trained + 1_000_000), scores, seconds, size)
    for label, trained, scores, seconds, size in (
        ("teacher", 2_000_000, {"exist": Score("exist", 90, 100), "all": Score("all", 160, 200)}, 0.002, 18_000_000),
        ("2 prune", 600_000, {"exist": Score("exist", 80, 100), "all": Score("all", 152, 200)}, 0.001, 9_000_000),
    )
]


def test_a_row_says_what_it_kept_and_how_much_faster_it_is():
    row = dict(zip(header(["exist"]), cells(FOUND[1], FOUND[0], ["exist"]), strict=True))
    assert row == {
        "": "2 prune",
        "trainable M": "0.60",
        "total M": "1.60",
        "MB": "9.00",
        "ms": "1.00",
        "times faster": "2.00",
        "all (95 %)": "76.0 (69.6 to 81.4)",
        "kept %": "95.0",
        "exist": "80.0",
    }


def test_markdown_begins_with_how_many_were_asked():
    told = markdown(FOUND).splitlines()
    assert told[0] == "Questions: all 200 exist 100." and len({line.count("|") for line in told[2:]}) == 1


def test_text_has_columns_below_each_other():
    lines = text(FOUND).splitlines()
    assert len(lines) == 3 and len({len(line) for line in lines}) == 1


def test_json_holds_right_answers_and_how_many():
    assert json.loads(as_json(FOUND))[1]["scores"]["all"] == {"kind": "all", "right": 152, "of": 200}


def test_the_plot_has_a_chart_for_all_and_for_each_type(tmp_path):
    drawn(FOUND, tmp_path / "chain.png")
    with Image.open(tmp_path / "chain.png") as image:
        assert image.format == "PNG" and image.width == WIDE * len(FOUND[0].scores)
