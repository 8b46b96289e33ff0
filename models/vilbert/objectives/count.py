"""Count: the sum of the grounding over the tokens that are one thing each should be the number.

L = huber(sum_i s(g_i) c_i - n),  c_i = 1 for regions
"""

import torch.nn.functional as F
from torch import Tensor


def count_loss(grounding: Tensor, countable: Tensor, numbers: Tensor) -> Tensor:
    """grounding: (Q, N) logits; countable: (Q, N) bool; numbers: (Q,) float, negative where the question asks for none."""
    rows = numbers >= 0
    if not rows.any():
        return grounding.sum() * 0.0
    found = (grounding[rows].sigmoid() * countable[rows]).sum(-1)
    return F.smooth_l1_loss(found, numbers[rows].to(found.dtype))
