"""A teacher's fusion teaches a smaller one: soft answers, grounding, co-attention maps, hidden states, affinity.

Both read the same tokens from the same frozen front end, so their regions always agree. The formulas and their papers stand in
objectives/distillation.py.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from models.vilbert.data.batches import Batch
from models.vilbert.heads import finish
from models.vilbert.network import ViLBERT
from models.vilbert.objectives.answers import NO_ANSWER
from models.vilbert.objectives.distillation import affinity_loss, hidden_loss, map_loss, soft_answer_loss, soft_grounding_loss
from models.vilbert.streams import Outputs

SHARES = {"answers": 0.15, "grounding": 0.5, "maps": 0.3, "hidden": 0.2, "affinity": 0.1}
"""Of each part in the loss; the soft answers are already times the square of their heat."""


class Distillation(nn.Module):
    of_names: Tensor
    of_colours: Tensor

    def __init__(
        self, teacher: ViLBERT, student: ViLBERT, of_names: Tensor, of_colours: Tensor, channels: Sequence[int] | None = None
    ) -> None:
        """channels: which of the teacher's width the student was cut from, where it was."""
        super().__init__()
        self._teacher = [teacher.eval().requires_grad_(False)]  # in a list: its weights are not this module's to train or keep
        self.text, self.image = (nn.Linear(student.size.width, teacher.size.width) for _ in range(2))
        if channels is not None:
            for way in (self.text, self.image):
                nn.init.zeros_(way.bias)
                way.weight.data = torch.eye(teacher.size.width)[:, list(channels)]
        self.register_buffer("of_names", of_names, persistent=False)
        self.register_buffer("of_colours", of_colours, persistent=False)

    def forward(self, network: ViLBERT, batch: Batch, outputs: Outputs, logits: Tensor) -> Tensor:
        """outputs and logits: the student's, its maps kept."""
        teacher, count = self._teacher[0].to(batch.ids.device), batch.per_picture
        with torch.no_grad():
            taught = teacher(teacher.see(batch.picture), batch.ids, count, True)
            told = finish(taught, batch.picture, count, self.of_names, self.of_colours, batch.countable)
        words, tokens = batch.ids > 0, batch.picture.mask.repeat_interleave(count, 0)
        asked = batch.answers != NO_ANSWER
        parts = {
            "answers": soft_answer_loss(logits[asked], told[asked]),
            "grounding": soft_grounding_loss(outputs.grounding.float(), taught.grounding.float(), tokens),
            "maps": (map_loss(outputs.maps[-2], taught.maps[-2]) + map_loss(outputs.maps[-1], taught.maps[-1])) / 2,
            "hidden": (
                hidden_loss(self.text(outputs.text).float(), taught.text.float(), words)
                + hidden_loss(self.image(outputs.image).float(), taught.image.float(), tokens)
            )
            / 2,
            "affinity": affinity_loss(outputs.text[:, 0], taught.text[:, 0]),
        }
        return torch.stack([SHARES[name] * part for name, part in parts.items()]).sum()
