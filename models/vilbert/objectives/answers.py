"""Answers: cross entropy over the answer list, with the chance of each answer that was told.

L = -sum_m p_m log softmax(z)[a_m]    mean over the questions that have an answer

Of what is true p is 1. Of a teacher it is what it gives (Hinton et al. 2015, arXiv:1503.02531, at T = 1); what it leaves open weighs
nothing.
"""

from torch import Tensor

NO_ANSWER = -100


def answer_loss(logits: Tensor, told: Tensor, chances: Tensor) -> Tensor:
    """logits: (Q, A); told: (Q, M) int64, NO_ANSWER where there are fewer; chances: (Q, M), 0 there."""
    asked = chances.any(-1)
    if not asked.any():
        return logits.sum() * 0.0
    logs = logits.log_softmax(-1).gather(-1, told.clamp(min=0))
    return -(chances * logs).sum(-1)[asked].mean()
