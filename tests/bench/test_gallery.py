"""Many pictures, all different and each time the same, and a search among them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PIL import Image

from bench.gallery import make, searched
from models.calibration import photos


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pictures").mkdir()
    make(tmp_path / "pictures", range(24), photos())
    return tmp_path / "pictures"


def test_pictures_differ_and_come_again_the_same(folder: Path, tmp_path: Path) -> None:
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    assert len(set(digests.values())) == 24
    (tmp_path / "again").mkdir()
    make(tmp_path / "again", range(20, 24), photos())
    assert all(digests[path.name] == hashlib.sha256(path.read_bytes()).hexdigest() for path in (tmp_path / "again").iterdir())
    for path in folder.iterdir():
        with Image.open(path) as picture:
            assert min(picture.size) >= 150


def test_only_new_pictures_are_looked_at_again(folder: Path, tmp_path: Path, default_models) -> None:
    first = searched(folder, tmp_path / "data", "--quick")
    make(folder, range(24, 27), photos())
    second = searched(folder, tmp_path / "data", "--quick")
    assert (first["pictures"], first["looked_at"], second["pictures"], second["looked_at"]) == (24, 24, 27, 3)
    assert first["cpu"] > 0 and first["clock"] > 0 and not first["skipped"]
