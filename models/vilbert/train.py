"""Training: one loop for the teacher, the students, the ablations and distillation; one process or several (torchrun, DDP).

A step reads pictures of one source (simulated worlds, rendered scenes, real photos, easy-VQA), a dozen questions each, and now and then
their captions. Checkpoints are written to a neighbour and renamed, so a run that is killed goes on where it was.
"""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from models.vilbert.data.batches import Batch
from models.vilbert.data.lists import means
from models.vilbert.losses import WEIGHTS, Losses
from models.vilbert.network import Decoder, ViLBERT
from models.vilbert.objectives.answers import NO_ANSWER
from models.vilbert.presets import PRESETS
from models.vilbert.streams import Dimensions
from models.vilbert.vocabulary import COLOURS, Vocabulary

CAPTION_EVERY = 8
"""Steps between two that read captions."""


@dataclass(frozen=True)
class Plan:
    steps: int
    rate: float = 1.5e-3
    warm_up: int = 200
    decay: float = 0.02
    last_share: float = 0.03
    """Of the rate, at the end of the cosine."""
    seed: int = 0
    half: bool = True
    """bfloat16 autocast."""
    save_every: int = 250
    restart: int = 0
    """Step from which a resumed run counts its schedule anew."""


@dataclass
class State:
    """All that a checkpoint holds."""

    network: ViLBERT
    decoder: Decoder
    optimizer: torch.optim.Optimizer
    step: int = 0
    seen: int = 0
    seconds: float = 0.0


def build(preset: str, words: Vocabulary, table: np.ndarray, fusion: str = "coattention", dropout: float = 0.0) -> ViLBERT:
    size = Dimensions(
        len(words.words), len(words.names), len(words.answers), table=table.shape[1], fusion=fusion, dropout=dropout, **PRESETS[preset]
    )
    rows = (means(words, items, table) for items in (words.names, COLOURS, words.answers))
    return ViLBERT(size, torch.from_numpy(table), *(torch.from_numpy(row) for row in rows))


class Trainer:
    def __init__(
        self, network: ViLBERT, decoder: Decoder, words: Vocabulary, plan: Plan, folder: Path, distil: Callable | None = None
    ) -> None:
        """distil: (network, batch, outputs, logits) -> loss, where a teacher helps."""
        torch.manual_seed(plan.seed)
        self.plan, self.folder, self.distil = plan, folder, distil
        self.words, self.losses = words, Losses(words)
        trained = [
            part
            for module in (network, decoder, distil)
            if isinstance(module, nn.Module)
            for part in module.parameters()
            if part.requires_grad
        ]
        optimizer = torch.optim.AdamW(trained, plan.rate, weight_decay=plan.decay, betas=(0.9, 0.98))
        self.state = State(network, decoder, optimizer)
        share_weights(trained)
        self.averages: dict[str, float] = {}

    # ---- one step

    def step(self, batch: Batch) -> float:
        state, plan = self.state, self.plan
        for group in state.optimizer.param_groups:
            group["lr"] = self.rate()
        with torch.autocast("cpu", torch.bfloat16) if plan.half else nullcontext():
            losses, outputs, logits = self.losses.questions(state.network, batch, keep_maps=self.distil is not None)
            if self.distil is not None:
                losses["distil"] = self.distil(state.network, batch, outputs, logits)
            if state.step % CAPTION_EVERY == 0:
                losses |= self.losses.captions(state.network, state.decoder, batch)
        total = torch.stack([WEIGHTS[name] * loss.float() for name, loss in losses.items()]).sum()
        state.optimizer.zero_grad()
        total.backward()
        synchronize(state)
        torch.nn.utils.clip_grad_norm_([part for group in state.optimizer.param_groups for part in group["params"]], 1.0)
        state.optimizer.step()
        state.step, state.seen = state.step + 1, state.seen + len(batch.ids)
        self._remember(losses, logits, batch)
        return float(total.detach())

    def rate(self) -> float:
        """Of the step that comes next."""
        return self.plan.rate * schedule(self.state.step - self.plan.restart, self.plan)

    def _remember(self, losses: dict[str, Tensor], logits: Tensor, batch: Batch) -> None:
        asked = batch.answers != NO_ANSWER
        values = {name: float(loss.detach()) for name, loss in losses.items()}
        if asked.any():
            values["right"] = float((logits.argmax(-1) == batch.answers)[asked].float().mean())
        for name, value in values.items():
            self.averages[name] = 0.98 * self.averages.get(name, value) + 0.02 * value

    # ---- the run

    def run(self, batches: Iterator[Batch], tell: Callable[[str], None] = print, every: int = 100) -> None:
        while self.state.step < self.plan.steps:
            start = time.monotonic()
            self.step(next(batches))
            self.state.seconds += time.monotonic() - start
            if self.state.step % every == 0 or self.state.step == self.plan.steps:
                tell(self.line())
                self._log()
            if self.state.step % self.plan.save_every == 0 or self.state.step == self.plan.steps:
                self.save()

    def line(self) -> str:
        state = self.state
        shown = " ".join(
            f"{name} {value:.3f}"
            for name, value in self.averages.items()
            if name in ("right", "answer", "match", "relevance", "refer", "count", "contrastive", "caption", "distil")
        )
        left = (self.plan.steps - state.step) * state.seconds / max(1, state.step)
        pace = state.seen / max(state.seconds, 1e-9)
        return f"step {state.step}/{self.plan.steps}  {pace:.0f} questions/s  {left / 60:.0f} min left  {shown}"

    def _log(self) -> None:
        if leader():
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / "losses.jsonl").open("a") as file:
                told = {"step": self.state.step, "seen": self.state.seen, "seconds": round(self.state.seconds)}
                file.write(json.dumps(told | {name: round(value, 4) for name, value in self.averages.items()}) + "\n")

    # ---- checkpoints

    def save(self) -> None:
        if not leader():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        state = self.state
        content = {
            "dimensions": state.network.dimensions(),
            "network": state.network.state_dict(),
            "decoder": state.decoder.state_dict(),
            "optimizer": state.optimizer.state_dict(),
            "step": state.step,
            "seen": state.seen,
            "seconds": state.seconds,
            "plan": asdict(self.plan),
            "answers": list(self.words.answers),
        }
        path = self.folder / "checkpoint.pt"
        torch.save(content, path.with_suffix(".part"))
        os.replace(path.with_suffix(".part"), path)

    def resume(self, path: Path | None = None, optimizer: bool = True) -> bool:
        """Goes on from a checkpoint; False where there is none."""
        path = path or self.folder / "checkpoint.pt"
        if not path.exists():
            return False
        saved = torch.load(path, weights_only=True)
        same = tuple(saved["answers"]) == self.words.answers
        same = same and all(
            part.shape == saved["network"].get(name, torch.zeros(0)).shape for name, part in self.state.network.state_dict().items()
        )
        self.state.network.load_state_dict(saved["network"] if same else regrown(saved, self.words, self.state.network))
        self.state.decoder.load_state_dict(saved["decoder"])
        if optimizer and same:
            self.state.optimizer.load_state_dict(saved["optimizer"])
        if optimizer:
            self.state.step, self.state.seen, self.state.seconds = saved["step"], saved["seen"], saved["seconds"]
        return True


