"""Answers about photos as a table: by kind, beside the majority answer and a question-only guess.

Each row of questions is as bench/vision.py has it; each row of results is that with what was said, and whether it is right.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from models.vilbert.evaluate import Score

WIDE = 16
"""Letters of an engine's name that a table has room for; of a longer one the end is shown."""


def plain(answer: str) -> str:
    """Without article, plural and punctuation."""
    words = re.sub(r"[^a-z0-9 ]", "", answer.lower()).split()
    return " ".join(word[:-1] if word.endswith("s") and len(word) > 3 else word for word in words if word not in ("a", "an", "the"))


def matches(answer: str, accepted: Iterable[str]) -> bool:
    return plain(answer) in {plain(word) for word in accepted}


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
    votes: dict[str, float] = defaultdict(float)
    for other in others:
        if other["image"] != row["image"]:
            asked = set(other["question"].lower().rstrip("?").split())
            votes[other["answers"][0]] += (len(words & asked) / len(words | asked)) ** 4
    return max(votes, key=votes.__getitem__, default="")


# ---- the table


def summary(rows: Sequence[dict], results: dict[str, list[dict]]) -> list[dict]:
    asked = [row for row in rows if row["type"] != "grounding"]
    common = majority(asked)
    blind = {id(row): (matches(common[row["type"]], row["answers"]), matches(question_only(row, asked), row["answers"])) for row in asked}
    kinds = [*dict.fromkeys(row["type"] for row in asked), *(["all"] if asked else []), *(["grounding"] if len(asked) < len(rows) else [])]
    return [line(kind, rows, results, blind) for kind in kinds]


def line(kind: str, rows: Sequence[dict], results: dict[str, list[dict]], blind: dict[int, tuple[bool, bool]]) -> dict:
    chosen = [at for at, row in enumerate(rows) if row["type"] == kind or (kind == "all" and row["type"] != "grounding")]
    share = lambda values: round(100 * sum(values) / len(chosen), 1)  # noqa: E731
    guesses = [blind.get(id(rows[at]), (False, False)) for at in chosen]
    told = {
        "type": kind,
        "n": len(chosen),
        "majority": share(guess[0] for guess in guesses),
        "question_only": share(guess[1] for guess in guesses),
    }
    for engine, rated in results.items():
        score = Score(kind, sum(rated[at]["right"] for at in chosen), len(chosen))
        told[engine] = {
            "right": round(100 * score.share, 1),
            "within": [round(100 * edge, 1) for edge in score.within],
            "abstained": share(rated[at]["abstained"] for at in chosen),
        }
    return told


def render(table: Sequence[dict], engines: Sequence[str]) -> str:
    head = f"{'type':<12}{'n':>5}{'majority':>10}{'question only':>15}" + "".join(
        f"{engine if len(engine) <= WIDE else '…' + engine[1 - WIDE :]:>{WIDE}} (95 %)      abstains" for engine in engines
    )
    lines = [head + "   (percent)"]
    for row in table:
        cells = "".join(
            f"{row[e]['right']:>12} ({row[e]['within'][0]:>5} to {row[e]['within'][1]:>5}){row[e]['abstained']:>10}" for e in engines
        )
        lines.append(f"{row['type']:<12}{row['n']:>5}{row['majority']:>10}{row['question_only']:>15}{cells}")
    return "\n".join(lines)
