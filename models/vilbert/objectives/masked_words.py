"""Masked language modelling (Devlin et al. 2019, arXiv:1810.04805, section 3.1): 15 % of the words are asked for; of these 80 % are
masked, 10 % are another word, 10 % stay.

    L = -log softmax(h E^T)[w]    over the words in use, E their vectors
"""

import torch
import torch.nn.functional as F
from torch import Tensor

SHARE, MASKED, OTHER = 0.15, 0.8, 0.1
KEPT = -100


def mask_words(ids: Tensor, mask_id: int, first: int, used: Tensor, generator: torch.Generator | None = None) -> tuple[Tensor, Tensor]:
    """
    ids:   (Q, T); ids below `first` are special and never asked for
    used:  (U,) rows of the words that captions and questions use
    Returns the masked ids, and (Q, T) the place of the true word in `used`, KEPT elsewhere.
    """
    at = torch.searchsorted(used, ids).clamp(max=len(used) - 1)
    known = (used[at] == ids) & (ids >= first)
    asked = known & (torch.rand(ids.shape, generator=generator, device=ids.device) < SHARE)
    dice = torch.rand(ids.shape, generator=generator, device=ids.device)
    others = used[torch.randint(len(used), ids.shape, generator=generator, device=ids.device)]
    shown = torch.where(asked & (dice < MASKED), torch.full_like(ids, mask_id), ids)
    shown = torch.where(asked & (dice >= MASKED) & (dice < MASKED + OTHER), others, shown)
    return shown, torch.where(asked, at, torch.full_like(at, KEPT))


def masked_words_loss(guesses: Tensor, vectors: Tensor, targets: Tensor) -> Tensor:
    """guesses: (M, W), vectors: (U, W), targets: (M,) places among the vectors; only masked places are handed in."""
    if len(targets) == 0:
        return guesses.sum() * 0.0
    return F.cross_entropy(guesses.float() @ vectors.T, targets)
