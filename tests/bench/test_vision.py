"""What the benches about photos ask, and what they say to somebody who has other photos."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

import pytest

from bench import captions, explain, gallery, retrieval, robustness, trust, vision
from models import weights

PHOTOS = Path(vision.__file__).parents[1] / "models" / "calibration"


@pytest.mark.parametrize("bench", [vision, trust, explain, captions, retrieval, robustness])
def test_photos_that_are_not_there_are_one_sentence_that_says_what_to_do(bench, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", "--photos", str(tmp_path)])
    with pytest.raises(SystemExit) as left:
        bench.main()
    told = capsys.readouterr().err
    assert left.value.code == 2 and told.startswith(f"{tmp_path} lacks ") and "python -m bench.vision --questions FILE" in told


def test_a_folder_without_photos_makes_no_gallery(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", "--photos", str(tmp_path)])
    with pytest.raises(SystemExit):
        gallery.main()
    assert "holds no .jpg photo" in capsys.readouterr().err


def test_a_network_is_attacked_without_any_photo_and_one_that_is_not_there_is_told(tmp_path, monkeypatch, capsys) -> None:
    pytest.importorskip("torch")
    monkeypatch.setattr(sys, "argv", ["bench", "--run", str(tmp_path / "shipped")])
    with pytest.raises(SystemExit):
        robustness.main()
    assert capsys.readouterr().err.endswith("table.npy does not exist; make it: python -m models.vilbert vocabulary.\n")


def test_questions_about_photos_of_ones_own_are_measured(prepared, tmp_path, monkeypatch, capsys) -> None:
    for name in ("ssd-mobilenet-v2-coco", "efficientnet-lite0", "efficientnet-lite3"):
        prepared(name)
    row = {"image": "photo13.jpg", "split": "mine", "type": "object", "question": "what animal is this", "answers": ["cat"]}
    (tmp_path / "mine.jsonl").write_text("".join(json.dumps({**row, "split": split}) + "\n" for split in ("yours", "mine", "yours")))
    options = ["--photos", str(PHOTOS), "--questions", str(tmp_path / "mine.jsonl"), "--engine", "vilbert", "--blind", str(weights.FOLDER)]
    monkeypatch.setattr(sys, "argv", ["bench", *options])
    vision.main()
    told = capsys.readouterr().out
    *_, title, head, asked, every, trusted, _ = told.split("split mine")[1].splitlines()
    assert title == "split all" and asked.split()[:2] == ["object", "3"]
    assert asked.startswith("object ") and every.startswith("all ") and " 100.0 (" in asked
    assert "trained blind" in head and asked.endswith(" 0.0 (  0.0 to  56.2)       0.0"), "it must say something, and cannot know"
    assert trusted.startswith("vilbert: calibration error ")
    monkeypatch.setattr(sys, "argv", ["bench", *options, "--split", "theirs"])
    with pytest.raises(SystemExit):
        vision.main()
    assert capsys.readouterr().err == f"There is no split 'theirs'; {tmp_path}/mine.jsonl has yours, mine.\n"


def test_other_weights_are_asked_beside_what_ships(default_models, tmp_path) -> None:
    shutil.copytree(weights.FOLDER, tmp_path / "own")
    rows = [
        {"image": "photo13.jpg", "type": "object", "question": "what animal is this", "answers": ["cat"]},
        {"image": "photo13.jpg", "type": "grounding", "phrase": "the cat", "box": [0, 0, 384, 256]},
    ]
    look = vision.Looker(PHOTOS)
    shipped, own = (vision.evaluate(rows, look, engine, look.near) for engine in vision.engines(f"vilbert,vilbert:{tmp_path}/own"))
    assert shipped == own and all(row["right"] for row in own)


def test_weights_that_are_not_there_are_one_sentence() -> None:
    with pytest.raises(
        argparse.ArgumentTypeError, match=r"/nowhere has no vilbert.json; python -m models.vilbert export --out makes such a"
    ):
        vision.engines("vilbert:/nowhere")
