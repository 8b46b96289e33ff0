"""From pictures and their questions to the arrays of one training step.

Dimension key: B pictures, K questions a picture, Q = B*K, N tokens, T words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from models.vilbert.data.examples import Example
from models.vilbert.data.questions import Question
from models.vilbert.objectives.answers import NO_ANSWER
from models.vilbert.streams import TokenBatch
from models.vilbert.tokens import Tokens, stacked
from models.vilbert.vocabulary import Vocabulary

REFERRING = ("refer", "refer relation")


@dataclass
class Batch:
    picture: TokenBatch
    countable: Tensor
    """(B, N) bool"""
    ids: Tensor
    """(Q, T)"""
    told: Tensor
    """(Q, M) answers, the likeliest first, NO_ANSWER where there are fewer."""
    chances: Tensor
    """(Q, M) float of each: 1 of what is true, a teacher's of what it says, 0 where there is none."""
    meant: Tensor
    """(Q, N) bool"""
    copied: Tensor
    """(Q, N) bool"""
    first: Tensor
    """(Q, N) bool"""
    second: Tensor
    """(Q, N) bool"""
    refers: Tensor
    """(Q,) bool"""
    truths: Tensor
    """(Q,) float: 1, 0, or -1 where it is no statement."""
    unknowable: Tensor
    """(Q,) float: 1 where the picture cannot tell."""
    grounded: Tensor
    """(Q,) bool, False where nobody knows what the words rest on."""
    numbers: Tensor
    """(Q,) float, -1 where the question asks for none."""
    captions: Tensor
    """(B, T)"""
    per_picture: int

    @property
    def answers(self) -> Tensor:
        """(Q,) the likeliest of each, NO_ANSWER where there is none."""
        return self.told[:, 0]

    def to(self, device: torch.device) -> Batch:
        moved: dict[str, Any] = {
            item.name: part.to(device) for item in fields(self) if isinstance(part := getattr(self, item.name), Tensor)
        }
        picture = TokenBatch(*(getattr(self.picture, item.name).to(device) for item in fields(TokenBatch)))
        return replace(self, **moved, picture=picture)


def assemble(examples: Sequence[Example], words: Vocabulary) -> Batch:
    """Every example has the same number of questions."""
    tokens, mask = stacked([example.tokens for example in examples])
    questions = [question for example in examples for question in example.questions]
    marks = {name: np.zeros((len(questions), mask.shape[1]), bool) for name in ("rests_on", "copied_from", "first", "second")}
    row = 0
    for example in examples:
        places: dict[str, list[int]] = {}
        for place, shown in enumerate(example.keys):
            for key in shown:
                places.setdefault(key, []).append(place)
        for question in example.questions:
            for name, marked in marks.items():
                marked[row, [place for key in getattr(question, name) for place in places.get(key, ())]] = True
            row += 1
    meant, copied, first, second = (torch.from_numpy(marked) for marked in marks.values())
    return Batch(
        picture_of(tokens, mask),
        torch.from_numpy(tokens.counted & mask),
        padded([words.ids(question.text) for question in questions]),
        *_answers(questions, words),
        meant,
        copied,
        first,
        second,
        torch.tensor([question.kind in REFERRING for question in questions]),
        torch.tensor([-1.0 if question.true is None else float(question.true) for question in questions]),
        torch.tensor([float(question.cannot_tell) for question in questions]),
        torch.tensor([not question.chances for question in questions]),
        torch.tensor([float(question.answer or 0) if question.kind == "count" else -1.0 for question in questions]),
        padded([words.ids(example.caption) for example in examples]),
        len(examples[0].questions),
    )


def _answers(questions: Sequence[Question], words: Vocabulary) -> tuple[Tensor, Tensor]:
    """`told` and `chances` of a batch."""
    said = [question.chances or ((question.answer or "", 1.0),) for question in questions]
    known = [[(words.answer_rows[answer], chance) for answer, chance in one if answer in words.answer_rows] for one in said]
    told = torch.full((len(questions), max(1, *map(len, known))), NO_ANSWER)
    chances = torch.zeros(told.shape)
    for question, one in enumerate(known):
        for place, (row, chance) in enumerate(one):
            told[question, place], chances[question, place] = row, chance
    return told, chances


def picture_of(tokens: Tokens, mask: np.ndarray) -> TokenBatch:
    arrays = (tokens.names, tokens.chances, tokens.colours, tokens.boxes, tokens.statistics, tokens.kinds, tokens.features, mask)
    return TokenBatch(*(torch.from_numpy(np.ascontiguousarray(array)) for array in arrays))


def padded(rows: Sequence[Sequence[int]]) -> Tensor:
    out = torch.zeros((len(rows), max(len(row) for row in rows)), dtype=torch.int64)
    for place, row in enumerate(rows):
        out[place, : len(row)] = torch.tensor(row)
    return out
