import json
from importlib import resources

from models.calibration import photos


def test_every_photo_has_its_licence_and_all_are_small():
    folder = resources.files("models.calibration")
    files = {entry.name: len(entry.read_bytes()) for entry in folder.iterdir() if entry.name.endswith(".jpg")}
    licences = {row["file"]: row["licence"] for row in json.loads((folder / "licences.json").read_text("utf-8"))}
    assert set(files) == set(licences) and all(licences.values())
    assert sum(files.values()) < 1_500_000
    assert len(photos()) == len(files)
