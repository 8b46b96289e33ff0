"""From a checkpoint to the artefacts of the run time.

    vilbert_picture.onnx    image tokens -> the image stream before the fusion; once a picture
    vilbert_question.onnx   that and the words -> answers, grounding, pointer, count, matching, abstaining, co-attention maps
    vilbert_caption.onnx    that and the words so far -> the next word
    vilbert.json            lists' sizes, calibration, and what the weights were trained on

Opset 17 (later ones do not load as S8S8, see docs/vilbert.md), dynamic INT8 per channel for MatMul, Gemm and Gather; what the words of
names, colours and answers mean is folded into constants. How alike the INT8 graphs answer is measured where they are shipped (ship.py).
"""

from __future__ import annotations

import tempfile
import warnings
from dataclasses import fields
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from models import checkpoints
from models.vilbert.network import Decoder, ViLBERT
from models.vilbert.streams import Streams, TokenBatch
from models.vilbert.tokens import FEATURES, KINDS, NAMES_A_TOKEN, STATISTICS
from models.vilbert.vocabulary import COLOURS

OPSET = 17
PICTURE = tuple(item.name for item in fields(TokenBatch))
QUESTION_OUTPUTS = (
    "answers",
    "gates",
    "copy_scale",
    "count_scale",
    "pointer",
    "grounding",
    "first",
    "second",
    "matching",
    "abstain",
    "needs_picture",
    "embedding",
    "text_maps",
    "image_maps",
)


