"""Four networks about people, from TensorFlow.js's files to INT8 ONNX; <network>.parity.json tells whether INT8 says what FP32 says.

What finds faces stays in FP32: in INT8 it finds 9 of 22 again, and takes half as long again.

faces     image (1, 3, 256, 256), -1 to 1     -> scores16, scores8, places16, places8: of 2 and 6 anchors a cell
traits    image (1, 3, 224, 224), 0 to 255    -> man (1, 1), ages (1, 100): logits
mood      image (1, 1, 64, 64), -1 to 1, grey -> moods (1, 7): logits
posture   image (1, 3, 192, 192), -1 to 1     -> heat, middle, reach, offset on 48 x 48 cells (posture.py)
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx

from models.calibration import photos
from models.chances import sigmoid
from models.near import Square
from models.people import faces, posture, traits
from models.people.runtime import FACES, MOOD, POSTURE, TRAITS
from models.people.tfjs import Output, convert
from models.quantize import keep_if_faithful, quantize, ready
from models.runtime import open_session

CALL = "StatefulPartitionedCall/"
OPERATORS = ["Conv", "Add", "Clip", "Relu", "Gemm", "GlobalAveragePool"]
Outputs = Sequence[np.ndarray]
"""What a network says, in the order of its source."""
FLOOR = 0.9
"""Share of points in the same place, of like chances of a man, and of faces that smile in both."""
CLOSE = 0.2
"""How far apart two chances of a man may be."""
SHARES = (0.7, 0.77, 0.85)
"""What a face takes of the squares on which the networks about it are calibrated and compared."""
PLACED, APART = 0.3, 0.06
"""Score from which a point of FP32 counts, and how far off INT8 may have it, in shares of the square."""


@dataclass(frozen=True)
class Source:
    """How one network is made of its files."""

    file: str
    """Without .json and .bin."""
    picture: str
    shape: tuple[int, int, int, int]
    outputs: Mapping[str, Output]


def _blaze(name: str, number: int, channels: int, cells: int) -> tuple[str, Output]:
    return name, (f"{CALL}functional_1/conv2d_{number}/BiasAdd", (1, channels, cells, cells))


def _move(name: str, part: str, number: int, channels: int) -> tuple[str, Output]:
    return name, (f"{CALL}{part}_0/conv2d_{number}/BiasAdd", (1, channels, 48, 48))


SOURCES: Mapping[str, Source] = {
    FACES: Source(
        "blazeface",
        "input",
        (1, 3, faces.SIDE, faces.SIDE),
        dict((_blaze("scores16", 33, 2, 16), _blaze("scores8", 34, 6, 8), _blaze("places16", 35, 32, 16), _blaze("places8", 36, 96, 8))),
    ),
    TRAITS: Source(
        "faceres",
        "input_1",
        (1, 3, traits.SIDE, traits.SIDE),
        {"man": ("gender_pred/BiasAdd", (1, 1)), "ages": ("age_pred/BiasAdd", (1, 100))},
    ),
    MOOD: Source(
        "emotion",
        "input_1",
        (1, 1, traits.MOOD_SIDE, traits.MOOD_SIDE),
        {"moods": (f"{CALL}model_1/global_average_pooling2d_1/Mean", (1, 7))},
    ),
    POSTURE: Source(
        "movenet-lightning",
        f"{CALL}sub_1",
        (1, 3, posture.SIDE, posture.SIDE),
        dict(
            (
                _move("heat", "kpt_heatmap", 5, 17),
                _move("middle", "center", 4, 1),
                _move("reach", "kpt_regress", 6, 34),
                _move("offset", "kpt_offset", 7, 34),
            )
        ),
    ),
}


def prepare(files: Mapping[str, Path], out: Path, progress: Callable[[str, float], None]) -> None:
    label = "Preparing the networks about people"
    progress(label, 0.0)
    pictures = photos()
    with tempfile.TemporaryDirectory(dir=out) as scratch:
        plain = {name: (out if name == FACES else Path(scratch)) / name for name in SOURCES}
        for name, path in plain.items():
            build(name, files, path)
        calibrating, checking = (looks(faces.Faces(plain[FACES]), half) for half in (pictures[::2], pictures[1::2]))
        for number, name in enumerate(SAME, 1):
            progress(label, number / len(SOURCES))
            ends = [node.name for node in ready(onnx.load(plain[name]), plain[name]).graph.node if node.op_type == "Gemm"]
            quantize(plain[name], out / name, ({"image": image} for image in calibrating[name]), ends, OPERATORS)
            exact, rounded = open_session(plain[name]), open_session(out / name)
            names = list(SOURCES[name].outputs)
            pairs = ([graph.run(names, {"image": image}) for graph in (exact, rounded)] for image in checking[name])
            answers = [again for wanted, got in pairs for again in SAME[name](wanted, got)]
            keep_if_faithful(plain[name], out / name, sum(answers), len(answers), FLOOR, f"{Path(name).stem}.parity.json")
    progress(label, 1.0)


def build(name: str, files: Mapping[str, Path], path: Path) -> None:
    """name: of SOURCES. Writes its float graph. Raises DamagedModel."""
    source = SOURCES[name]
    convert(files[f"{source.file}.json"], files[f"{source.file}.bin"], path, source.picture, source.shape, source.outputs)


def looks(finder: faces.Faces, pictures: Sequence[np.ndarray]) -> dict[str, list[np.ndarray]]:
    """What each network is shown of these pictures (H, W, 3)."""
    squares = [(picture, square) for picture in pictures for square in squares_of(picture)]
    near = [(picture, face.box, share) for picture, square in squares for face in finder(picture, square) for share in SHARES]
    return {
        FACES: [faces.seen(*pair) for pair in squares],
        TRAITS: [traits.seen(*face) for face in near],
        MOOD: [traits.mood_seen(*face) for face in near],
        POSTURE: [posture.seen(*pair) for pair in squares],
    }


def squares_of(picture: np.ndarray) -> Iterator[Square]:
    """The whole, and the middle of its left and of its right half."""
    height, width = picture.shape[:2]
    for left, right in ((0.0, 1.0), (0.0, 0.5), (0.5, 1.0)):
        yield Square.around(np.array([left * width, 0, right * width, height], np.float32), 1.0 if right - left == 1 else 1.5)


def points_again(wanted: Outputs, got: Outputs) -> list[bool]:
    """For each point that is surely seen, whether it is in the same place."""
    one, other = posture.decode(*wanted), posture.decode(*got)
    return [bool(np.hypot(*(one[row, :2] - other[row, :2])) <= APART) for row in np.flatnonzero(one[:, 2] >= PLACED)]


def same_chance(wanted: Outputs, got: Outputs) -> list[bool]:
    one, other = (float(sigmoid(outputs[0][0, 0])) for outputs in (wanted, got))
    return [abs(one - other) <= CLOSE]


def same_smile(wanted: Outputs, got: Outputs) -> list[bool]:
    one, other = (outputs[0][0].argmax() == traits.HAPPY for outputs in (wanted, got))
    return [bool(one == other)]


SAME: Mapping[str, Callable[[Outputs, Outputs], list[bool]]] = {
    TRAITS: same_chance,
    MOOD: same_smile,
    POSTURE: points_again,
}
