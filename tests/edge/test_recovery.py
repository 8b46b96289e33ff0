"""Training after a step of the chain."""

import pytest

torch = pytest.importorskip("torch")
from edge.cut import WIDTH, cut, trainable  # noqa: E402
from edge.recovery import CHANNELS, Fused, lesson_of, teach  # noqa: E402
from edge.shrink import Round, shrunk  # noqa: E402
from tests.edge.made import fused, lessons  # noqa: E402


def quiet(line: str) -> None:
    pass


def test_a_teacher_looks_first_at_the_channels_that_are_left(tmp_path):
    whole, kept = fused(), torch.tensor([1, 4, *range(6, 28)])
    small = Fused(*cut(whole.network, whole.decoder, {WIDTH: kept}), tuple(kept.tolist()))
    distil = lesson_of(fused().network, small, lessons(tmp_path))
    states = torch.randn(2, 3, 24, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        assert torch.equal(distil.text(states)[..., kept], states)


def test_what_was_stopped_goes_on(tmp_path):
    own = lessons(tmp_path)
    teach(own, fused(), tmp_path / "run", 3, tell=quiet)
    assert own.steps(tmp_path / "run") == 3
    told: list[str] = []
    teach(own, fused(), tmp_path / "run", 5, tell=told.append)
    assert own.steps(tmp_path / "run") == 5 and all("step 4/5" in line or "step 5/5" in line for line in told)


def test_what_is_done_is_only_read(tmp_path):
    own = lessons(tmp_path)
    done = teach(own, fused(), tmp_path / "run", 2, tell=quiet).network.state_dict()
    told: list[str] = []
    again = teach(own, fused(), tmp_path / "run", 2, tell=told.append).network.state_dict()
    assert not told and all(torch.equal(done[name], again[name]) for name in done)


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
