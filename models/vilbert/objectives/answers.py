"""Answers: cross entropy over the answer list.

L = -log softmax(z)[a]    mean over the questions that have an answer
"""

import torch.nn.functional as F
from torch import Tensor

NO_ANSWER = -100


def answer_loss(logits: Tensor, answers: Tensor) -> Tensor:
    """logits: (Q, A); answers: (Q,) int64, NO_ANSWER where there is none."""
    if not (answers != NO_ANSWER).any():
        return logits.sum() * 0.0
    return F.cross_entropy(logits, answers, ignore_index=NO_ANSWER, label_smoothing=0.0)
