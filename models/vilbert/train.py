"""Training: one loop for the teacher, the students, the ablations and distillation; one process or several (torchrun, DDP).

A step reads pictures of one source (simulated worlds, rendered scenes, real photos, easy-VQA), a dozen questions each, and now and then
their captions. Checkpoints are written to a neighbour and renamed, so a run that is killed goes on where it was.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from models import checkpoints
from models.halves import autocast
from models.vilbert.data.batches import Batch
from models.vilbert.data.lists import means
from models.vilbert.distil import Distillation
from models.vilbert.lesson import Lesson
from models.vilbert.losses import Losses
from models.vilbert.network import Decoder, ViLBERT
from models.vilbert.objectives.answers import NO_ANSWER
from models.vilbert.presets import PRESETS
from models.vilbert.streams import Dimensions
from models.vilbert.vocabulary import COLOURS, Vocabulary

BUILT = ("width", "heads", "text_layers", "image_layers", "blocks", "feed_forward", "fusion", "head", "sizes")
"""Dimensions in which a checkpoint must be like the network that goes on from it."""
HELD = "held out"
"""What losses.jsonl calls the share of right answers to questions that nothing learns from."""
KEPT = ("dimensions", "network", "decoder", "optimizer", "step", "seen", "seconds", "answers")
"""What a checkpoint must have."""
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
    """Whether it computes in bfloat16 where the machine multiplies in that, and in float32 elsewhere (models/halves.py)."""
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
        self,
        network: ViLBERT,
        decoder: Decoder,
        words: Vocabulary,
        plan: Plan,
        folder: Path,
        distil: Distillation | None = None,
        device: torch.device | str = "cpu",
        lesson: nn.Module | None = None,
        attack: float = 0.0,
    ) -> None:
        """distil: where a teacher helps; lesson: another one than Lesson, called as it is; attack: as of Lesson."""
        torch.manual_seed(plan.seed)
        self.plan, self.folder, self.words, self.device = plan, folder, words, torch.device(device)
        self.losses = Losses(words)
        lesson = (lesson or Lesson(network, decoder, self.losses, distil, attack)).to(self.device)
        trained = [part for part in lesson.parameters() if part.requires_grad]
        optimizer = torch.optim.AdamW(trained, plan.rate, weight_decay=plan.decay, betas=(0.9, 0.98))
        self.state = State(network, decoder, optimizer)
        # A step without captions uses no decoder, so which weights are used changes from step to step.
        self.lesson = DistributedDataParallel(lesson, find_unused_parameters=True) if torch.distributed.is_initialized() else lesson
        self.averages: dict[str, float] = {}

    # ---- one step

    def step(self, batch: Batch) -> float:
        state, plan = self.state, self.plan
        for group in state.optimizer.param_groups:
            group["lr"] = self.rate()
        batch = batch.to(self.device)
        with autocast(self.device, plan.half):
            total, losses, logits = self.lesson(batch, state.step % CAPTION_EVERY == 0)
        state.optimizer.zero_grad()
        total.backward()
        torch.nn.utils.clip_grad_norm_([part for group in state.optimizer.param_groups for part in group["params"]], 1.0)
        state.optimizer.step()
        state.step, state.seen = state.step + 1, state.seen + len(batch.ids) * processes()
        self._remember(losses, logits, batch)
        return float(total.detach())

    def rate(self) -> float:
        """Of the step that comes next."""
        return self.plan.rate * schedule(self.state.step - self.plan.restart, self.plan)

    def _remember(self, losses: dict[str, Tensor], logits: Tensor, batch: Batch) -> None:
        values = {name: float(loss) for name, loss in losses.items()}
        if (batch.answers != NO_ANSWER).any():
            values["right"] = right(logits, batch)
        for name, value in values.items():
            self.averages[name] = 0.98 * self.averages.get(name, value) + 0.02 * value

    @torch.no_grad()
    def _ask(self, held: Batch) -> None:
        """What is right of questions that nothing learns from; it is no average."""
        network = self.state.network
        training = network.training
        network.eval()
        _, _, logits = self.losses.to(self.device).questions(network, held.to(self.device))
        network.train(training)
        self.averages[HELD] = right(logits, held.to(self.device))

    # ---- the run

    def run(self, batches: Iterator[Batch], tell: Callable[[str], None] = print, every: int = 100, held: Batch | None = None) -> None:
        """held: questions that are only asked and told of. Raises CannotKeep while another process trains in the folder."""
        with checkpoints.alone(self.folder) if leader() else nullcontext():
            self._run(batches, tell, every, held if leader() else None)

    def _run(self, batches: Iterator[Batch], tell: Callable[[str], None], every: int, held: Batch | None) -> None:
        begun = replace(self.state)
        while self.state.step < self.plan.steps:
            start = time.monotonic()
            self.step(next(batches))
            self.state.seconds += time.monotonic() - start
            if self.state.step % every == 0 or self.state.step == self.plan.steps:
                if held:
                    self._ask(held)
                tell(self.line(begun))
                self._log()
            if self.state.step % self.plan.save_every == 0 or self.state.step == self.plan.steps:
                self.save()

    def line(self, begun: State) -> str:
        """begun: where this process began, as an earlier one may have run on another machine."""
        state, seconds = self.state, max(self.state.seconds - begun.seconds, 1e-9)
        shown = " ".join(
            f"{name} {value:.3f}"
            for name, value in self.averages.items()
            if name in ("right", HELD, "answer", "match", "relevance", "refer", "count", "contrastive", "caption", "distil")
        )
        left = (self.plan.steps - state.step) * seconds / max(1, state.step - begun.step)
        pace = (state.seen - begun.seen) / seconds
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
        checkpoints.write(content, self.folder / "checkpoint.pt")

    def resume(self, path: Path | None = None, optimizer: bool = True) -> bool:
        """Goes on from a checkpoint; False where there is none. Raises DamagedModel, and ValueError for one of another network."""
        path = path or self.folder / "checkpoint.pt"
        if not path.exists():
            return False
        saved = checkpoints.read(path, KEPT, self.device)
        sizes = (self.state.network.dimensions(), asdict(Dimensions(**saved["dimensions"])))
        own, other = ({name: size[name] for name in BUILT} for size in sizes)
        if own != other:
            raise ValueError(f"{path} holds another network: {other}, not {own}. Choose another --name, or its --preset and --fusion.")
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
            self._forget_after(saved["step"])
        return True

    def _forget_after(self, step: int) -> None:
        """What a killed run told after its last checkpoint will be told again."""
        log = self.folder / "losses.jsonl"
        if log.exists() and leader():
            kept = [line for line in log.read_text("utf-8").splitlines(keepends=True) if json.loads(line)["step"] <= step]
            log.write_text("".join(kept), "utf-8")


def regrown(saved: dict, words: Vocabulary, network: ViLBERT) -> dict[str, Tensor]:
    """Weights for a network that has grown: answers keep their bias, new outputs and parts begin as they were made, and the word vectors,
    which nothing trains, are the new list's."""
    biases = dict(zip(saved["answers"], saved["network"]["heads.answer_bias"].tolist(), strict=True))
    grown = dict(network.state_dict())
    for name, part in saved["network"].items():
        if name in grown and name != "words.table" and part.shape[1:] == grown[name].shape[1:]:
            grown[name] = torch.cat([part, grown[name][len(part) :]]) if part.ndim else part
    return {**grown, "heads.answer_bias": torch.tensor([biases.get(answer, 0.0) for answer in words.answers])}


def right(logits: Tensor, batch: Batch) -> float:
    """The share of the questions with an answer that get it."""
    asked = batch.answers != NO_ANSWER
    return float((logits.argmax(-1) == batch.answers)[asked].float().mean())


def schedule(step: int, plan: Plan) -> float:
    """Share of the rate: a linear warm-up, then half a cosine."""
    warm = min(1.0, (step + 1) / plan.warm_up)
    done = min(1.0, step / max(1, plan.steps - plan.restart))
    return warm * (plan.last_share + (1 - plan.last_share) * 0.5 * (1 + math.cos(math.pi * done)))


# ---- several processes


def leader() -> bool:
    return not torch.distributed.is_initialized() or torch.distributed.get_rank() == 0


def processes() -> int:
    return torch.distributed.get_world_size() if torch.distributed.is_initialized() else 1
