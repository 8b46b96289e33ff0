"""Answers of an engine on the development questions, by type, against the majority answer and a question-only guess.

    python -m bench.vision --photos DIR [--questions FILE] [--engine vilbert,rule-baseline] [--split dev] [--blind DIR] [--wrong] [--json]

DIR holds the photos that the questions name; yours, where FILE asks of yours. Each line of the questions is one object: `image` (a file
name), `split`, `type`, and `question` with the accepted `answers`, or `phrase` with its `box` (x0, y0, x1, y1 in pixels) and the type
`grounding`. Those that are here were written while looking at the pictures. The rules were tuned on the split `dev`; those of `check`,
`more` and `fresh` were written on other photos when the rules stood.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from assistant.config import ENGINES, HUB, Vision, one_of
from assistant.events import Box, Frame, Scene
from assistant.paths import model_dir
from assistant.perception.scene import SceneBuilder
from assistant.perception.text import TextReader
from assistant.phrases import Phrases
from assistant.understanding.answering.from_near import Near
from assistant.understanding.fusion import VisionLanguageModel, open_vlm
from assistant.understanding.vilbert import Vilbert
from bench.tables import matches, render, summary
from models import door
from models.clip.data import read_picture
from models.detector.runtime import HIT, overlap
from models.errors import UnfitInput
from models.store import Store
from models.vilbert.calibrate import calibration_error, coverage
from models.vilbert.runtime import ARTEFACTS, Fusion

QUESTIONS = Path(__file__).parent / "data" / "dev_questions.jsonl"
SAMPLED = ("dev", "check")
"""Those of which a few questions are drawn where each costs many answers."""
BLANK, OTHER = "blank picture", "other picture"
"""Columns of the first engine without the right picture."""
BLIND = "trained blind"
"""Column of a network that never saw a picture."""
OURS, WEIGHTS = "vilbert", ":"
"""`vilbert:DIR` is the fusion with the weights in that folder."""
QUESTION = '{"image": "a.jpg", "split": "mine", "type": "object", "question": "what is this", "answers": ["cup", "mug"]}'
PHRASE = '{"image": "a.jpg", "split": "mine", "type": "grounding", "phrase": "the cup", "box": [90, 80, 165, 155]}'
CAPTIONED = '{"image": "a.jpg", "split": "mine", "captions": ["a cup on a table"]}'
"""Rows of the three kinds, as they have to be."""


@door.sentences({})
def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.vision", description="Accuracy on photos by kind of question, beside the rules (docs/vision.md)."
    )
    parser.add_argument("--photos", type=Path, required=True, help="folder of the photos that the questions name")
    parser.add_argument("--questions", type=door.file, default=QUESTIONS, help="JSON lines (default: %(default)s)")
    parser.add_argument(
        "--engine",
        type=engines,
        default="vilbert,rule-baseline",
        help="engines, by comma; vilbert:DIR is it with the weights in that folder (default: %(default)s)",
    )
    parser.add_argument("--split", help="only this split")
    parser.add_argument("--blind", type=door.folder, help="folder of a network that was trained on questions alone")
    parser.add_argument("--wrong", action="store_true", help="print what was wrong")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = asked_of(options.photos, options.questions)
    splits = list(dict.fromkeys(row["split"] for row in rows))
    if options.split not in (None, *splits):
        raise UnfitInput(f"There is no split '{options.split}'; {options.questions} has {', '.join(splits)}.")
    looker, blind = Looker(options.photos), Vilbert(Phrases("assistant", "vision"), Fusion(options.blind)) if options.blind else None
    vlms = {engine: opened(engine, looker.near) for engine in options.engine}
    splits = [options.split] if options.split else splits
    together: dict[str, list[dict]] = defaultdict(list)
    for split in splits:
        chosen = [row for row in rows if row["split"] == split]
        results = columns(chosen, looker, vlms, blind)
        if options.wrong:
            print("\n".join(f"{row['image']} {row['type']}: {said(row)}" for row in results[options.engine[0]] if not row["right"]))
        tell(split, chosen, results, options.engine, as_json=options.json)
        for name, rated in results.items():
            together[name] += rated
    if len(splits) > 1:
        everywhere = {name: rated for name, rated in together.items() if len(rated) == len(rows)}
        tell("all", sorted(rows, key=lambda row: splits.index(row["split"])), everywhere, options.engine, as_json=options.json)


def engines(text: str) -> list[str]:
    """The type of an option that names what answers about pictures, by comma; for argparse."""
    try:
        return [_engine(name) for name in text.split(",")]
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} cannot be used; {error}") from None


def _engine(name: str) -> str:
    kind, _, folder = name.partition(WEIGHTS)
    if kind != OURS or not folder:
        return one_of(name, ENGINES, HUB, ", a model of a hub or a folder")
    if not (Path(folder) / ARTEFACTS[-1]).is_file():
        raise ValueError(f"{folder} has no {ARTEFACTS[-1]}; python -m models.vilbert export --out makes such a folder.")
    return name


def tell(split: str, rows: Sequence[dict], results: dict[str, list[dict]], engines: Sequence[str], *, as_json: bool) -> None:
    table = summary(rows, results)
    if as_json:
        print(json.dumps({"split": split, "rows": table}), flush=True)
        return
    print(f"split {split}\n{render(table, list(results))}")
    print("\n".join(f"{engine}: {trust(results[engine])}" for engine in engines), "\n", flush=True)


def asked_of(photos: Path, questions: Path = QUESTIONS, *, captions: bool = False) -> list[dict]:
    """The rows of a file of questions, or of captions. Raises UnfitInput where one is none, or the folder lacks photos that they name."""
    lines = questions.read_bytes().splitlines()
    rows = [row_of(line, f"{questions}:{number}", captions=captions) for number, line in enumerate(lines, 1)]
    names = sorted({row["image"] for row in rows})
    if lacking := [name for name in names if not (photos / name).is_file()]:
        raise UnfitInput(
            f"{photos} lacks {len(lacking)} of the {len(names)} photos that {questions.name} names, {lacking[0]} among them. "
            "They are not part of the repository; python -m bench.vision --questions FILE asks of photos of your own."
        )
    return rows


def row_of(line: bytes, place: str, *, captions: bool) -> dict:
    """place: file and line, for whoever has to mend it. Raises UnfitInput."""
    try:
        row = dict(json.loads(line))
    except (ValueError, TypeError):
        raise UnfitInput(f"{place} is no JSON object; a line must be like {CAPTIONED if captions else QUESTION}.") from None
    like = CAPTIONED if captions else PHRASE if row.get("type") == "grounding" else QUESTION
    if lacking := [name for name, example in json.loads(like).items() if not alike(row.get(name), example)]:
        raise UnfitInput(f"{place} has no {' and no '.join(lacking)} that can be used; a line must be like {like}.")
    return row


def alike(value: object, example: object) -> bool:
    """Whether a field is of the form of the example's: a word, some words, or the four edges of a box."""
    if not isinstance(example, list):
        return isinstance(value, str) and bool(value.strip())
    if not isinstance(value, list) or not value:
        return False
    return all(alike(one, "") for one in value) if isinstance(example[0], str) else len(value) == 4 and all(map(is_number, value))


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


