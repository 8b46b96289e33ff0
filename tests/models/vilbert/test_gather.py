"""What the commands that make data say where something lacks."""

from __future__ import annotations

import pytest

pytest.importorskip("torch")
from models.vilbert.commands import main
from models.vilbert.data import photos


def test_a_photo_that_no_tower_left_out_is_one_sentence(tmp_path, capsys):
    name = photos.read()[0]["image"]
    (tmp_path / name).touch()
    apart = tmp_path / "clip" / "apart"
    apart.mkdir(parents=True)
    (apart / "folds.json").write_text("{}")
    with pytest.raises(SystemExit) as left:
        main(["--work", str(tmp_path), "photos", "--photos", str(tmp_path)])
    told = capsys.readouterr().err
    assert left.value.code == 2 and f"folds.json has nothing of {name}; make it anew: python -m models.clip apart" in told
