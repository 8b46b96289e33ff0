"""The contrastive loss, both ways: each picture finds its text among all of the batch, and each text its picture.

    L = - 1/2N * sum_i [ log( exp(s(i,i)) / sum_k exp(s(i,k)) ) + log( exp(s(i,i)) / sum_k exp(s(k,i)) ) ]
    s(i,k) = scale * <image_i, text_k>

(Radford et al. 2021, arXiv:2103.00020, Fig. 3; van den Oord et al. 2018, arXiv:1807.03748)

No memory queue (MoCo, He et al. 2019, arXiv:1911.05722): the towers stand on frozen, cached front ends, so that a batch of thousands
costs less than the upkeep of a queue whose vectors grow old.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


def contrastive(image: Tensor, text: Tensor, scale: Tensor, same: Tensor | None = None) -> Tensor:
    """
    image, text: (B, D) of length 1, row by row what belongs together
    same:        (B, B) bool: [i, k] is True where text k is also true of picture i, and so no wrong answer; the diagonal is not read
    Returns the mean loss of the two directions.
    """
    scores = scale * image @ text.T
    if same is not None:
        other = ~torch.eye(len(scores), dtype=torch.bool, device=scores.device)
        scores = scores.masked_fill(same & other, -torch.inf)
    right = torch.arange(len(scores), device=scores.device)
    return (F.cross_entropy(scores, right) + F.cross_entropy(scores.T, right)) / 2