class Looker:
    """Photos as scenes, each built once."""

    def __init__(self, photos: Path) -> None:
        self._photos, self._builder = photos, SceneBuilder(Vision(), Store(model_dir()))
        self.near = self._builder.near
        self._scenes: dict[str, Scene] = {}
        self._blanks: dict[tuple[int, ...], Scene] = {}

    def __call__(self, name: str) -> Scene:
        if name not in self._scenes:
            self._scenes[name] = self._builder.build(Frame(read_picture(self._photos / name)))
        return self._scenes[name]

    def blank(self, name: str) -> Scene:
        """Mid grey, of the photo's size."""
        pixels = self(name).frame.pixels
        if pixels.shape not in self._blanks:
            self._blanks[pixels.shape] = self._builder.build(Frame(np.full_like(pixels, 128)))
        return self._blanks[pixels.shape]

    @property
    def has_others(self) -> bool:
        return len(self._scenes) > 1

    def other(self, name: str) -> Scene:
        """The photo that was looked at before it."""
        names = list(self._scenes)
        return self(names[names.index(name) - 1])


def columns(rows: Sequence[dict], looker: Looker, vlms: Mapping[str, VisionLanguageModel], blind: Vilbert | None) -> dict[str, list[dict]]:
    """What each engine says, what the first says without the right picture, and what can be said without any."""
    first, *_ = vlms.values()
    results = {name: evaluate(rows, looker, vlm) for name, vlm in vlms.items()}
    results[BLANK] = evaluate(rows, looker.blank, first)
    if looker.has_others:
        results[OTHER] = evaluate(rows, looker.other, first)
    return results | ({BLIND: unseeing(rows, blind)} if blind else {})


