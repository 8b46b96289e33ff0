"""python -m edge.chain: distil, prune, train in eight bits, quantize, compare; then the same chain with each step left out.

    teacher ─► distil ─► prune ─► qat ─► quantize ─► parity
              cut to     cut to    step   QDQ S8S8    the graph's answers against torch's
              share^.43, share,    sizes
              taught     taught    learned

Cuts are by importance (importance.py); --columns leaves fewer principal components of the word table, which no share counts.
Every step keeps its checkpoint under WORK/edge/NAME, so a chain that was stopped goes on there.
Without `distil` everything learns from labels alone, at equal steps; and once more for as long as the taught one took.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from statistics import median

import numpy as np
import torch

from edge import artefacts, table
from edge.cut import empty, trainable, with_columns
from edge.qat import StepSizes, train_quantized
from edge.recovery import Fused, Lessons, Tell, lesson_of
from edge.shrink import Round, shrunk
from models import door
from models.vilbert.commands import MADE_BY, WORK
from models.vilbert.network import ViLBERT
from models.vilbert.streams import Dimensions
from models.vilbert.train import Plan, Trainer

DISTIL, PRUNE, QAT = ((0.43, 0.10),), ((0.70, 0.12), (1.0, 0.66)), 0.12
"""Each round's share of parameters, as a power of the asked-for share, and its share of the steps."""


@dataclass(frozen=True)
class Chain:
    lessons: Lessons
    folder: Path
    """Of all checkpoints and graphs of the chain."""
    teacher: Path
    """Folder of the run that it begins with."""
    steps: int
    """Of one chain's training, all steps of it together."""
    share: float
    """Of the teacher's trainable parameters that are left."""
    columns: int | None = None
    """Of the word table, where not all of them are left."""
    tell: Tell = print

    def rounds(self, planned: Sequence[tuple[float, float]]) -> list[Round]:
        return [Round(round(self.share**power, 2), max(1, round(share * self.steps))) for power, share in planned]

    @cached_property
    def master(self) -> Fused:
        """The teacher, which nothing trains."""
        fused = self.lessons.read(self.teacher)
        return replace(fused, network=fused.network.eval())

    @property
    def whole(self) -> int:
        return trainable(self.master.network, self.master.decoder)

    def _teaches(self, taught: bool) -> ViLBERT | None:
        return self.master.network if taught else None

    # ---- the steps that train

    def distil(self, arm: str, taught: bool) -> Fused:
        return self._shrunk(arm, taught, self._begun(), self.rounds(DISTIL), "distil")

    def _begun(self) -> Fused:
        fused = self.lessons.read(self.teacher)
        return fused if self.columns is None else Fused(*with_columns(fused.network, fused.decoder, self.columns), fused.channels)

    def prune(self, arm: str, taught: bool, fused: Fused) -> Fused:
        return self._shrunk(arm, taught, fused, self.rounds(PRUNE), "prune")

    def _shrunk(self, arm: str, taught: bool, fused: Fused, rounds: Sequence[Round], name: str) -> Fused:
        return shrunk(self.lessons, fused, rounds, self.whole, self.folder / arm / name, self._teaches(taught), self._of(arm))

    def qat(self, arm: str, taught: bool, fused: Fused) -> StepSizes:
        steps = max(1, round(QAT * self.steps))
        return train_quantized(self.lessons, fused, self.folder / arm / "qat", steps, self._teaches(taught), self._of(arm))[1]

    def _of(self, arm: str) -> Tell:
        return lambda line: self.tell(f"{arm}/{line}")

    # ---- labels alone for as long as a teacher takes

    def longer(self) -> Path:
        """The last round of pruning by labels, with as many steps as the whole taught chain up to there costs. Returns its folder."""
        first, last = self.rounds(PRUNE)
        start = self.lessons.read(self.folder / "labels" / "prune-0")
        before = sum(each.steps for each in self.rounds(DISTIL)) + first.steps
        more = round((self._cost() - 1) * (before + last.steps))
        self.tell(f"labels/longer: {more} more steps, so that both take as long")
        self._shrunk("labels", False, start, [replace(last, steps=last.steps + max(0, more))], "longer")
        return self.folder / "labels" / "longer-0"

    def _cost(self, tries: int = 9) -> float:
        """Processor time of a step with the teacher, in steps without: the middle of alternating tries; kept, since runs differ."""
        kept = self.folder / "cost.txt"
        if kept.exists():
            return float(kept.read_text("utf-8"))
        batch, fused = next(self.lessons.batches("cost")), self.lessons.read(self.folder / "taught" / "prune-1")
        distil = lesson_of(self.master.network, fused, self.lessons)
        trainers = [Trainer(fused.network, fused.decoder, self.lessons.words, Plan(tries), self.folder, each) for each in (distil, None)]
        took: list[list[float]] = [[], []]
        for number in range(2 * tries):
            trainer = trainers[number % 2]
            trainer.state.step = 1  # one without captions
            start = time.process_time()
            trainer.step(batch)
            took[number % 2].append(time.process_time() - start)
        ratio = median(took[0]) / median(took[1])
        kept.write_text(f"{ratio:.3f}", "utf-8")
        return ratio

    # ---- the steps that make graphs

    def plain(self, label: str, run: Path) -> table.Row:
        return self._row(label, self._graphs(run, "fp32", lambda out: artefacts.plain(self.lessons, run, out)))

    def dynamic(self, label: str, run: Path) -> table.Row:
        return self._row(label, self._graphs(run, "int8", lambda out: artefacts.dynamic(self.plain("", run).graphs, out)))

    def qdq(self, label: str, run: Path, learned: StepSizes | None) -> table.Row:
        steps = learned.steps() if learned else None
        return self._row(label, self._graphs(run, "qdq", lambda out: artefacts.qdq(self.plain("", run).graphs, out, steps)))

    def _graphs(self, run: Path, precision: str, make: Callable[[Path], object]) -> Path:
        """Made once: the facts are what is written last."""
        out = self.folder / "graphs" / f"{run.parent.name}-{run.name}-{precision}"
        if not (out / artefacts.FACTS).exists():
            make(out)
        return out

    def _row(self, label: str, graphs: Path) -> table.Row:
        size = Dimensions(**json.loads((graphs / artefacts.FACTS).read_text("utf-8"))["dimensions"])
        trained = trainable(*empty(size))
        return table.Row(label, graphs, trained, trained + size.words * size.table)


