"""What the benches about photos ask, and what they say to somebody who has other photos."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

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


ASKED = {"image": "photo13.jpg", "split": "mine", "type": "object", "question": "what animal is this", "answers": ["cat"]}
POINTED = {"image": "photo13.jpg", "split": "mine", "type": "grounding", "phrase": "the cat", "box": [0, 0, 384, 256]}


@pytest.mark.parametrize(
    "line",
    [
        "",
        "[]",
        "3",
        '{"image"',
        *(json.dumps({name: value for name, value in row.items() if name != lacking}) for row in (ASKED, POINTED) for lacking in row),
        json.dumps({**ASKED, "answers": "cat"}),
        json.dumps({**ASKED, "answers": []}),
        json.dumps({**POINTED, "box": [0, 0, 384]}),
        json.dumps({**POINTED, "box": ["0", 0, 384, 256]}),
    ],
)
def test_a_line_that_is_no_question_is_one_sentence_that_names_it(line: str, tmp_path, monkeypatch, capsys) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_text(f"{json.dumps(ASKED)}\n{line}\n{json.dumps(POINTED)}\n")
    monkeypatch.setattr(sys, "argv", ["bench", "--photos", str(PHOTOS), "--questions", str(file)])
    with pytest.raises(SystemExit) as left:
        vision.main()
    told = capsys.readouterr().err
    assert left.value.code == 2 and told.startswith(f"{file}:2 ") and told.count("\n") == 1 and "a line must be like {" in told


@pytest.fixture
def looker(prepared, tmp_path) -> vision.Looker:
    """Of a photo, the same lying on its side as its EXIF says, and another."""
    for name in ("ssd-mobilenet-v2-coco", "efficientnet-lite0", "efficientnet-lite3"):
        prepared(name)
    with Image.open(PHOTOS / "photo13.jpg") as cat:
        turned = cat.getexif()
        turned[0x0112] = 6
        cat.save(tmp_path / "upright.png")
        cat.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "lying.png", exif=turned)
    shutil.copy(PHOTOS / "photo07.jpg", tmp_path / "other.jpg")
    return vision.Looker(tmp_path)


def test_a_photo_is_seen_upright_as_its_exif_says(looker) -> None:
    assert np.array_equal(looker("lying.png").frame.pixels, looker("upright.png").frame.pixels)


def test_an_even_picture_is_looked_at_once_a_size_and_an_engine_opened_once(looker, tmp_path, monkeypatch, capsys) -> None:
    looks, opened = [], []
    build, opening = vision.SceneBuilder.build, vision.opened
    monkeypatch.setattr(vision.SceneBuilder, "build", lambda self, frame: looks.append(frame.pixels.std() > 0) or build(self, frame))
    monkeypatch.setattr(vision, "opened", lambda engine, near: opened.append(engine) or opening(engine, near))
    rows = [{**ASKED, "image": image, "split": split} for split in ("one", "two") for image in ("upright.png", "lying.png", "other.jpg")]
    (tmp_path / "mine.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    options = ["--photos", str(tmp_path), "--questions", str(tmp_path / "mine.jsonl"), "--engine", "vilbert,rule-baseline", "--json"]
    monkeypatch.setattr(sys, "argv", ["bench", *options])
    vision.main()
    assert opened == ["vilbert", "rule-baseline"]
    assert sorted(looks) == [False, False, True, True, True], "two sizes, three photos"
    one, two, every = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert every["split"] == "all" and all({"blank picture", "other picture"} <= table["rows"][0].keys() for table in (one, two, every))


def test_where_there_is_one_photo_alone_no_other_is_shown(looker, tmp_path, monkeypatch, capsys) -> None:
    rows = [{**ASKED, "image": "upright.png", "split": "one"}, {**ASKED, "image": "other.jpg", "split": "two"}]
    (tmp_path / "mine.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    monkeypatch.setattr(sys, "argv", ["bench", "--photos", str(tmp_path), "--questions", str(tmp_path / "mine.jsonl"), "--json"])
    vision.main()
    tables = {told["split"]: told["rows"][0] for told in map(json.loads, capsys.readouterr().out.splitlines())}
    assert {split: "other picture" in table for split, table in tables.items()} == {"one": False, "two": True, "all": False}
    assert all("blank picture" in table for table in tables.values())


def test_other_weights_are_asked_beside_what_ships(default_models, tmp_path) -> None:
    shutil.copytree(weights.FOLDER, tmp_path / "own")
    rows = [
        {"image": "photo13.jpg", "type": "object", "question": "what animal is this", "answers": ["cat"]},
        {"image": "photo13.jpg", "type": "grounding", "phrase": "the cat", "box": [0, 0, 384, 256]},
    ]
    look = vision.Looker(PHOTOS)
    engines = vision.engines(f"vilbert,vilbert:{tmp_path}/own")
    shipped, own = (vision.evaluate(rows, look, vision.opened(engine, look.near)) for engine in engines)
    assert shipped == own and all(row["right"] for row in own)


def test_weights_that_are_not_there_are_one_sentence() -> None:
    with pytest.raises(
        argparse.ArgumentTypeError, match=r"/nowhere has no vilbert.json; python -m models.vilbert export --out makes such a"
    ):
        vision.engines("vilbert:/nowhere")