def opened(engine: str, near: Near) -> VisionLanguageModel:
    """engine: as for `--engine`"""
    name, _, folder = engine.partition(WEIGHTS)
    phrases = Phrases("assistant", "vision")
    reader = TextReader(Vision(), Store(model_dir()), phrases).read
    if folder and name == OURS:
        return Vilbert(phrases, Fusion(Path(folder)), reader=reader, near=near)
    return open_vlm(Vision(engine=engine), phrases, reader=reader, near=near)


def evaluate(rows: Sequence[dict], look: Callable[[str], Scene], vlm: VisionLanguageModel) -> list[dict]:
    """Each row with what was said and whether it is right."""
    results = []
    for row in rows:
        if row["type"] == "grounding":
            found = vlm.ground(row["phrase"], look(row["image"]))
            right = found.box is not None and iou(found.box, row["box"]) >= HIT
            pointed = found.box is not None and inside(found.box, row["box"])
            results.append(
                {**row, "said": found.box, "right": right, "pointed": pointed, "confidence": found.score, "abstained": found.box is None}
            )
        else:
            answer = vlm.answer(row["question"], look(row["image"]))
            right = matches(answer.short, row["answers"])
            results.append({**row, "said": answer.short, "right": right, "confidence": answer.confidence, "abstained": answer.abstained})
    return results


def unseeing(rows: Sequence[dict], blind: Vilbert) -> list[dict]:
    """What the words alone let a network expect; it must answer, and can point at nothing."""
    short, unseeing = blind.saying.short, blind.fusion.unseeing
    said = ["" if row["type"] == "grounding" else short(unseeing(row["question"]).answer) for row in rows]
    return [
        {**row, "said": word, "right": matches(word, row.get("answers", ())), "abstained": not word}
        for row, word in zip(rows, said, strict=True)
    ]


def iou(first: Box, second: Sequence[float]) -> float:
    return float(overlap(np.array(first, np.float32), np.array([second], np.float32))[0])


def inside(box: Box, truth: Sequence[float]) -> bool:
    """Whether the middle of a box lies in another."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return truth[0] <= x <= truth[2] and truth[1] <= y <= truth[3]


def trust(results: Sequence[dict]) -> str:
    """Calibration of what was answered, and pointing."""
    told = [row for row in results if row["type"] != "grounding" and not row["abstained"]]
    sure, right = [row["confidence"] for row in told], [row["right"] for row in told]
    pointed = [row["pointed"] for row in results if row["type"] == "grounding"]
    parts = [f"calibration error {100 * calibration_error(sure, right):.1f} %", f"coverage at 5 % risk {100 * coverage(sure, right):.0f} %"]
    return ", ".join([*parts, *([f"pointing {100 * np.mean(pointed):.1f} % of {len(pointed)}"] if pointed else [])])


def said(row: dict) -> str:
    if row["type"] == "grounding":
        return f"{row['phrase']!r} at {row['box']}, said {row['said']}"
    return f"{row['question']!r} is {'/'.join(row['answers'])}, said {row['said'] or 'cannot tell'!r}"


if __name__ == "__main__":
    main()
