"""Training after a step of the chain."""

import pytest

torch = pytest.importorskip("torch")
from edge.cut import WIDTH, cut  # noqa: E402
from edge.recovery import Companion, Fused, lesson_of, teach  # noqa: E402
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


class Counting(Companion):
    """Trains one number of its own, and remembers the steps."""

    def __init__(self) -> None:
        super().__init__()
        self.own = torch.nn.Parameter(torch.zeros(1))
        self.steps: list[int] = []

    def after(self, step: int) -> None:
        self.steps.append(step)
        with torch.no_grad():
            self.own += 1


def test_what_goes_along_is_told_of_each_step_and_kept_beside_the_checkpoint(tmp_path):
    own, first, second = lessons(tmp_path), Counting(), Counting()
    teach(own, fused(), tmp_path / "run", 2, tell=quiet, companion=first)
    teach(own, fused(), tmp_path / "run", 4, tell=quiet, companion=second)
    assert first.steps == [1, 2] and second.steps == [3, 4] and float(second.own.detach()) == 4
