"""Distillation of a teacher's fusion (Hinton et al. 2015, arXiv:1503.02531; maps and hidden states as in TinyBERT, arXiv:1909.10351, and
DiDE, arXiv:2112.08723).

    soft answers   T^2 KL(softmax(z_t / T) || softmax(z_s / T))
    grounding      BCE(s(g_s), s(g_t))
    maps           KL of the co-attention, averaged over heads, of the last block
    hidden states  MSE of the student's states, brought to the teacher's width, with the teacher's
    affinity       KL between the softmaxed inner products of the questions of a batch
"""

import torch.nn.functional as F
from torch import Tensor

HEAT = 3.0


def soft_answer_loss(student: Tensor, teacher: Tensor, heat: float = HEAT) -> Tensor:
    """(Q, A) logits of both."""
    return heat**2 * F.kl_div((student / heat).log_softmax(-1), (teacher / heat).log_softmax(-1), log_target=True, reduction="batchmean")


def soft_grounding_loss(student: Tensor, teacher: Tensor, mask: Tensor) -> Tensor:
    """(Q, N) logits of both; mask: (Q, N) bool."""
    return F.binary_cross_entropy_with_logits(student[mask], teacher[mask].sigmoid())


def map_loss(student: Tensor, teacher: Tensor) -> Tensor:
    """(Q, heads, L, S) attention of both; the number of heads may differ."""
    a, b = student.float().mean(1), teacher.float().mean(1)
    return (b * ((b + 1e-6).log() - (a + 1e-6).log())).sum(-1).mean()


def hidden_loss(student: Tensor, teacher: Tensor, mask: Tensor) -> Tensor:
    """(Q, L, D_t), the student's already projected; mask: (Q, L) bool."""
    return F.mse_loss(student[mask], teacher[mask])


def affinity_loss(student: Tensor, teacher: Tensor) -> Tensor:
    """(Q, D) pooled states of both."""
    own, other = (F.normalize(rows.float(), dim=-1) for rows in (student, teacher))
    return F.kl_div((own @ own.T * 10).log_softmax(-1), (other @ other.T * 10).log_softmax(-1), log_target=True, reduction="batchmean")
