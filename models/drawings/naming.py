"""Trains what names a find from near (closely.py): one linear layer over what the frozen backbone says of pieces of rendered scenes.

The pieces are of the pictures that the detector learned from, so styles that it never saw stay unseen. Seeded; features are kept in files
of CHUNK pieces, so an interrupted run goes on where it stopped.

Dimension key: K pieces, F features, N names.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from models import weights
from models.backbone.runtime import SHORT, Backbone
from models.drawings.closely import FEATURES, FULL, NAMER, features_of
from models.drawings.names import icons, names, pictures
from models.drawings.render import SIDE, render
from models.drawings.scenes import arrange
from models.errors import ModelError
from models.graph import GraphBuilder
from models.near import Square, piece
from models.runtime import open_session
from models.whole import in_place_of

CHUNK = 2000
SHAPED, FREELY = 0.2, 0.7
"""Share of shapes in the scenes, and of scenes whose pictures look as if redrawn."""
SHIFTED = 0.1
"""Farthest that an edge of a box is off, as a share of the box: the detector's are, too."""
EPOCHS, BATCH, RATE, DECAY, DROPPED, SMOOTHED = 12, 256, 4e-3, 0.1, 0.4, 0.05
FLOOR = 0.98
"""Share of pieces that INT8 must call as FP32 does."""
Batch = tuple[np.ndarray, np.ndarray]
"""(K, F) features and (K,) rows of names."""
Report = Callable[[int], None]


def pieces(rng: np.random.Generator, photos: Sequence[np.ndarray], folder: Path) -> Iterator[tuple[np.ndarray, int]]:
    """Without end: what is cut out around a thing, (SHORT, SHORT, 3) uint8, and its name's row."""
    while True:
        things = arrange(rng, count=(4, 8), shaped=SHAPED, iconic=True)
        pixels = render(rng, things, photos, folder, freely=rng.random() < FREELY)
        for thing in things:
            box = np.array(thing.box) * SIDE
            box += rng.uniform(-SHIFTED, SHIFTED, 4) * np.tile(box[2:] - box[:2], 2)
            cut = piece(pixels, Square.around(box, FULL * rng.uniform(0.8, 1.2)), SHORT)
            yield np.ascontiguousarray(cut[:, ::-1]) if rng.random() < 0.5 else cut, names().index(thing.name)


def gathered(many: int, seed: int, backbone: Backbone, version: str, photos: Sequence[np.ndarray], folder: Path, report: Report) -> Batch:
    """
    version: of the backbone; report: is told how many pieces there are
    Returns features (K, F) float16 of as many pieces, or a few more, and their names' rows (K,).
    """
    kept = folder / f"names-{_key(seed, version, photos)}"
    kept.mkdir(parents=True, exist_ok=True)
    chunks = [_chunk(kept / f"{number:03}.npz", (seed, number), backbone, photos, folder) for number in _counted(-(-many // CHUNK), report)]
    return np.concatenate([chunk[0] for chunk in chunks]), np.concatenate([chunk[1] for chunk in chunks])


def _key(seed: int, version: str, photos: Sequence[np.ndarray]) -> str:
    """Changes with all that the pieces and their features are made of."""
    listed = sorted(picture.identity for known in (pictures(), icons()) for shown in known.values() for picture in shown)
    made_of = (seed, CHUNK, SHAPED, FREELY, SHIFTED, FULL, version, [photo.shape for photo in photos], listed)
    return hashlib.sha256(json.dumps(made_of).encode()).hexdigest()[:12]


def _counted(many: int, report: Report) -> Iterator[int]:
    for number in range(many):
        yield number
        report((number + 1) * CHUNK)


def _chunk(path: Path, seed: tuple[int, int], backbone: Backbone, photos: Sequence[np.ndarray], folder: Path) -> Batch:
    if not path.is_file():
        shown = [pair for pair, _ in zip(pieces(np.random.default_rng(seed), photos, folder), range(CHUNK), strict=False)]
        features = np.stack([features_of(backbone.alone(cut)).astype(np.float16) for cut, _ in shown])
        with in_place_of(path) as part, part.open("wb") as out:
            np.savez(out, features=features, named=np.array([row for _, row in shown]))
    with np.load(path) as chunk:
        return chunk["features"], chunk["named"]


def fitted(features: np.ndarray, named: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray, nn.Linear]:
    """
    features: (K, F); named: (K,)
    Returns mean (F,) and spread (F,) of the features, and the layer from F to N over what they make even.
    """
    torch.manual_seed(seed)
    middle, spread = features.mean(0, dtype=np.float32), features.std(0, dtype=np.float32) + 1e-3
    even, truth = torch.from_numpy((features - middle) / spread), torch.from_numpy(named)
    layer, drop = nn.Linear(even.shape[1], len(names())), nn.Dropout(DROPPED)
    steps = EPOCHS * len(even) // BATCH
    optimizer = torch.optim.AdamW(layer.parameters(), RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    for _ in range(steps):
        rows = torch.randint(len(even), (BATCH,))
        loss = nn.functional.cross_entropy(layer(drop(even[rows])), truth[rows], label_smoothing=SMOOTHED)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return middle, spread, layer.eval()


def export(middle: np.ndarray, spread: np.ndarray, layer: nn.Linear, shown: np.ndarray, out: Path = weights.FOLDER) -> tuple[int, int]:
    """
    drawings_names.onnx: features (D, F) -> logits (D, N), INT8
    shown: (K, F) features that nothing was fitted on, to compare on
    Returns how many INT8 calls as FP32 does, and of how many. Raises ModelError where too few.
    """
    with tempfile.TemporaryDirectory() as scratch:
        plain, small = Path(scratch) / "plain.onnx", Path(scratch) / NAMER
        write(middle, spread, layer, plain)
        # Ranges of sums are halved so that processors without VNNI do not saturate.
        quantize_dynamic(plain, small, op_types_to_quantize=["MatMul"], per_channel=True, weight_type=QuantType.QInt8, reduce_range=True)
        exact, rounded = (called(path, shown) for path in (plain, small))
        agreed = sum(one == other for one, other in zip(exact, rounded, strict=True))
        if agreed < FLOOR * len(shown):
            raise ModelError(f"INT8 calls {agreed} of {len(shown)} pieces as FP32 does, fewer than {FLOOR:.0%}. Nothing was written.")
        (out / NAMER).write_bytes(small.read_bytes())
    weights.sign(NAMER, out)
    return agreed, len(shown)


def called(graph: Path, features: np.ndarray) -> list[int]:
    """The name's row of each, one at a time: what is shown together shares its range."""
    session = open_session(graph)
    return [int(session.run(None, {"features": row[None].astype(np.float32)})[0].argmax()) for row in features]


def write(middle: np.ndarray, spread: np.ndarray, layer: nn.Linear, path: Path) -> None:
    """The FP32 graph."""
    g = GraphBuilder("drawings_names")
    even = g("Div", g("Sub", g.input("features", ["D", FEATURES]), g.weight(middle)), g.weight(spread))
    g.output(g.linear(even, layer.weight.detach().numpy(), layer.bias.detach().numpy()), "logits", ["D", len(names())])
    g.save(path)
