"""Image-text matching and abstaining: binary cross entropy, with hard negatives for the first.

L = -[y log s(m) + (1 - y) log(1 - s(m))]
hard negatives (ALBEF, Li et al. 2021, arXiv:2107.07651, section 3.2): for each caption one wrong picture, drawn with the chance
softmax(similarity) of the contrastive embeddings, its own left out.
"""

import torch
import torch.nn.functional as F
from torch import Tensor


def binary_loss(logits: Tensor, truths: Tensor) -> Tensor:
    """logits: (Q,); truths: (Q,) float of 0 and 1, negative where there is none."""
    rows = truths >= 0
    if not rows.any():
        return logits.sum() * 0.0
    return F.binary_cross_entropy_with_logits(logits[rows], truths[rows].to(logits.dtype))


def hard_negatives(similarity: Tensor, generator: torch.Generator | None = None) -> Tensor:
    """
    similarity: (B, B), captions by pictures, times the contrastive loss's scale: bare cosines would draw almost evenly
    Returns (B,) the picture drawn for each caption, never its own but where it is alone.
    """
    if len(similarity) == 1:
        return torch.zeros(1, dtype=torch.int64, device=similarity.device)
    others = similarity.detach().float().masked_fill(torch.eye(len(similarity), dtype=torch.bool, device=similarity.device), -torch.inf)
    return torch.multinomial(others.softmax(-1), 1, generator=generator).squeeze(1)
