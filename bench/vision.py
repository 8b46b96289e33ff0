"""Answers of the rule baseline on the development questions, by type, against the majority answer and a question-only guess.

    python -m bench.vision --photos DIR [--wrong] [--json]

DIR holds the photos that the questions name. Each line of the questions is one object: `image` (a file name), `split`, `type`, and
`question` with the accepted `answers`, or `phrase` with its `box` (x0, y0, x1, y1 in pixels). All were written while looking at the
pictures. The rules were tuned on the split `dev`; those of `check` were written on other photos when the rules stood.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from assistant.config import Vision
from assistant.events import Box, Frame, Scene
from assistant.paths import model_dir
from assistant.perception.scene import SceneBuilder
from assistant.phrases import Phrases
from assistant.understanding.fusion import open_vlm
from models.detector.runtime import overlap
from models.store import Store

QUESTIONS = Path(__file__).parent / "data" / "dev_questions.jsonl"
HIT = 0.5
"""IoU from which a box is the right one."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Accuracy of the vision baseline on the development questions.")
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--wrong", action="store_true", help="print what was wrong")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    for split in dict.fromkeys(row["split"] for row in rows):
        chosen = [row for row in rows if row["split"] == split]
        results = evaluate(chosen, options.photos)
        if options.wrong:
            print("\n".join(f"{row['image']} {row['type']}: {said(row)}" for row in results if not row["right"]))
        table = summary(chosen, results)
        print(json.dumps({"split": split, "rows": table}) if options.json else f"split {split}\n{render(table)}\n")


def evaluate(rows: Sequence[dict], photos: Path) -> list[dict]:
    """Each row with what was said and whether it is right."""
    builder = SceneBuilder(Vision(), Store(model_dir()))
    vlm = open_vlm(Vision(), Phrases("assistant", "vision"))

    @lru_cache(maxsize=1)
    def look(name: str) -> Scene:
        from PIL import Image

        return builder.build(Frame(np.asarray(Image.open(photos / name).convert("RGB"))))

    results = []
    for row in rows:
        if row["type"] == "grounding":
            found = vlm.ground(row["phrase"], look(row["image"]))
            right = found.box is not None and iou(found.box, row["box"]) >= HIT
            results.append({**row, "said": found.box, "right": right, "confidence": found.score, "abstained": found.box is None})
        else:
            answer = vlm.answer(row["question"], look(row["image"]))
            right = matches(answer.short, row["answers"])
            results.append({**row, "said": answer.short, "right": right, "confidence": answer.confidence, "abstained": answer.abstained})
    return results


def iou(first: Box, second: Sequence[float]) -> float:
    return float(overlap(np.array(first, np.float32), np.array([second], np.float32))[0])


def plain(answer: str) -> str:
    """Without article, plural and punctuation."""
    words = re.sub(r"[^a-z0-9 ]", "", answer.lower()).split()
    return " ".join(word[:-1] if word.endswith("s") and len(word) > 3 else word for word in words if word not in ("a", "an", "the"))


def matches(answer: str, accepted: Iterable[str]) -> bool:
    return plain(answer) in {plain(word) for word in accepted}


def said(row: dict) -> str:
    if row["type"] == "grounding":
        return f"{row['phrase']!r} at {row['box']}, said {row['said']}"
    return f"{row['question']!r} is {'/'.join(row['answers'])}, said {row['said'] or 'cannot tell'!r}"


# ---- what needs no picture


def majority(rows: Sequence[dict]) -> dict[str, str]:
    """The commonest answer of each type."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        counts[row["type"]][row["answers"][0]] += 1
    return {kind: answers.most_common(1)[0][0] for kind, answers in counts.items()}


def question_only(row: dict, others: Sequence[dict]) -> str:
    """The commonest answer to the questions of other pictures that share the most words."""
    words = set(row["question"].lower().rstrip("?").split())
    votes: Counter[str] = Counter()
    for other in others:
        if other["image"] != row["image"]:
            asked = set(other["question"].lower().rstrip("?").split())
            votes[other["answers"][0]] += (len(words & asked) / len(words | asked)) ** 4
    return votes.most_common(1)[0][0]


def summary(rows: Sequence[dict], results: Sequence[dict]) -> list[dict]:
    asked = [row for row in rows if row["type"] != "grounding"]
    common = majority(asked)
    blind = {id(row): (matches(common[row["type"]], row["answers"]), matches(question_only(row, asked), row["answers"])) for row in asked}
    kinds = [*dict.fromkeys(row["type"] for row in asked), "all", "grounding"]
    return [line(kind, rows, results, blind) for kind in kinds]


def line(kind: str, rows: Sequence[dict], results: Sequence[dict], blind: dict[int, tuple[bool, bool]]) -> dict:
    chosen = [at for at, row in enumerate(rows) if row["type"] == kind or (kind == "all" and row["type"] != "grounding")]
    share = lambda values: round(100 * sum(values) / len(chosen), 1)  # noqa: E731
    guesses = [blind.get(id(rows[at]), (False, False)) for at in chosen]
    return {
        "type": kind,
        "n": len(chosen),
        "majority": share(guess[0] for guess in guesses),
        "question_only": share(guess[1] for guess in guesses),
        "baseline": share(results[at]["right"] for at in chosen),
        "abstained": share(results[at]["abstained"] for at in chosen),
    }


def render(table: Sequence[dict]) -> str:
    head = f"{'type':<12}{'n':>5}{'majority':>10}{'question only':>15}{'rule baseline':>15}{'cannot tell':>13}   (percent)"
    rows = [
        f"{row['type']:<12}{row['n']:>5}{row['majority']:>10}{row['question_only']:>15}{row['baseline']:>15}{row['abstained']:>13}"
        for row in table
    ]
    return "\n".join([head, *rows])


if __name__ == "__main__":
    main()
