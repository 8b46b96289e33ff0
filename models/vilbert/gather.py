"""The commands of `python -m models.vilbert` that make lists and data: vocabulary, photos, rendered."""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import TYPE_CHECKING

from models import weights
from models.errors import UnfitInput
from models.place import model_dir
from models.vilbert.vocabulary import DRAWN, LISTS, TAGGED, vocabulary, write

if TYPE_CHECKING:
    from models.vilbert.data.sources import Seen
    from models.vilbert.teachers import Teacher

PICTURES = (".jpg", ".jpeg", ".png", ".webp")
"""How the names of photos end, in small letters or large."""
AT_ONCE = 50
"""Rendered pictures of one file; a run that is stopped goes on with the next."""


def add(commands) -> None:
    _vocabulary(commands)
    _photos(commands)
    _rendered(commands)


def _vocabulary(commands) -> None:
    command = commands.add_parser("vocabulary", help="make the lists of words, names and answers, and the table of word vectors")
    command.add_argument(
        "--minilm", type=Path, help="folder with MiniLM's tokenizer.json and model.safetensors (default: fetched, as registered)"
    )
    command.add_argument("--width", type=int, default=128, help="of a word's vector (default: %(default)s)")
    command.add_argument("--anew", action="store_true", help="make new lists, which the shipped weights cannot read, and sign them")
    command.set_defaults(run=make_vocabulary)


def make_vocabulary(options: argparse.Namespace) -> None:
    import numpy as np

    from models.vilbert.data import lists

    made, minilm = vocabulary(), options.minilm or fetched()
    if options.anew:
        made = lists.make(minilm, lists.told_of_photos())
        write(made)
        for name in LISTS:
            weights.sign(name)
    options.work.mkdir(parents=True, exist_ok=True)
    np.save(options.work / "table.npy", lists.table(minilm, made, options.width))
    kinds = f"{TAGGED - DRAWN} drawn, {len(made.names) - TAGGED} tags"
    print(f"{len(made.words)} words, {len(made.names)} names ({kinds}), {len(made.answers)} answers")


def fetched() -> Path:
    """The folder of MiniLM's package files; fetched once. Raises FetchFailed or DamagedModel."""
    from models import registry
    from models.store import Store

    told: set[str] = set()

    def tell(label: str, done: float) -> None:
        if label not in told:
            print(label, flush=True)
        told.add(label)

    files = Store(model_dir()).origins(registry.find("all-minilm-l6-v2"), fetch=True, progress=tell) or {}
    return files["model.safetensors"].parent


def _photos(commands) -> None:
    command = commands.add_parser("photos", help="see photos through the front end, and keep the tokens with what is known of them")
    command.add_argument("--photos", type=Path, help="folder of the annotated photos, which data/photos.jsonl names")
    command.add_argument("--looks", type=int, default=8, help="varied copies of each of those (default: %(default)s)")
    command.add_argument("--towers", type=Path, help="of `python -m models.clip apart`, for those (default: clip/apart in --work)")
    command.add_argument("--untold", type=Path, help="folder of any other photos, of which the teacher speaks")
    command.add_argument("--teacher", help="hf:NAME or open_clip:NAME:PRETRAINED, for --untold")
    command.set_defaults(run=see_photos)


def see_photos(options: argparse.Namespace) -> None:
    from models.vilbert.teachers import open_teacher

    if bool(options.untold) != bool(options.teacher):
        raise ValueError("--untold DIR and --teacher NAME go together: the photos, and who speaks of them.")
    if not options.photos and not options.untold:
        raise ValueError("No photos are named; give the annotated ones by --photos DIR, or your own by --untold DIR --teacher hf:NAME.")
    teacher = open_teacher(options.teacher) if options.untold else None
    if options.photos:
        see_annotated(options)
    if teacher is not None:
        tell_of_untold(options, teacher)