# ---- the table


def rows(chain: Chain) -> list[table.Row]:
    """Trains what is not trained yet."""
    pruned = chain.prune("taught", True, chain.distil("taught", True))
    learned = chain.qat("taught", True, pruned)
    taught = chain.folder / "taught" / "qat"
    listed = [
        chain.plain("teacher, FP32", chain.teacher),
        chain.plain("1 distil", chain.folder / "taught" / "distil-0"),
        chain.plain("2 prune", chain.folder / "taught" / "prune-1"),
        chain.plain("3 qat", taught),
        chain.qdq("4 quantize: QDQ", taught, learned),
        chain.dynamic("4 quantize: dynamic", taught),
    ]
    with learned.applied():
        same, of = artefacts.same_answers(chain.lessons, pruned.network.eval(), listed[4].graphs)
    chain.tell(f"Parity: of {of} questions the QDQ graph answers {same} as torch does with the learned step sizes.")
    return listed


def left_out(chain: Chain) -> list[table.Row]:
    """After `rows`. The last three compare a teacher with labels alone, after pruning."""
    folder, cut = chain.folder, chain.folder / "taught" / "prune-1"
    alone = chain.qat("labels", False, chain.prune("labels", False, chain.distil("labels", False)))
    unpruned = chain.qat("unpruned", True, chain.lessons.read(folder / "taught" / "distil-0"))
    return [
        chain.qdq("without distil", folder / "labels" / "qat", alone),
        chain.qdq("without prune", folder / "unpruned" / "qat", unpruned),
        chain.qdq("without qat", cut, None),
        chain.plain("without quantize", folder / "taught" / "qat"),
        chain.plain("after 2: taught", cut),
        *by_labels(chain),
    ]