class PictureGraph(nn.Module):
    names: Tensor
    colours: Tensor

    def __init__(self, network: ViLBERT) -> None:
        super().__init__()
        self.network = network
        self.register_buffer("names", network.words.means(network.name_rows).detach())
        self.register_buffer("colours", network.words.means(network.colour_rows).detach())

    def forward(self, *parts: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        streams = self.network.see_with(TokenBatch(*parts), self.names, self.colours)
        return streams.tokens, streams.bias, self.network.embed_image(streams)


class QuestionGraph(nn.Module):
    """One question of one picture."""

    vectors: Tensor
    answers: Tensor

    def __init__(self, network: ViLBERT) -> None:
        super().__init__()
        self.network = network
        self.register_buffer("vectors", network.words(torch.arange(network.size.words)).detach())
        self.register_buffer("answers", network.words.means(network.answer_rows).detach())

    def forward(
        self, tokens: Tensor, bias: Tensor, mask: Tensor, boxes: Tensor, colours: Tensor, trust: Tensor, ids: Tensor
    ) -> tuple[Tensor, ...]:
        network = self.network
        t, real = network.read_with(ids, nn.functional.embedding(ids, self.vectors))
        needed, embedded = network.picture_needed(t, real), network.embed_text(t, real)
        out = network.fuse_with(Streams(tokens, bias, mask, boxes, colours, trust), t, real, self.answers, keep_maps=True)
        text_maps = _stacked(out.maps[::2], out.text @ out.image.transpose(1, 2))
        image_maps = _stacked(out.maps[1::2], out.image @ out.text.transpose(1, 2))
        return (
            out.answers,
            out.gates,
            out.copy_scale,
            out.count_scale,
            out.pointer,
            out.grounding,
            out.first,
            out.second,
            out.matching,
            out.abstain,
            needed,
            embedded,
            text_maps,
            image_maps,
        )


def _stacked(maps: list[Tensor], like: Tensor) -> Tensor:
    """(Q, blocks, ...), the mean of the heads; zeros where the fusion is another than co-attention."""
    return torch.stack([layer.mean(1) for layer in maps], 1) if maps else torch.zeros_like(like)[:, None]


class CaptionGraph(nn.Module):
    used: Tensor
    vectors: Tensor
    rows: Tensor

    def __init__(self, network: ViLBERT, decoder: Decoder, used: Tensor) -> None:
        super().__init__()
        self.network, self.decoder = network, decoder
        self.register_buffer("used", used)
        self.register_buffer("vectors", network.words(used).detach())
        self.register_buffer("rows", network.words.table[used].T.contiguous())

    def forward(self, tokens: Tensor, mask: Tensor, words: Tensor) -> Tensor:
        """words: (1, T) places in the list of used words, the first being the start. Returns the last word's logits (1, U)."""
        embedded = nn.functional.embedding(words, self.vectors)
        return self.decoder(embedded, tokens, mask)[:, -1] @ self.rows


def export(network: ViLBERT, decoder: Decoder, used: Tensor, folder: Path) -> dict[str, Path]:
    """The FP32 graphs."""
    network.eval()
    decoder.eval()
    parts = sample(16)
    with torch.no_grad():
        tokens, bias, _ = PictureGraph(network)(*parts)
    mask, ids = parts[-1], torch.tensor([[2, 5, 6, 7, 8]])
    many = {1: "tokens"}
    paths = {name: folder / f"vilbert_{name}.onnx" for name in ("picture", "question", "caption")}
    inputs = {name: many for name in PICTURE}
    _write(
        PictureGraph(network),
        parts,
        paths["picture"],
        PICTURE,
        ("tokens", "bias", "embedding"),
        {**inputs, "tokens": many, "bias": {3: "tokens", 4: "tokens"}},
    )
    asked = {
        "tokens": many,
        "bias": {3: "tokens", 4: "tokens"},
        "mask": many,
        "boxes": many,
        "colours": many,
        "trust": many,
        "ids": {1: "words"},
    }
    asked |= {name: many for name in ("pointer", "grounding", "first", "second")}
    asked |= {"text_maps": {2: "words", 3: "tokens"}, "image_maps": {2: "tokens", 3: "words"}}
    _write(
        QuestionGraph(network),
        (tokens, bias, mask, parts[3], parts[2], parts[1].amax(-1), ids),
        paths["question"],
        ("tokens", "bias", "mask", "boxes", "colours", "trust", "ids"),
        QUESTION_OUTPUTS,
        asked,
    )
    _write(
        CaptionGraph(network, decoder, used),
        (tokens, mask, torch.tensor([[1, 2, 3]])),
        paths["caption"],
        ("tokens", "mask", "words"),
        ("next",),
        {"tokens": many, "mask": many, "words": {1: "words"}},
    )
    return paths


def sample(count: int) -> tuple[Tensor, ...]:
    """A picture of `count` tokens to trace with."""
    generator = torch.Generator().manual_seed(0)
    low = torch.rand(1, count, 2, generator=generator) * 0.5
    boxes = torch.cat([low, low + torch.rand(1, count, 2, generator=generator) * 0.5], -1)
    return (
        torch.randint(1, 80, (1, count, NAMES_A_TOKEN), generator=generator),
        torch.rand(1, count, NAMES_A_TOKEN, generator=generator),
        torch.rand(1, count, len(COLOURS), generator=generator),
        boxes,
        torch.rand(1, count, STATISTICS, generator=generator),
        torch.arange(count)[None] % len(KINDS),
        torch.rand(1, count, FEATURES, generator=generator),
        torch.ones(1, count, dtype=torch.bool),
    )


def _write(graph: nn.Module, inputs: tuple[Tensor, ...], path: Path, names: tuple[str, ...], outputs: tuple[str, ...], axes: dict) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer warns of every assert on a shape
        torch.onnx.export(
            graph.eval(),
            inputs,
            path,
            input_names=list(names),
            output_names=list(outputs),
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )


def quantize(plain: Path, out: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    with tempfile.TemporaryDirectory() as scratch:
        ready = Path(scratch) / plain.name
        quant_pre_process(plain, ready, skip_symbolic_shape=True)
        quantize_dynamic(ready, out, per_channel=True, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Gemm", "Gather"])


def read_checkpoint(path: Path, words, table: np.ndarray) -> tuple[ViLBERT, Decoder, dict]:
    """
    words: the Vocabulary of the weights
    table: its word vectors, of which a network may read only the first columns
    Returns the network, the caption decoder and the rest of it. Raises DamagedModel.
    """
    from models.vilbert.data.lists import means
    from models.vilbert.streams import Dimensions
    from models.vilbert.train import regrown

    saved = checkpoints.read(path, ("dimensions", "network", "decoder", "answers"))
    size = Dimensions(**{**saved["dimensions"], "words": len(words.words), "answers": len(words.answers), "names": len(words.names)})
    vectors = table[:, : size.table]
    rows = [means(words, items, vectors) for items in (words.names, COLOURS, words.answers)]
    network = ViLBERT(size, *(torch.from_numpy(np.ascontiguousarray(part)) for part in (vectors, *rows)))
    network.load_state_dict(regrown(saved, words, network))
    decoder = Decoder(size)
    decoder.load_state_dict(saved["decoder"])
    return network, decoder, saved
