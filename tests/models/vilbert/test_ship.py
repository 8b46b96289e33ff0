"""What is shipped says what was trained, and what has to follow is said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
from models import weights
from models.errors import DamagedModel
from models.vilbert import ship as shipping
from models.vilbert.commands import main
from models.vilbert.network import Decoder
from models.vilbert.runtime import ARTEFACTS
from models.vilbert.ship import ship
from models.vilbert.train import Plan, Trainer
from tests.models.vilbert import made


@pytest.fixture
def work(tmp_path: Path, monkeypatch) -> Path:
    """A run of a tiny network; of what is neither short nor needed here, calibration and most of the questions are left out."""
    network = made.network()
    Trainer(network, Decoder(network.size), made.WORDS, Plan(1), tmp_path / "run").save()
    np.save(tmp_path / "table.npy", made.table())
    monkeypatch.setattr(shipping, "COMPARED", 2)
    monkeypatch.setattr(shipping, "calibrate", lambda folder: {})
    return tmp_path


def test_an_export_says_how_alike_eight_bits_answer_and_that_the_fits_on_photos_follow(work, capsys) -> None:
    main(["--work", str(work), "export", "--name", "run", "--out", str(work / "out")])
    first, *_, last = capsys.readouterr().out.splitlines()
    assert first.startswith("In INT8 ") and first.endswith(" of 20 simulated questions are answered as in FP32.")
    assert last.endswith(f": python -m bench.trust --photos DIR --weights {work / 'out'} --write")


def test_what_eight_bits_make_another_network_of_is_not_signed(work, monkeypatch, capsys) -> None:
    own = work / "weights"
    monkeypatch.setattr(weights, "FOLDER", own)
    monkeypatch.setattr(shipping, "agreeing", lambda plain, small, pictures: (97, 100))
    with pytest.raises(DamagedModel, match=r"97 of 100 questions as FP32 does; 98 % were expected, so nothing was signed\."):
        ship(work / "run" / "checkpoint.pt", work / "table.npy")
    assert not own.exists()


def test_floats_that_stay_floats_are_compared_with_nothing(work, capsys) -> None:
    main(["--work", str(work), "export", "--name", "run", "--out", str(work / "out"), "--plain"])
    assert "In INT8" not in capsys.readouterr().out and all((work / "out" / name).is_file() for name in ARTEFACTS)
