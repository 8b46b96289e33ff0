"""How answers about photos are mixed and how far they may be trusted: fitted on the split `dev`, judged on `check`.

    python -m bench.trust --photos DIR [--write]

First how far the fusion's heads are leaned on (models/vilbert/mixing.py), then slope and offset of each kind of answer's log odds.
`--write` keeps what was fitted in models/weights/vilbert.json and signs it.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from assistant.phrases import Phrases
from assistant.understanding.vilbert import KNOWABLE, UNSURE, Vilbert
from bench.vision import QUESTIONS, Looker, matches, plain
from models import weights
from models.vilbert.calibrate import Told, calibration_error, lean_on_photos, lean_without, trust_of_photos
from models.vilbert.mixing import AS_TRAINED, Leaning
from models.vilbert.runtime import Fusion, Reading, kind_of

FACTS = "vilbert.json"
Answered = tuple[str, Reading, bool]
"""The photo, what was read, and whether that is right."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Mixing and calibration of answers about photos.")
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--write", action="store_true", help="keep what was fitted beside the weights")
    options = parser.parse_args()
    rows = [row for line in QUESTIONS.read_text("utf-8").splitlines() if "question" in (row := json.loads(line))]
    splits = {split: [row for row in rows if row["split"] == split] for split in ("dev", "check")}
    fusion, look = Fusion(), Looker(options.photos)
    fusion.facts.pop("photos", None)
    vlm = Vilbert(Phrases("assistant", "vision"), fusion)
    before = {split: answered(vlm, look, chosen, lambda _: AS_TRAINED) for split, chosen in splits.items()}
    heads = list(told(vlm, look, splits["dev"]))
    lean, without = lean_on_photos(heads, fusion.mixing), lean_without(heads, fusion.mixing)
    after = {split: answered(vlm, look, chosen, lambda _: lean) for split, chosen in splits.items()}
    # Trust is learned from answers whose mixing was fitted without their photo; the others are right too often.
    honest = answered(vlm, look, splits["dev"], lambda photo: without.get(photo, lean))
    plain_error = {split: error(fusion, found) for split, found in after.items()}
    fusion.facts["leaning"] = asdict(lean)
    fusion.facts["photos"] = trust_of_photos([(kind_of(it.answer), it.confidence, right) for _, it, right in honest])
    print(json.dumps({key: fusion.facts[key] for key in ("leaning", "photos")}))
    print(f"dev    {share(honest, splits['dev'])} where each photo's mixing is fitted on the others")
    for split, chosen in splits.items():
        print(
            f"{split:<6} {share(before[split], chosen)} as trained, {share(after[split], chosen)} as fitted; {len(after[split])} answers, "
            f"calibration error {plain_error[split]:.1f} % as they come, {error(fusion, after[split]):.1f} % fitted"
        )
    if options.write:
        (weights.FOLDER / FACTS).write_text(json.dumps(fusion.facts) + "\n", "utf-8")
        weights.sign(FACTS)


def told(vlm: Vilbert, look: Looker, rows: Sequence[dict]) -> Iterator[Told]:
    """What the heads say to each question that some answer of the list fits."""
    fitting: dict[str, list[int]] = defaultdict(list)
    for row, answer in enumerate(vlm.fusion.words.answers):
        fitting[plain(vlm.short(answer))].append(row)
    for row in rows:
        if right := [place for answer in row["answers"] for place in fitting[plain(answer)]]:
            picture = vlm.look(look(row["image"]))
            yield Told(row["image"], vlm.fusion.heads(picture, vlm.fusion.ids(row["question"])), picture.source, right)


def answered(vlm: Vilbert, look: Looker, rows: Sequence[dict], lean: Callable[[str], Leaning]) -> list[Answered]:
    """What would be answered, and whether that is right. lean: of a photo."""
    found = []
    for row in rows:
        vlm.fusion.photos = lean(row["image"])
        found.append((row, vlm.read(row["question"], look(row["image"]))))
    said = [(row, reading) for row, reading in found if reading.knowable >= KNOWABLE and reading.confidence >= UNSURE]
    return [(row["image"], reading, matches(vlm.short(reading.answer), row["answers"])) for row, reading in said]


def share(found: Sequence[Answered], rows: Sequence[dict]) -> str:
    return f"{100 * sum(right for *_, right in found) / len(rows):.1f} % right"


def error(fusion: Fusion, found: Sequence[Answered]) -> float:
    return 100 * calibration_error([fusion.trust(reading) for _, reading, _ in found], [right for *_, right in found])


if __name__ == "__main__":
    main()
