"""Captioning: each next word from the words before it and the picture.

L = -mean_t log softmax(h_t E^T)[w_{t+1}]    over the words in use; the end is the row of padding
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from models.vilbert.objectives.masked_words import KEPT


def next_words(ids: Tensor, used: Tensor) -> Tensor:
    """ids: (B, T). Returns (B, T): the place of the next word in `used`, the end after the last, KEPT in the padding and for rare words."""
    following = torch.cat([ids[:, 1:], torch.zeros_like(ids[:, :1])], 1)
    at = torch.searchsorted(used, following).clamp(max=len(used) - 1)
    return torch.where((used[at] == following) & (ids > 0), at, torch.full_like(at, KEPT))


def caption_loss(guesses: Tensor, vectors: Tensor, targets: Tensor) -> Tensor:
    """guesses: (B, T, W), vectors: (U, W), targets: (B, T)."""
    return F.cross_entropy((guesses.float() @ vectors.T).flatten(0, 1), targets.flatten(), ignore_index=KEPT)
