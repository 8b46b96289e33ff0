"""Grounding: which image tokens the words mean.

relevance  L = -sum_i w_i [y_i log s(g_i) + (1 - y_i) log(1 - s(g_i))] / sum_i w_i,  w = 1 + 4 y     questions
referring  L = -sum_i t_i log softmax(g)_i,  t uniform over the tokens of the thing                   phrases
pointer    the same over the tokens from which the answer can be copied
"""

import torch.nn.functional as F
from torch import Tensor

HEAVIER = 4.0
"""How much more a token that is meant weighs: most are not."""


def relevance_loss(logits: Tensor, meant: Tensor, mask: Tensor) -> Tensor:
    """logits: (Q, N); meant, mask: (Q, N) bool."""
    target = meant.to(logits.dtype)
    weight = (1 + HEAVIER * target) * mask
    return (F.binary_cross_entropy_with_logits(logits, target, reduction="none") * weight).sum() / weight.sum().clamp(min=1)


def referring_loss(logits: Tensor, meant: Tensor) -> Tensor:
    """logits: (Q, N), -1e4 where padded; meant: (Q, N) bool. Rows without a token that is meant do not count."""
    rows = meant.any(-1)
    if not rows.any():
        return logits.sum() * 0.0
    target = meant[rows].to(logits.dtype)
    return -(target / target.sum(-1, keepdim=True) * logits[rows].log_softmax(-1)).sum(-1).mean()
