"""How answers about photos are mixed and trusted, and what phrases point at: fitted on the splits `dev` and `more`, judged on the others
(which signs speak for a box was chosen on `fresh`, too).

    python -m bench.trust --photos DIR [--questions FILE] [--weights DIR] [--write]

DIR and FILE are as in bench.vision; each of the four splits needs questions and phrases about two photos or more. What a look at people
from near answers, or what is read, is left out. First the weights of what speaks for a box (models/vilbert/choosing.py) and the chance that
what a phrase means is there at all, then how far the fusion's heads are leaned on (models/vilbert/mixing.py), what speaks for a colour
(models/vilbert/colouring.py), and what speaks for each kind of answer.
`--write` keeps what was fitted in models/weights/vilbert.json and signs it, or in the folder of `--weights`.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from assistant.config import Vision
from assistant.events import Scene
from assistant.paths import model_dir
from assistant.perception.text import TextReader
from assistant.phrases import Phrases
from assistant.understanding.answering.from_reading import KNOWABLE, UNSURE
from assistant.understanding.answering.showing import PERHAPS_THERE, THERE
from assistant.understanding.vilbert import Vilbert
from bench.tables import matches, plain
from bench.vision import QUESTIONS, Looker, asked_of
from models import door, weights
from models.colours import NAMES as COLOURS
from models.detector.runtime import HIT, overlap
from models.errors import UnfitInput
from models.store import Store
from models.vilbert import colouring
from models.vilbert.calibrate import (
    Told,
    calibration_error,
    lean_on_photos,
    lean_without,
    trust_of_photos,
    weights_of_presence,
    weights_of_signs,
)
from models.vilbert.choosing import boxes_and_signs, signs_of_presence
from models.vilbert.mixing import AS_TRAINED, Leaning
from models.vilbert.runtime import Fusion, Reading, kind_of, signs_of_trust

FACTS = "vilbert.json"
LEARNED, JUDGED = ("dev", "more"), ("check", "fresh")
FITTED = ("leaning", "colours", "photos", "signs", "there")
Answered = tuple[str, Reading, bool]
"""The photo, what was read, and whether that is right."""


@door.sentences({})
def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.trust", description="Mixing, calibration and pointing on photos.")
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--questions", type=door.file, default=QUESTIONS, help="JSON lines (default: %(default)s)")
    parser.add_argument("--weights", type=door.folder, help="folder of a network that is fitted in place of what ships")
    parser.add_argument("--write", action="store_true", help="keep what was fitted beside the weights")
    options = parser.parse_args()
    rows = asked_of(options.photos, options.questions)
    fusion, look = Fusion(options.weights), Looker(options.photos)
    for name in FITTED:
        fusion.facts.pop(name, None)
    phrases = Phrases("assistant", "vision")
    vlm = Vilbert(phrases, fusion, reader=TextReader(Vision(), Store(model_dir()), phrases).read, near=look.near)
    asked = [row for row in rows if "question" in row and vlm.is_guessed(row["question"], look(row["image"]))]
    pointed = [row for row in rows if "phrase" in row]
    check_enough(asked, "questions that the network answers")
    check_enough(pointed, "phrases")
    fit_pointing(vlm, look, pointed)
    fit_answers(vlm, look, asked)
    print(json.dumps({name: fusion.facts[name] for name in FITTED if name in fusion.facts}))
    if options.write:
        keep(fusion.facts, options.weights)


def keep(facts: dict, folder: Path | None = None) -> None:
    """folder: of weights that are not what ships, and are signed by nobody"""
    home = folder or weights.FOLDER
    (home / FACTS).write_text(json.dumps(facts) + "\n", "utf-8")
    if folder is None:
        weights.sign(FACTS, home)


def check_enough(rows: Sequence[dict], what: str) -> None:
    """Raises UnfitInput where a split has fewer than two photos: each is fitted on others, and asked for what another shows."""
    for split in (*LEARNED, *JUDGED):
        if (photos := len({row["image"] for row in of_splits(rows, (split,))})) < 2:
            raise UnfitInput(f"It takes {what} about 2 photos or more of each split; in {split} there are some about {photos}. Add others.")


def of_splits(rows: Sequence[dict], splits: Sequence[str]) -> list[dict]:
    return [row for row in rows if row["split"] in splits]


# ---- answers


def fit_answers(vlm: Vilbert, look: Looker, rows: Sequence[dict]) -> None:
    fusion, learned = vlm.fusion, of_splits(rows, LEARNED)
    before = answered(vlm, look, rows, lambda _: AS_TRAINED)
    heads = list(told(vlm, look, learned))
    lean, without = lean_on_photos(heads, fusion.mixing), lean_without(heads, fusion.mixing)
    if told_of := list(signs_of_colours(vlm, look, learned, lambda photo: without.get(photo, lean))):
        fusion.facts["colours"] = weights_of_signs(told_of)
    after = answered(vlm, look, rows, lambda _: lean)
    # Trust is learned from answers whose mixing was fitted without their photo; the others are right too often.
    honest = answered(vlm, look, learned, lambda photo: without.get(photo, lean))
    splits = {split: of_splits(rows, (split,)) for split in (*LEARNED, *JUDGED)}
    as_they_come = {split: error(fusion, of(after, chosen)) for split, chosen in splits.items()}
    fusion.facts["leaning"] = asdict(lean)
    fusion.facts["photos"] = trust_of_photos([(kind_of(it.answer), signs_of_trust(it), right) for _, it, right in honest])
    for split, chosen in splits.items():
        apart = f" ({share(of(honest, chosen), chosen)} where each photo's is fitted on the others)" if split in LEARNED else ""
        print(
            f"{split:<6} {share(of(before, chosen), chosen)} as trained, {share(of(after, chosen), chosen)} as fitted{apart}; "
            f"calibration error {as_they_come[split]:.1f} % as they come, {error(fusion, of(after, chosen)):.1f} % fitted"
        )


def scene_of(vlm: Vilbert, look: Looker, row: dict) -> Scene:
    """The one in which the row's question or phrase is read."""
    return vlm.readings.scene_for(row.get("question") or row["phrase"], look(row["image"]))