def by_labels(chain: Chain) -> list[table.Row]:
    """After `rows`: the same cuts without the teacher, which row "2 prune" is compared with."""
    chain.prune("labels", False, chain.distil("labels", False))
    return [
        chain.plain("after 2: labels, equal steps", chain.folder / "labels" / "prune-1"),
        chain.plain("after 2: labels, equal time", chain.longer()),
    ]


BESIDE: dict[str, Callable[[Chain], list[table.Row]]] = {"all": left_out, "labels": by_labels, "nothing": lambda chain: []}
"""What is trained and shown beside the chain."""


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m edge.chain", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--work", type=Path, default=WORK, help="folder of table, checkpoints and drawings (default: %(default)s)")
    made.add_argument("--teacher", default="shipped", help="run in it that the chain begins with (default: %(default)s)")
    made.add_argument("--steps", type=door.count, default=1200, help="of one chain's training together (default: %(default)s)")
    made.add_argument("--name", help="folder of the chain in WORK/edge (default: chain-STEPS)")
    made.add_argument("--share", type=float, default=0.33, help="of the teacher's trainable parameters to be left (default: %(default)s)")
    made.add_argument("--columns", type=door.count, help="of the word table that are left, the first ones (default: all)")
    made.add_argument("--pictures", type=door.count, default=150, help="pictures that judge, ten questions each (default: %(default)s)")
    made.add_argument("--batch", type=door.count, default=8, help="pictures of a step, twelve questions each (default: %(default)s)")
    made.add_argument("--rate", type=float, default=1e-3, help="the highest learning rate (default: %(default)s)")
    made.add_argument("--beside", choices=BESIDE, default="all", help="chains that leave a step out, or the teacher (default: %(default)s)")
    made.add_argument("--seed", type=int, default=0)
    made.add_argument("--threads", type=door.count, default=1)
    made.add_argument("--out", type=Path, help="folder for chain.md, chain.json and chain.png (default: that of the checkpoints)")
    return made


def main(arguments: Sequence[str] | None = None) -> None:
    options = parser().parse_args(arguments)
    with door.sentences(MADE_BY):
        run(options)


def run(options: argparse.Namespace) -> None:
    if not 0.2 <= options.share < 1:
        raise ValueError(f"--share is {options.share}; it must be at least 0.2 and below 1: what is fixed by the lists cannot be pruned.")
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    lessons = Lessons(options.work, np.load(options.work / "table.npy"), options.batch, rate=options.rate, seed=options.seed)
    folder = options.work / "edge" / (options.name or f"chain-{options.steps}")
    _same_settings(folder, {name: getattr(options, name) for name in ("teacher", "steps", "share", "columns", "batch", "rate", "seed")})
    teacher, tell = options.work / options.teacher, lambda line: print(line, flush=True)
    chain = Chain(lessons, folder, teacher, options.steps, options.share, options.columns, tell)
    listed = rows(chain) + BESIDE[options.beside](chain)
    found = table.judge(listed, options.pictures, chain.tell)
    out = options.out or folder
    out.mkdir(parents=True, exist_ok=True)
    (out / "chain.md").write_text(table.markdown(found), "utf-8")
    (out / "chain.json").write_text(table.as_json(found), "utf-8")
    table.drawn(found[:6], out / "chain.png")
    print(table.text(found))


def _same_settings(folder: Path, settings: dict[str, object]) -> None:
    """Raises ValueError where the folder holds a chain that was made otherwise."""
    path, told = folder / "settings.json", json.dumps(settings)
    folder.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.read_text("utf-8") != told:
        raise ValueError(f"{folder} holds a chain made with {path.read_text('utf-8')}, not {told}; choose another --name.")
    path.write_text(told, "utf-8")


if __name__ == "__main__":
    main()
