"""Rendered text through the real networks."""

from __future__ import annotations

import random

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from bench.ocr import Setting, accuracy, distance, rendered
from models.calibration import photos
from models.errors import DamagedModel, UnfitInput
from models.ocr.runtime import Ocr

SIGN = ["EMERGENCY EXIT", "Push the button to cross", "Platform 4, trains to the north"]


@pytest.fixture(scope="module")
def ocr(prepared) -> Ocr:
    return Ocr(prepared("ppocr-v6-small"), threads=2)


def read(ocr: Ocr, setting: Setting) -> list[str]:
    return [line.text for line in ocr(rendered(SIGN, setting, random.Random(1)))]


@pytest.mark.parametrize(
    "setting",
    [Setting(), Setting(size=14), Setting(size=38), Setting(degrees=10), Setting(degrees=-10), Setting(noise=40)],
    ids=str,
)
def test_small_large_turned_and_noisy_lines_are_read(ocr: Ocr, setting: Setting) -> None:
    found = read(ocr, setting)
    assert len(found) == 3
    assert np.mean([accuracy(*pair) for pair in zip(SIGN, found, strict=True)]) >= 0.97


@pytest.mark.parametrize(("text", "size", "seed"), [("EMERGENCY EXIT", 16, 2), ("NO PARKING", 12, 2), ("NO PARKING", 16, 3)])
def test_a_space_that_is_hardly_seen_is_read(ocr: Ocr, text: str, size: int, seed: int) -> None:
    assert [line.text for line in ocr(rendered([text], Setting(size=size, noise=50), random.Random(seed)))] == [text]


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_sign_that_lies_on_its_side_or_stands_on_its_head_is_read(ocr: Ocr, quarters: int) -> None:
    pixels = np.rot90(rendered(SIGN, Setting(), random.Random(1)), quarters)
    found = [line.text for line in ocr(np.ascontiguousarray(pixels))]
    assert np.mean([accuracy(*pair) for pair in zip(SIGN, found, strict=True)]) >= 0.95


def test_boxes_are_where_the_lines_are(ocr: Ocr) -> None:
    image = Image.new("RGB", (640, 480), "white")
    font = ImageFont.load_default(30)
    ImageDraw.Draw(image).text((200, 300), "Fire door", "black", font)
    (line,) = ocr(np.asarray(image))
    wanted = ImageDraw.Draw(image).textbbox((200, 300), "Fire door", font)
    assert line.text == "Fire door" and line.confidence > 0.9
    assert np.abs(np.array(line.box) - wanted).max() < 15


def test_photos_without_text_have_none(ocr: Ocr) -> None:
    assert [line.text for number in range(0, 9) for line in ocr(photos()[number])] == []


def test_a_house_number_alone_is_read(ocr: Ocr) -> None:
    assert [line.text for line in ocr(rendered(["5"], Setting(size=60), random.Random(1)))] == ["5"]


@pytest.mark.parametrize("shape", [(1, 1, 3), (2, 900, 3), (700, 1, 3)])
def test_odd_pictures_have_no_text(ocr: Ocr, shape: tuple[int, ...]) -> None:
    assert ocr(np.full(shape, 200, np.uint8)) == []


@pytest.mark.parametrize("pixels", [np.zeros((4, 4), np.uint8), np.zeros((0, 4, 3), np.uint8), np.zeros((4, 4, 3), np.float32)])
def test_what_is_no_picture_is_refused(ocr: Ocr, pixels: np.ndarray) -> None:
    with pytest.raises(UnfitInput):
        ocr(pixels)


def test_a_graph_without_an_alphabet_is_damaged(prepared, tmp_path) -> None:
    whole = prepared("ppocr-v6-small")
    for name in ("finder.onnx", "recognizer.onnx"):
        (tmp_path / name).symlink_to(whole.path("finder.onnx"))
    with pytest.raises(DamagedModel, match="names no characters"):
        Ocr(type(whole)(whole.model, tmp_path))


def test_the_measure_is_the_edit_distance() -> None:
    assert [distance("abc", "abc"), distance("abc", "ac"), distance("", "ab"), distance("kitten", "sitting")] == [0, 1, 2, 3]
    assert accuracy("abcd", "abxd") == 0.75 and accuracy("ab", "xyzuv") == 0.0
