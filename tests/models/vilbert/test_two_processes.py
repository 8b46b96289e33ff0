"""Two processes (gloo) train as one does that averages the gradients of both their batches."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from models.vilbert.losses import WEIGHTS  # noqa: E402
from tests.models.vilbert import made  # noqa: E402
from tests.models.vilbert.together import STEPS, batches, train_one_of_two, trainer  # noqa: E402


def train_both_in_one(folder: Path) -> tuple[list[list[float]], dict[str, torch.Tensor]]:
    run, sources = trainer(folder), [batches(0), batches(1)]
    optimizer, losses = run.state.optimizer, []
    parts = [part for group in optimizer.param_groups for part in group["params"]]
    for _ in range(STEPS):
        optimizer.zero_grad()
        sums = []
        for source in sources:
            found, _, _ = run.losses.questions(run.state.network, next(source))
            total = torch.stack([WEIGHTS[name] * loss.float() for name, loss in found.items()]).sum()
            (total / 2).backward()
            sums.append(float(total.detach()))
        torch.nn.utils.clip_grad_norm_(parts, 1.0)
        for group in optimizer.param_groups:
            group["lr"] = run.rate()
        optimizer.step()
        run.state.step += 1
        losses.append(sums)
    return losses, run.state.network.state_dict()


@pytest.mark.slow
def test_two_processes_have_the_losses_and_the_weights_of_one(tmp_path):
    torch.multiprocessing.spawn(train_one_of_two, (tmp_path,), nprocs=2)
    losses, alone = train_both_in_one(tmp_path / "alone")
    for rank in (0, 1):
        told = torch.load(tmp_path / f"{rank}.pt", weights_only=True)
        assert told["losses"] == pytest.approx([pair[rank] for pair in losses], rel=1e-4)
        assert all(torch.allclose(told["network"][name], part, atol=1e-5) for name, part in alone.items())
    seen = torch.load(tmp_path / "0" / "checkpoint.pt", weights_only=True)["seen"]
    assert seen == STEPS * sum(len(next(batches(rank)).ids) for rank in (0, 1)), "the questions of both"
    assert (tmp_path / "0" / "checkpoint.pt").exists() and not (tmp_path / "1").exists(), "only the first process writes"


@pytest.mark.slow
def test_torchrun_trains_in_two_processes_by_the_command_line(tmp_path):
    np.save(tmp_path / "table.npy", made.table())
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2"]
    options = "train --preset tiny --steps 2 --pictures 2 --questions 3 --device cpu".split()
    done = subprocess.run(
        [*torchrun, "-m", "models.vilbert", "--work", str(tmp_path), *options], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("holds step 2.") == 1, "only the first process tells of the run"
    saved = torch.load(tmp_path / "tiny" / "checkpoint.pt", weights_only=True)
    (told,) = [json.loads(line) for line in (tmp_path / "tiny" / "losses.jsonl").read_text("utf-8").splitlines()]
    assert saved["step"] == told["step"] == 2 and saved["seen"] == told["seen"] == 2 * 2 * 2 * 3, "the questions of both"