def told(vlm: Vilbert, look: Looker, rows: Sequence[dict]) -> Iterator[Told]:
    """What the heads say to each question that some answer of the list fits."""
    fitting: dict[str, list[int]] = defaultdict(list)
    for place, answer in enumerate(vlm.fusion.words.answers):
        fitting[plain(vlm.saying.short(answer))].append(place)
    for row in rows:
        if right := [place for answer in row["answers"] for place in fitting[plain(answer)]]:
            picture = vlm.readings.look(scene_of(vlm, look, row))
            ids, words = vlm.fusion.ids(row["question"]), vlm.fusion.words.words
            yield Told(row["image"], vlm.fusion.heads(picture, ids), picture.source, right, [words[piece] for piece in ids[1:]])


def signs_of_colours(
    vlm: Vilbert, look: Looker, rows: Sequence[dict], lean: Callable[[str], Leaning]
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """What speaks for each colour, (C, 3), and whether it is right, (C,), where one in doubt is asked for. lean: of a photo."""
    for row in rows:
        vlm.fusion.photos, scene = lean(row["image"]), scene_of(vlm, look, row)
        reading, thing = vlm.readings.read(row["question"], scene), colouring.asked_of(row["question"])
        right = np.array([matches(colour, row["answers"]) for colour in COLOURS], float)
        if thing and right.any() and colouring.is_doubtful(reading, vlm.readings.look(scene).source):
            yield colouring.signs_of(reading, vlm.readings.colours_of(thing, scene), vlm.fusion.words), right


def answered(vlm: Vilbert, look: Looker, rows: Sequence[dict], lean: Callable[[str], Leaning]) -> list[Answered]:
    """What would be answered, and whether that is right. lean: of a photo."""
    found = []
    for row in rows:
        vlm.fusion.photos = lean(row["image"])
        found.append((row, vlm.readings.read(row["question"], scene_of(vlm, look, row))))
    return [
        (row["image"], reading, matches(vlm.saying.short(reading.answer), row["answers"]))
        for row, reading in found
        if reading.knowable >= KNOWABLE and reading.confidence >= UNSURE
    ]


def of(found: Sequence[Answered], rows: Sequence[dict]) -> list[Answered]:
    photos = {row["image"] for row in rows}
    return [one for one in found if one[0] in photos]


def share(found: Sequence[Answered], rows: Sequence[dict]) -> str:
    return f"{100 * sum(right for _, _, right in found) / len(rows):.1f} %"


def error(fusion: Fusion, found: Sequence[Answered]) -> float:
    return 100 * calibration_error([fusion.trust(reading) for _, reading, _ in found], [right for _, _, right in found])


# ---- phrases


@dataclass(frozen=True, eq=False)
class Phrase:
    split: str
    present: np.ndarray
    """(4,) what speaks for its being there; and"""
    elsewhere: np.ndarray
    """(4,) what does for a phrase of another photo. A few of those are there as well."""
    signs: np.ndarray
    """(K, S) what speaks for each box; and"""
    covers: np.ndarray
    """(K,) its IoU with the true one, and"""
    pointed: np.ndarray
    """(K,) whether its middle lies in that."""


def fit_pointing(vlm: Vilbert, look: Looker, rows: Sequence[dict]) -> None:
    phrases = [weighed(vlm, look, row, another(row, rows, seed)) for seed, row in enumerate(rows)]
    learned, facts = [phrase for phrase in phrases if phrase.split in LEARNED], vlm.fusion.facts
    facts["signs"] = signs_of(learned)
    facts["there"] = weights_of_presence([(it.present, True) for it in learned] + [(it.elsewhere, False) for it in learned])
    print("\nphrases: right / pointed at (fitted on the other split); said to be there without doubt (of other photos), at all; percent")
    for split in (*LEARNED, *JUDGED):
        own, others = ([phrase for phrase in learned if (phrase.split == split) == same] for same in (True, False))
        own = own or [phrase for phrase in phrases if phrase.split == split]
        apart = f" ({hits(own, signs_of(others))})" if split in LEARNED else ""
        print(f"{split:<6} {hits(own, facts['signs'])}{apart}; {found(vlm, own, THERE)}, {found(vlm, own, PERHAPS_THERE)}")


def another(row: dict, rows: Sequence[dict], seed: int) -> str:
    """A phrase of another photo of the split."""
    return random.Random(seed).choice([one["phrase"] for one in rows if one["split"] == row["split"] and one["image"] != row["image"]])


def weighed(vlm: Vilbert, look: Looker, row: dict, other: str) -> Phrase:
    scene = scene_of(vlm, look, row)
    picture, (width, height) = vlm.readings.look(scene, closely=True), scene.frame.size
    phrase = vlm.words.determined(row["phrase"])
    reading = vlm.fusion.read(picture, phrase)
    boxes, signs = boxes_and_signs(reading, picture.source, phrase)
    truth = np.array(row["box"], np.float32) / (width, height, width, height)
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    pointed = ((middles >= truth[:2]) & (middles <= truth[2:])).all(1)
    present, elsewhere = (
        signs_of_presence(vlm.fusion.read(picture, said), picture.source, said) for said in (phrase, vlm.words.determined(other))
    )
    return Phrase(row["split"], present, elsewhere, signs, overlap(truth, boxes), pointed)


def signs_of(phrases: Sequence[Phrase]) -> list[float]:
    return weights_of_signs([(phrase.signs, phrase.covers) for phrase in phrases])


def hits(phrases: Sequence[Phrase], weights: Sequence[float]) -> str:
    best = [int((phrase.signs @ np.array(weights)).argmax()) for phrase in phrases]
    right = np.mean([phrase.covers[row] >= HIT for phrase, row in zip(phrases, best, strict=True)])
    return f"{100 * right:.1f} / {100 * np.mean([phrase.pointed[row] for phrase, row in zip(phrases, best, strict=True)]):.1f}"


def found(vlm: Vilbert, phrases: Sequence[Phrase], least: float) -> str:
    own = np.mean([vlm.fusion.there(phrase.present) >= least for phrase in phrases])
    other = np.mean([vlm.fusion.there(phrase.elsewhere) >= least for phrase in phrases])
    return f"{100 * own:.0f} ({100 * other:.0f})"


if __name__ == "__main__":
    main()
