"""All losses of a batch of questions, or of captions, by name; each one's formula is in objectives/.

Dimension key: B pictures, Q questions, T words, N tokens, D width.
"""

from __future__ import annotations

import random
from dataclasses import fields

import torch
from torch import Tensor, nn

from models.lexicon import NUMBER_WORDS
from models.vilbert.data.batches import Batch, padded
from models.vilbert.data.chat import chat
from models.vilbert.heads import finish
from models.vilbert.network import Decoder, ViLBERT
from models.vilbert.objectives.answers import answer_loss
from models.vilbert.objectives.caption import caption_loss, next_words
from models.vilbert.objectives.contrastive import WARMEST, contrastive_loss
from models.vilbert.objectives.count import count_loss
from models.vilbert.objectives.grounding import referring_loss, relevance_loss
from models.vilbert.objectives.masked_regions import mask_regions, masked_regions_loss
from models.vilbert.objectives.masked_words import KEPT, mask_words, masked_words_loss
from models.vilbert.objectives.matching import binary_loss, hard_negatives
from models.vilbert.streams import Outputs, Streams
from models.vilbert.vocabulary import COLOURS, MASK, SPECIAL, START, Vocabulary

WEIGHTS = {
    "answer": 1.0,
    "match": 0.6,
    "relevance": 1.2,
    "roles": 1.0,
    "refer": 0.6,
    "pointer": 0.5,
    "count": 0.3,
    "abstain": 0.4,
    "contrastive": 0.2,
    "caption match": 0.3,
    "masked words": 0.2,
    "masked regions": 0.2,
    "caption": 0.3,
    "needs picture": 0.1,
    "distil": 1.0,
}
"""Of each loss in the sum."""


def used_words(words: Vocabulary) -> Tensor:
    """Rows that captioning and masked words choose from: those that names, answers and captions are made of; sorted, the end (0) first."""
    told = [
        *words.names,
        *words.answers,
        *COLOURS,
        *NUMBER_WORDS,
        "a an and of in at the there is i see picture photo left right above below next to on with many room empty",
        *(f"{name}s" for name in words.names),
    ]
    return torch.tensor(sorted({0, START, *(row for item in told for row in words.ids(item)[1:])}))


class Losses(nn.Module):
    """Of one batch, by name; a module for its tables alone, which lie where the networks do."""

    of_names: Tensor
    of_colours: Tensor
    used: Tensor

    def __init__(self, words: Vocabulary, generator: torch.Generator | None = None) -> None:
        super().__init__()
        self.generator, self.words = generator, words
        for name, rows in (("of_names", words.of_names), ("of_colours", words.of_colours), ("used", used_words(words).tolist())):
            self.register_buffer(name, torch.tensor(rows), persistent=False)

    def questions(self, network: ViLBERT, batch: Batch, keep_maps: bool = False) -> tuple[dict[str, Tensor], Outputs, Tensor]:
        count = batch.per_picture
        outputs = network(network.see(batch.picture), batch.ids, count, keep_maps)
        logits = finish(outputs, batch.picture, count, self.of_names, self.of_colours, batch.countable)
        mask, countable = (rows.repeat_interleave(count, 0) for rows in (batch.picture.mask, batch.countable))
        grounding, pointer = outputs.grounding.float(), outputs.pointer.float()
        asks = ~batch.refers & (batch.unknowable == 0) & batch.grounded
        losses = {
            "answer": answer_loss(logits, batch.told, batch.chances),
            "match": binary_loss(outputs.matching.float(), batch.truths),
            "relevance": relevance_loss(grounding[asks], batch.meant[asks], mask[asks]),
            "roles": self._roles(outputs, batch, mask),
            "refer": referring_loss(grounding[batch.refers], batch.meant[batch.refers]) if batch.refers.any() else logits.sum() * 0,
            "pointer": referring_loss(pointer, batch.copied),
            "count": count_loss(grounding, countable, batch.numbers),
            "abstain": binary_loss(outputs.abstain.float(), batch.unknowable),
        }
        return losses, outputs, logits

    def _roles(self, outputs: Outputs, batch: Batch, mask: Tensor) -> Tensor:
        """Which is the first and which the second thing, where the words speak of two."""
        rows = batch.first.any(-1) | batch.second.any(-1)
        losses = [
            relevance_loss(marks.float()[rows], meant[rows], mask[rows])
            for marks, meant in ((outputs.first, batch.first), (outputs.second, batch.second))
        ]
        return (losses[0] + losses[1]) / 2

    def captions(self, network: ViLBERT, decoder: Decoder, batch: Batch) -> dict[str, Tensor]:
        picture, hidden_regions = mask_regions(batch.picture, batch.countable, self.generator)
        streams, masked = network.see(batch.picture), network.see(picture)
        t, text_mask = network.read(batch.captions)
        text, image = network.embed_text(t, text_mask), network.embed_image(streams)
        wrong = hard_negatives(network.temperature.exp().clamp(max=WARMEST) * text @ image.T, self.generator)
        both = torch.cat([torch.arange(len(wrong), device=wrong.device), wrong])
        matching = network.fuse(_rows(streams, both), t.repeat(2, 1, 1), text_mask.repeat(2, 1)).matching.float()
        shown, targets = mask_words(batch.captions, MASK, len(SPECIAL), self.used, self.generator)
        outputs = network(masked, shown)
        vectors = network.words.table[self.used]
        back = network.words.adapt.weight  # tied: the way from the width back to the table is the way in, transposed
        place, hidden = targets != KEPT, hidden_regions
        return {
            "contrastive": contrastive_loss(text.float(), image.float(), network.temperature),
            "caption match": binary_loss(matching, (torch.arange(len(both), device=wrong.device) < len(wrong)).float()),
            "masked words": masked_words_loss(outputs.text[place].float() @ back, vectors, targets[place]),
            "masked regions": masked_regions_loss(
                outputs.image[hidden].float() @ back, network.name_rows, batch.picture.names[hidden], batch.picture.chances[hidden]
            ),
            "caption": self._caption(network, decoder, batch, streams, vectors),
            "needs picture": self._chat(network, batch),
        }

    def _caption(self, network: ViLBERT, decoder: Decoder, batch: Batch, streams: Streams, vectors: Tensor) -> Tensor:
        guesses = decoder(network.words(batch.captions), streams.tokens.detach(), streams.mask)
        return caption_loss(guesses, vectors, next_words(batch.captions, self.used))

    def _chat(self, network: ViLBERT, batch: Batch) -> Tensor:
        rng = random.Random(int(batch.ids.sum()))
        talk = padded([self.words.ids(chat(rng)) for _ in range(32)]).to(batch.ids.device)
        asked = batch.ids[:: max(1, len(batch.ids) // 32)][:32]
        needed = torch.cat([network.picture_needed(*network.read(ids)) for ids in (talk, asked)])
        return binary_loss(needed.float(), torch.cat([torch.zeros(len(talk)), torch.ones(len(asked))]).to(needed.device))


def _rows(streams: Streams, rows: Tensor) -> Streams:
    return Streams(*(getattr(streams, item.name)[rows] for item in fields(Streams)))
