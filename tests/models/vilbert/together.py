"""One of two processes that train together; a module of its own, so that a new process can import it."""

from __future__ import annotations

import random
from pathlib import Path

import torch

from models.vilbert.train import Plan, Trainer
from tests.models.vilbert import made

STEPS = 3


def trainer(folder: Path) -> Trainer:
    """Without chance: no dropout, and no step that reads captions."""
    network = made.network()
    run = Trainer(network, made.decoder(network), made.WORDS, Plan(STEPS + 1, half=False, warm_up=1), folder)
    run.state.step = 1
    return run


def batches(rank: int):
    return made.stream(random.Random(rank), 2, 3)


def train_one_of_two(rank: int, folder: Path) -> None:
    torch.set_num_threads(1)
    torch.distributed.init_process_group("gloo", init_method=f"file://{folder / 'meeting'}", rank=rank, world_size=2)
    run, source = trainer(folder / str(rank)), batches(rank)
    losses = [run.step(next(source)) for _ in range(STEPS)]
    torch.save({"losses": losses, "network": run.state.network.state_dict()}, folder / f"{rank}.pt")
    run.save()
    torch.distributed.destroy_process_group()