def regrown(saved: dict, words: Vocabulary, network: ViLBERT) -> dict[str, Tensor]:
    """Weights for a network that has grown: answers keep their bias, new outputs and parts begin as they were made, and the word vectors,
    which nothing trains, are the new list's."""
    biases = dict(zip(saved["answers"], saved["network"]["heads.answer_bias"].tolist(), strict=True))
    grown = dict(network.state_dict())
    for name, part in saved["network"].items():
        if name in grown and name != "words.table" and part.shape[1:] == grown[name].shape[1:]:
            grown[name] = torch.cat([part, grown[name][len(part) :]]) if part.ndim else part
    return {**grown, "heads.answer_bias": torch.tensor([biases.get(answer, 0.0) for answer in words.answers])}


def schedule(step: int, plan: Plan) -> float:
    """Share of the rate: a linear warm-up, then half a cosine."""
    warm = min(1.0, (step + 1) / plan.warm_up)
    done = min(1.0, step / max(1, plan.steps - plan.restart))
    return warm * (plan.last_share + (1 - plan.last_share) * 0.5 * (1 + math.cos(math.pi * done)))


# ---- several processes


def leader() -> bool:
    return not torch.distributed.is_initialized() or torch.distributed.get_rank() == 0


def share_weights(parts: list[nn.Parameter]) -> None:
    """Every process begins with the first one's."""
    if torch.distributed.is_initialized():
        for part in parts:
            torch.distributed.broadcast(part.data, 0)


def synchronize(state: State) -> None:
    """The mean gradient of all processes: what DDP does, for losses that call the network more than once a step."""
    if not torch.distributed.is_initialized():
        return
    parts = [part for group in state.optimizer.param_groups for part in group["params"]]
    used = torch.tensor([part.grad is not None for part in parts], dtype=torch.uint8, device=parts[0].device)
    torch.distributed.all_reduce(used, torch.distributed.ReduceOp.MAX)  # what no process used stays without, and does not decay
    for part in (part for part, anywhere in zip(parts, used.tolist(), strict=True) if anywhere):
        part.grad = torch.zeros_like(part) if part.grad is None else part.grad
        torch.distributed.all_reduce(part.grad)
        part.grad /= torch.distributed.get_world_size()
