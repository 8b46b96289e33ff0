"""What is fitted on photos is fitted, judged and kept."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from bench import trust
from models import calibration, weights
from models.vilbert.choosing import SIGNS
from models.vilbert.runtime import Fusion

PHOTOS = Path(str(calibration.__file__)).parent
ASKED = (
    ("dev", "photo13.jpg", "what animal is this", "cat", "the cat", (0, 0, 384, 256)),
    ("dev", "photo12.jpg", "what is on the sofa", "laptop", "the laptop", (50, 95, 256, 285)),
    ("more", "photo25.jpg", "what is this", "car", "the car", (5, 0, 355, 270)),
    ("more", "photo19.jpg", "is this a cat", "yes", "the cheetah", (25, 25, 235, 256)),
    ("check", "photo07.jpg", "what is next to the flower", "cup", "the cup", (90, 90, 165, 155)),
    ("check", "photo29.jpg", "what colour is the flower", "red", "the red flower", (130, 75, 180, 160)),
    ("fresh", "photo06.jpg", "is there a plant", "yes", "the plant", (0, 175, 75, 256)),
    ("fresh", "photo08.jpg", "is the plant on the table", "yes", "the table", (30, 195, 235, 256)),
)


def ask(photos: int, folder: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> None:
    """Runs the bench with a question and a phrase about each of the first so many photos."""
    rows = []
    for split, image, question, answer, phrase, box in ASKED[:photos]:
        rows.append({"image": image, "split": split, "type": "object", "question": question, "answers": [answer]})
        rows.append({"image": image, "split": split, "type": "grounding", "phrase": phrase, "box": box})
    (folder / "mine.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    monkeypatch.setattr(sys, "argv", ["bench", "--photos", str(PHOTOS), "--questions", str(folder / "mine.jsonl"), *options])
    trust.main()


def test_what_was_fitted_is_judged_printed_and_shipped(default_models, tmp_path: Path, monkeypatch, capsys) -> None:
    copy = tmp_path / "weights"
    shutil.copytree(weights.FOLDER, copy)
    monkeypatch.setattr(weights, "FOLDER", copy)
    ask(8, tmp_path, monkeypatch, "--write")
    _, _, dev, more, check, fresh, *answers, fitted = capsys.readouterr().out.splitlines()
    splits = ["dev", "more", "check", "fresh"]
    assert [line.split()[0] for line in answers] == splits == [line.split()[0] for line in (dev, more, check, fresh)]
    assert all(" as trained, " in line and " % fitted" in line for line in answers)
    assert dev.startswith("dev    100.0 / 100.0 (100.0 / 100.0); "), "a cat and a laptop fill their photos"
    told = json.loads(fitted)
    assert list(told["photos"]) == ["name", "whether"] and len(told["signs"]) == len(SIGNS) and len(told["there"]) == 4
    kept = Fusion(weights.verified("vilbert.json", copy).parent)
    assert {name: kept.facts[name] for name in told} == told and asdict(kept.photos) == told["leaning"]
    assert weights.verified("vilbert.json"), "what is shipped was left alone"


def test_what_was_fitted_for_other_weights_lies_beside_those_and_nothing_is_signed(tmp_path: Path) -> None:
    shipped = (weights.FOLDER / "manifest.json").read_bytes()
    trust.keep({"leaning": {"cells": 0.5}}, tmp_path)
    assert json.loads((tmp_path / "vilbert.json").read_text("utf-8")) == {"leaning": {"cells": 0.5}}
    assert [path.name for path in tmp_path.iterdir()] == ["vilbert.json"] and (weights.FOLDER / "manifest.json").read_bytes() == shipped


def test_too_few_photos_are_refused(default_models, tmp_path: Path, monkeypatch, capsys) -> None:
    with pytest.raises(SystemExit, match="2"):
        ask(7, tmp_path, monkeypatch)
    assert "about 2 photos or more of each split; in fresh there are some about 1." in capsys.readouterr().err
