"""The commands of `python -m models.vilbert` that make weights. What makes lists and data is in gather.py, what measures in measures.py."""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from platformdirs import user_cache_path

from models import door
from models.runtime import first_line
from models.vilbert import gather, measures
from models.vilbert.presets import PRESETS
from models.vilbert.vocabulary import Vocabulary, vocabulary

if TYPE_CHECKING:
    from models.vilbert.distil import Distillation
    from models.vilbert.network import ViLBERT

WORK = user_cache_path("owlish") / "train"
MADE_BY = {
    "table.npy": "make it: python -m models.vilbert vocabulary",
    "checkpoint.pt": "make that run first: python -m models.vilbert train --name NAME, or recover",
    "losses.jsonl": "train that run first: python -m models.vilbert train --name NAME",
    "folds.json": "make it: python -m models.clip apart --photos DIR",
}
"""What to do where a file is missing."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m models.vilbert",
        description="Makes the data of the fusion; trains, distils, measures and exports it (docs/vilbert.md).",
    )
    parser.add_argument("--work", type=Path, default=WORK, help="folder for caches and checkpoints (default: %(default)s)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    gather.add(commands)
    _train(commands)
    _rephrase(commands)
    _average(commands)
    _recover(commands)
    _export(commands)
    measures.add(commands)
    options = parser.parse_args(arguments)
    with door.sentences(MADE_BY):
        options.run(options)


def _train(commands) -> None:
    command = commands.add_parser("train", help="train a network; goes on where a run of the same name stopped")
    command.add_argument("--preset", choices=sorted(PRESETS), default="student-s")
    command.add_argument("--name", help="folder of the run (default: the preset)")
    command.add_argument("--steps", type=door.count, default=9000, help="(default: %(default)s)")
    command.add_argument("--rate", type=float, default=1.5e-3, help="the highest learning rate (default: %(default)s)")
    _steps(command)
    command.add_argument("--fusion", choices=("coattention", "concatenation", "average"), default="coattention")
    command.add_argument("--from", dest="start", type=Path, help="begin with the weights of this checkpoint")
    command.add_argument("--blind", action="store_true", help="without any picture: what the questions alone give away")
    command.add_argument(
        "--attack", type=float, default=0.0, help="adversarial training: how far image tokens are moved against the answers (default: not)"
    )
    command.add_argument("--teacher", help="name of a trained run in --work that teaches this one; for hf:NAME see `photos --untold`")
    command.set_defaults(run=train)


def _steps(command: argparse.ArgumentParser) -> None:
    """What a step reads, and where it runs."""
    command.add_argument("--pictures", type=door.count, default=32, help="of a step (default: %(default)s)")
    command.add_argument("--questions", type=door.count, default=12, help="of a picture (default: %(default)s)")
    command.add_argument("--threads", type=door.count, default=1, help="(default: %(default)s)")
    command.add_argument("--seed", type=int, default=0)
    command.add_argument("--device", type=device, default="cuda" if torch.cuda.is_available() else "cpu", help="(default: %(default)s)")


def device(name: str) -> str:
    """The type of an option that names one that is here; for argparse."""
    try:
        torch.empty(0, device=name)
    except (RuntimeError, AssertionError) as error:  # of names that torch does not know, and of devices that it was not built for
        raise argparse.ArgumentTypeError(f"'{name}' does not run here ({first_line(error)})") from None
    return name


def train(options: argparse.Namespace) -> None:
    import numpy as np

    from models.vilbert.data.mixture import sources
    from models.vilbert.data.sources import held_out, mixed
    from models.vilbert.network import Decoder, parameters
    from models.vilbert.train import Plan, Trainer, build

    torch.set_num_threads(options.threads)
    if options.teacher and ":" in options.teacher:
        raise ValueError(
            f"{options.teacher} needs pictures, and training reads tokens: let it speak of photos first, with "
            f"`photos --untold DIR --teacher {options.teacher}`, which makes its answers part of the training data."
        )
    rank, device = join(options.device)
    torch.manual_seed(options.seed)
    words = vocabulary()
    network = build(options.preset, words, np.load(options.work / "table.npy"), options.fusion)
    plan = Plan(options.steps, options.rate, seed=options.seed)
    teacher = open_teacher(options, words, network) if options.teacher else None
    folder = options.work / (options.name or options.preset)
    trainer = Trainer(network, Decoder(network.size), words, plan, folder, teacher, device, attack=options.attack)
    if not trainer.resume() and options.start and not trainer.resume(options.start, optimizer=False):
        raise FileNotFoundError(2, "no such checkpoint", str(options.start))
    read = sources(options.work)
    tell = (lambda line: print(line, flush=True)) if rank == 0 else (lambda line: None)
    tell(f"{parameters(network) / 1e6:.2f} M parameters, {len(read)} sources, {device}, from step {trainer.state.step}")
    rng = random.Random((options.seed * 1_009 + rank) * 1_000_003 + trainer.state.step)
    batches = mixed(rng, words, read, options.pictures, options.questions, options.blind)
    trainer.run(batches, tell=tell, held=held_out(words, options.blind))
    tell(f"Done: {trainer.folder / 'checkpoint.pt'} holds step {trainer.state.step}.")


def _rephrase(commands) -> None:
    command = commands.add_parser("rephrase", help="a trained network learns further wordings from itself; goes on where it was stopped")
    command.add_argument("--from", dest="start", type=Path, help="checkpoint of the trained one (default: of `recover`)")
    command.add_argument("--name", default="rephrased", help="folder of the run (default: %(default)s)")
    command.add_argument("--steps", type=door.count, default=1600, help="further ones (default: %(default)s)")
    command.add_argument("--rate", type=float, default=5e-4, help="the highest learning rate (default: %(default)s)")
    _steps(command)
    command.set_defaults(run=rephrase)


def rephrase(options: argparse.Namespace) -> None:
    import numpy as np

    from models.vilbert.data.mixture import REPHRASED, sources
    from models.vilbert.data.sources import held_out
    from models.vilbert.export import read_checkpoint
    from models.vilbert.rephrase import Rephrasing, reworded
    from models.vilbert.train import Plan, Trainer

    torch.set_num_threads(options.threads)
    words, start = vocabulary(), options.start or options.work / "shipped" / "checkpoint.pt"
    network, decoder, saved = read_checkpoint(start, words, np.load(options.work / "table.npy"))
    plan = Plan(saved["step"] + options.steps, options.rate, warm_up=50, decay=0.0, seed=options.seed, restart=saved["step"])
    lesson = Rephrasing(network.train(), words)
    trainer = Trainer(network, decoder, words, plan, options.work / options.name, device=options.device, lesson=lesson)
    if not trainer.resume():
        trainer.state.step, trainer.state.seen, trainer.state.seconds = saved["step"], saved["seen"], saved["seconds"]
    rng = random.Random(1 + options.seed * 1_000_003 + trainer.state.step - saved["step"])
    batches = reworded(rng, words, sources(options.work, REPHRASED), options.pictures, options.questions)
    trainer.run(batches, tell=lambda line: print(line, flush=True), held=held_out(words))
    print(f"Done: {trainer.folder / 'checkpoint.pt'} holds step {trainer.state.step}.")


def join(device: str) -> tuple[int, str]:
    """The rank of this process under torchrun, and its own device of that kind; 0 alone."""
    import os

    if int(os.environ.get("WORLD_SIZE", "1")) == 1:
        return 0, device
    torch.distributed.init_process_group("nccl" if device.startswith("cuda") else "gloo")
    if device == "cuda":
        device = f"cuda:{os.environ['LOCAL_RANK']}"
        torch.cuda.set_device(device)
    return torch.distributed.get_rank(), device


def open_teacher(options: argparse.Namespace, words: Vocabulary, student: ViLBERT) -> Distillation:
    import numpy as np

    from models.vilbert.distil import Distillation
    from models.vilbert.export import read_checkpoint

    teacher, _, _ = read_checkpoint(options.work / options.teacher / "checkpoint.pt", words, np.load(options.work / "table.npy"))
    if {student.size.fusion, teacher.size.fusion} != {"coattention"}:
        raise ValueError("A teacher teaches by its co-attention maps, so both networks need --fusion coattention; leave out --teacher.")
    return Distillation(teacher, student, torch.tensor(words.of_names), torch.tensor(words.of_colours))


def _average(commands) -> None:
    command = commands.add_parser("average", help="the mean of two checkpoints of one run, as a run of its own")
    command.add_argument("first", type=Path, help="a checkpoint")
    command.add_argument("second", type=Path, help="a later one")
    command.add_argument("--share", type=float, default=0.5, help="of the second (default: %(default)s)")
    command.add_argument("--name", required=True, help="folder of the new run")
    command.set_defaults(run=average)


def average(options: argparse.Namespace) -> None:
    from models.vilbert.average import average

    out = options.work / options.name / "checkpoint.pt"
    average(options.first, options.second, options.share, out)
    print(out)


def _recover(commands) -> None:
    command = commands.add_parser("recover", help="a checkpoint out of the shipped graphs, to go on training, distilling or pruning from")
    command.add_argument("--name", default="shipped", help="folder of the run that begins with them (default: %(default)s)")
    command.add_argument("--weights", type=Path, help="folder of the artefacts (default: the shipped ones)")
    command.set_defaults(run=recover)


def recover(options: argparse.Namespace) -> None:
    import numpy as np

    from models.vilbert.recover import recover, same_answers

    table = np.load(options.work / "table.npy")
    path = recover(table, vocabulary(), options.work / options.name, options.weights)
    same, of = same_answers(path, table, options.weights)
    print(
        f"{path}: answers as the graphs do to {same} of {of} simulated questions; the optimizer and the contrastive temperature start anew"
    )


def _export(commands) -> None:
    command = commands.add_parser("export", help="write the artefacts of the run time from a checkpoint: INT8 ONNX, calibrated, signed")
    command.add_argument("--name", default="student-s", help="folder of the run")
    command.add_argument("--out", type=Path, help="folder for the artefacts (default: models/weights)")
    command.add_argument("--plain", action="store_true", help="keep FP32")
    command.set_defaults(run=export)


def export(options: argparse.Namespace) -> None:
    from models.vilbert.ship import ship

    ship(options.work / options.name / "checkpoint.pt", options.work / "table.npy", options.out, plain=options.plain)
    fitted = f"--weights {options.out} --write" if options.out else "--write"
    print(f"Nothing in them is fitted on photos; that has to follow: python -m bench.trust --photos DIR {fitted}")
