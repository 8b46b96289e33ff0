import numpy as np
from PIL import Image

from bench.precision import Row, draw, least, measured, missed, render
from edge.gate import Verdict
from edge.networks import find
from models.vilbert.evaluate import Score

ROW = Row("detector", "int8", 0.26, 2.5, 20.0, 8.0, 99, 100, "", 0.0, "")
KEPT = Row("vad", "fp32", 1.0, 1.0, 0.1, 0.1, 0, 0, "", 0.0, "nothing is won; FP32 is kept.")


def test_a_network_is_measured_in_size_speed_and_answers(store, default_models):
    row = measured(find("clip-text"), store, 1, 8)
    assert row.runs == "int8" and row.size < 0.3 and row.speed > 0 and (row.agreed, row.of) == (8, 8)


def test_graphs_take_turns_and_the_least_time_counts(store, default_models):
    path, feeds = find("clip-text").artefact(store), list(find("clip-text").feeds(store, 3, 1))
    spent = least({"one": path, "other": path}, feeds, 20)
    assert set(spent) == {"one", "other"} and all(0 < ms < 1000 for ms in spent.values())


def test_every_aim_that_is_missed_is_named():
    before, after = {"count": Score("count", 100, 100)}, {"count": Score("count", 97, 100)}
    assert missed(0.5, 1.2, Verdict(90, 100, before, after)) == [
        "size above 0.3",
        "speed below 1.8",
        "agreement below 99%",
        "count: 3 fewer of 100 right",
    ]
    assert missed(0.26, 2.0, Verdict(100, 100, before, before)) == []


def test_the_table_says_why_fp32_is_kept_and_where_the_wake_word_is():
    table = render([ROW, KEPT])
    assert "| detector | int8 | 0.26 | 2.50 | 20.00 | 8.00 | 99/100 (99.0%) | - | all aims met |" in table
    assert "nothing is won; FP32 is kept." in table and "pymicro-wakeword" in table


def test_the_plot_shows_what_meets_its_aim_in_another_colour(tmp_path):
    draw([ROW, KEPT], tmp_path / "plot.png")
    colours = {tuple(pixel) for pixel in np.asarray(Image.open(tmp_path / "plot.png").convert("RGB")).reshape(-1, 3)}
    assert {(0x22, 0x66, 0xAA), (0xCC, 0x77, 0x22)} <= colours
