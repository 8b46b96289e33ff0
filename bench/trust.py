"""How far an answer about a photo may be trusted: fitted on the split `dev`, judged on `check`.

    python -m bench.trust --photos DIR [--write]

`--write` keeps what was fitted in models/weights/vilbert.json and signs it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from assistant.phrases import Phrases
from assistant.understanding.vilbert import KNOWABLE, UNSURE, Vilbert
from bench.vision import QUESTIONS, Looker, matches
from models import weights
from models.vilbert.calibrate import calibration_error, trust_of_photos
from models.vilbert.runtime import Fusion, Reading, kind_of

Judged = tuple[Reading, bool]
FACTS = "vilbert.json"


def main() -> None:
    parser = argparse.ArgumentParser(description="Calibration of answers about photos.")
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--write", action="store_true", help="keep what was fitted beside the weights")
    options = parser.parse_args()
    rows = [row for line in QUESTIONS.read_text("utf-8").splitlines() if "question" in (row := json.loads(line))]
    fusion, look = Fusion(), Looker(options.photos)
    fusion.facts.pop("photos", None)
    vlm = Vilbert(Phrases("assistant", "vision"), fusion)
    splits = {split: judged(vlm, look, [row for row in rows if row["split"] == split]) for split in ("dev", "check")}
    plain = {split: error(fusion, found) for split, found in splits.items()}
    fusion.facts["photos"] = trust_of_photos([(kind_of(reading.answer), reading.confidence, right) for reading, right in splits["dev"]])
    print(json.dumps(fusion.facts["photos"]))
    for split, found in splits.items():
        print(f"{split:<6} {len(found)} answers, calibration error {plain[split]:.1f} % as they come, {error(fusion, found):.1f} % fitted")
    if options.write:
        (weights.FOLDER / FACTS).write_text(json.dumps(fusion.facts) + "\n", "utf-8")
        weights.sign(FACTS)


def judged(vlm: Vilbert, look: Looker, rows: Sequence[dict]) -> list[Judged]:
    """What would be answered, and whether that is right."""
    found = [(vlm.read(row["question"], look(row["image"])), row["answers"]) for row in rows]
    told = [(reading, answers) for reading, answers in found if reading.knowable >= KNOWABLE and reading.confidence >= UNSURE]
    return [(reading, matches(vlm.short(reading), answers)) for reading, answers in told]


def error(fusion: Fusion, found: Sequence[Judged]) -> float:
    return 100 * calibration_error([fusion.trust(reading) for reading, _ in found], [right for _, right in found])


if __name__ == "__main__":
    main()
