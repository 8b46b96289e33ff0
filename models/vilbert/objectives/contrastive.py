"""Contrastive: captions and pictures that belong together are nearer than any others in the batch (CLIP, arXiv:2103.00020, Fig. 3).

L = 1/2 [CE(e^t T I^T, diagonal) + CE(e^t I T^T, diagonal)],  T, I unit rows, t learned
"""

import torch
import torch.nn.functional as F
from torch import Tensor

WARMEST = 100.0
"""The temperature is not let above this, as in the paper."""


def contrastive_loss(text: Tensor, image: Tensor, log_scale: Tensor) -> Tensor:
    """text, image: (B, E) of unit length, row by row a pair."""
    logits = log_scale.exp().clamp(max=WARMEST) * text @ image.T
    pairs = torch.arange(len(text), device=text.device)
    return (F.cross_entropy(logits, pairs) + F.cross_entropy(logits.T, pairs)) / 2