def see_annotated(options: argparse.Namespace) -> None:
    from models.clip.tags import Tagger
    from models.store import Store
    from models.vilbert.data import photos
    from models.vilbert.data.sources import fill
    from models.vilbert.data.varied import looks
    from models.vilbert.frontend import TRAINED, FrontEnd

    rows = [row for row in photos.read() if (options.photos / row["image"]).exists()]
    if not rows:
        raise ValueError(f"{options.photos} has none of the photos that models/vilbert/data/photos.jsonl names; see --untold for your own.")
    store = Store(model_dir())
    towers = options.towers or options.work / "clip" / "apart"
    folds = json.loads((towers / "folds.json").read_text("utf-8"))
    if lacking := [row["image"] for row in rows if row["image"] not in folds]:
        raise ValueError(f"{towers / 'folds.json'} has nothing of {lacking[0]}; make it anew: python -m models.clip apart --photos DIR.")
    fronts = {fold: FrontEnd(store, threshold=TRAINED, tagger=Tagger(towers / f"{fold}.onnx")) for fold in set(folds.values())}

    def see(row: photos.Row, rng: random.Random) -> list[Seen]:
        others, front = rng.sample(rows, min(20, len(rows))), fronts[folds[row["image"]]]
        varied = looks(rng, options.photos / row["image"], row, options.looks)
        return [photos.seen(front(pixels), facts, rng, others) for pixels, facts in varied]

    fill(options.work / "photos", rows, see, {"looks": options.looks}, "Photos")


def tell_of_untold(options: argparse.Namespace, teacher: Teacher) -> None:
    """Photos without annotations, with the teacher's answers in their place. Those that cannot be read are left out, and named."""
    from models.clip.data import read_picture
    from models.store import Store
    from models.vilbert.data import taught
    from models.vilbert.data.mixture import UNTOLD
    from models.vilbert.data.sources import fill, kept
    from models.vilbert.frontend import TRAINED, FrontEnd

    paths = sorted(path for path in options.untold.iterdir() if path.suffix.lower() in PICTURES)
    if not paths:
        raise ValueError(f"{options.untold} has no photos; it must have some that end in {', '.join(PICTURES)}.")
    front = FrontEnd(Store(model_dir()), threshold=TRAINED)

    def see(path: Path, rng: random.Random) -> list[Seen]:
        try:
            pixels = read_picture(path)
            one = taught.seen(pixels, front(pixels), teacher, rng)
        except UnfitInput as error:
            print(f"{path.name} is left out: {error}")
            return []
        return [one] if one else []

    made = {"teacher": options.teacher, "untold": str(options.untold.resolve())}
    fill(options.work / UNTOLD, paths, see, made, f"What {options.teacher} says")
    told = list(kept(options.work / UNTOLD))
    print(f"{options.teacher} answered {sum(len(one.questions) for one in told)} questions about {len(told)} of {len(paths)} photos")


def _rendered(commands) -> None:
    command = commands.add_parser(
        "rendered", help="see rendered scenes and easy-VQA's training pictures through the front end, and keep the tokens"
    )
    command.add_argument("--scenes", type=int, default=3000, help="(default: %(default)s)")
    command.add_argument("--easy", type=int, default=1500, help="pictures of easy-VQA (default: %(default)s)")
    command.add_argument("--seed", type=int, default=0)
    command.set_defaults(run=see_rendered)


def see_rendered(options: argparse.Namespace) -> None:
    from models.store import Store
    from models.vilbert.data import rendered
    from models.vilbert.data.sources import fill
    from models.vilbert.frontend import TRAINED, FrontEnd

    front, folder = FrontEnd(Store(model_dir()), threshold=TRAINED), options.work / "drawings"
    pieces = [("scenes", start, min(AT_ONCE, options.scenes - start)) for start in range(0, options.scenes, AT_ONCE)]
    pieces += [("easy", start, min(AT_ONCE, options.easy - start)) for start in range(0, options.easy, AT_ONCE)]

    def see(piece: tuple[str, int, int], rng: random.Random) -> list[Seen]:
        kind, start, count = piece
        if kind == "scenes":
            return list(rendered.scenes(front, folder, rng.getrandbits(30), count))
        return list(rendered.easy(front, folder, options.seed, start, count))

    made = {"scenes": options.scenes, "easy": options.easy, "seed": options.seed}
    fill(options.work / "rendered", pieces, see, made, "Scenes, 50 a step", options.seed)
