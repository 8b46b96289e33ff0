"""What one batch teaches a network: all losses of it, those that a teacher adds, and the tokens attacked where that is asked for."""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor, nn

from models.vilbert.attack import fgsm
from models.vilbert.data.batches import Batch
from models.vilbert.distil import Distillation
from models.vilbert.losses import WEIGHTS, Losses
from models.vilbert.network import Decoder, ViLBERT
from models.vilbert.streams import TokenBatch

ATTACKED = 0.5
"""Share of the batches whose tokens are attacked, where that is asked for."""


class Lesson(nn.Module):
    """All that one batch teaches, as one call, so that DDP sees every use of the weights at once."""

    def __init__(self, network: ViLBERT, decoder: Decoder, losses: Losses, distil: Distillation | None, attack: float = 0.0) -> None:
        """attack: how far every number of the image tokens may be moved against the answers, in half of the batches."""
        super().__init__()
        self.network, self.decoder, self.losses, self.distil, self.attack = network, decoder, losses, distil, attack

    def forward(self, batch: Batch, captions: bool) -> tuple[Tensor, dict[str, Tensor], Tensor]:
        """Returns the sum that is trained on; each loss and the answers' logits (Q, A), both only to be told of."""
        if self.attack and torch.rand(()) < ATTACKED:
            batch = replace(batch, picture=self._attacked(batch))
        losses, outputs, logits = self.losses.questions(self.network, batch, keep_maps=self.distil is not None)
        if self.distil is not None:
            losses["distil"] = self.distil(self.network, batch, outputs, logits)
        if captions:
            losses |= self.losses.captions(self.network, self.decoder, batch)
        total = torch.stack([WEIGHTS[name] * loss.float() for name, loss in losses.items()]).sum()
        return total, {name: loss.detach() for name, loss in losses.items()}, logits.detach()

    def _attacked(self, batch: Batch) -> TokenBatch:
        """Adversarial training of what the fusion reads, not of pixels (Gan et al. 2020, arXiv:2006.06195), by one step of any reach."""
        reach = self.attack * float(torch.rand(()))
        return fgsm(lambda picture: self.losses.questions(self.network, replace(batch, picture=picture))[0]["answer"], batch.picture, reach)
