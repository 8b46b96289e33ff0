"""Pruning in rounds."""

import pytest

torch = pytest.importorskip("torch")
from edge.cut import trainable  # noqa: E402
from edge.recovery import CHANNELS  # noqa: E402
from edge.shrink import Round, shrunk  # noqa: E402
from tests.edge.made import fused, lessons  # noqa: E402


def test_rounds_shrink_step_by_step_and_can_be_read_again(tmp_path, monkeypatch):
    monkeypatch.setattr("edge.shrink.SEEN", 2)
    own, first = lessons(tmp_path), fused()
    whole = trainable(first.network, first.decoder)
    told: list[str] = []
    made = shrunk(own, first, [Round(0.95, 1), Round(0.85, 1)], whole, tmp_path / "prune", fused().network.eval(), told.append)
    sizes = [int(line.split()[1]) for line in told if "trainable" in line]
    assert len(sizes) == 2 and sizes[0] <= 0.95 * whole and sizes[1] <= 0.85 * whole
    read = own.read(tmp_path / "prune-1")
    assert read.channels == made.channels and (tmp_path / "prune-1" / CHANNELS).exists()
    assert all(torch.equal(part, made.network.state_dict()[name]) for name, part in read.network.state_dict().items())
