import json

import numpy as np
import pytest

from models.calibration import photos
from models.detector.prepare import FLOOR
from models.detector.runtime import Detector, anchors, decode, overlap, proposals, suppress
from models.errors import UnfitInput


@pytest.fixture(scope="module")
def detector(prepared) -> Detector:
    return Detector(prepared("ssd-mobilenet-v2-coco"))


def test_a_cat_and_a_person_are_found_where_they_are(detector):
    cat, person = photos()[13], photos()[16]
    assert detector(cat).labels[0] == "cat"
    found = detector(person)
    assert found.labels[0] == "person"
    x0, y0, x1, y1 = found.boxes[0]
    assert 0 <= x0 < x1 <= person.shape[1] and 0 <= y0 < y1 <= person.shape[0]


def test_int8_finds_again_what_fp32_found(prepared):
    parity = json.loads(prepared("ssd-mobilenet-v2-coco").path("parity.json").read_text())
    print(f"detector, INT8 against FP32: {parity['agreed']}/{parity['of']}")
    assert parity["precision"] == "int8"
    assert parity["of"] >= 10 and parity["agreed"] >= FLOOR * parity["of"]


def test_every_detection_carries_its_class_distribution(detector):
    found = detector(photos()[16])
    assert found.classes.shape == (len(found.labels), 80)
    best = [found.names[column] for column in found.classes.argmax(1)]
    assert best[0] == found.labels[0]
    assert (np.diff(found.scores) <= 0).all()


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 700, 3), (700, 1, 3), (2, 40000, 3), (5000, 4000, 3)])
def test_strange_sizes_are_handled(detector, shape):
    found = detector(np.full(shape, 128, np.uint8))
    assert (found.boxes[:, 2] <= shape[1]).all() and (found.boxes[:, 3] <= shape[0]).all()


@pytest.mark.parametrize("shape", [(0, 5, 3), (5, 0, 3), (9, 9), (9, 9, 4)])
def test_what_is_no_rgb_picture_is_one_sentence(detector, shape):
    with pytest.raises(UnfitInput, match="RGB bytes"):
        detector(np.zeros(shape, np.uint8))


def test_a_picture_of_floats_is_one_sentence(detector):
    with pytest.raises(UnfitInput, match="float64"):
        detector(np.zeros((9, 9, 3)))


def test_nothing_is_found_in_nothing(detector):
    assert detector(np.zeros((300, 300, 3), np.uint8), threshold=0.5).labels == ()


@pytest.mark.parametrize("threshold", [0.0, 0.3, 1.0])
def test_where_no_anchor_has_a_chance_nothing_is_found(threshold):
    logits = np.full((1917, 80), -99, np.float32)
    assert proposals(np.zeros((1917, 4), np.float32), logits, (30, 40), threshold).above(threshold).labels == ()


def test_what_is_looked_at_more_closely_is_all_that_can_be_found():
    random = np.random.default_rng(0)
    codes, logits = random.normal(size=(1917, 4)).astype(np.float32), random.normal(-6, 2, (1917, 80)).astype(np.float32)
    sure = 1 / (1 + np.exp(-logits))
    corners = decode(codes, anchors()) * np.array([40, 30, 40, 30], np.float32)
    kept = [(row, name) for name in range(sure.shape[1]) for row in suppress(corners, sure[:, name], 0.3)]
    kept = sorted(kept, key=lambda pair: -sure[pair])[:36]
    found = proposals(codes, logits, (30, 40), 0.3).above(0.3)
    assert len(kept) == 36 and found.labels == tuple(found.names[name] for _, name in kept)
    np.testing.assert_allclose(found.boxes, corners[[row for row, _ in kept]], atol=1e-4)


def test_with_a_lower_threshold_the_same_is_found_first_and_then_the_rest():
    random = np.random.default_rng(1)
    codes, logits = random.normal(size=(1917, 4)).astype(np.float32), random.normal(-9, 2, (1917, 80)).astype(np.float32)
    kept = proposals(codes, logits, (30, 40), 0.05)
    sure, faint = kept.above(0.2, most=99), kept.above(0.05, most=999)
    assert 0 < len(sure.labels) < len(faint.labels) and len(kept.codes) < len(codes)
    assert faint.labels[: len(sure.labels)] == sure.labels == proposals(codes, logits, (30, 40), 0.2).above(0.2, most=99).labels


def test_of_finds_with_the_same_score_the_same_one_is_kept_at_every_threshold():
    logits = np.full((1917, 80), -9.0, np.float32)
    logits[:, 5] = np.random.default_rng(0).integers(-3, 3, 1917)  # as coarse as INT8
    kept = proposals(np.random.default_rng(1).normal(size=(1917, 4)).astype(np.float32), logits, (300, 400), 0.05)
    sure, faint = kept.above(0.5, most=99), kept.above(0.05, most=999)
    assert 10 < len(sure.labels) < len(faint.labels) and (faint.boxes[: len(sure.boxes)] == sure.boxes).all()


def test_overlaps_of_many_with_many_are_those_of_each():
    boxes = np.random.default_rng(0).uniform(size=(5, 2, 2)).cumsum(1).reshape(5, 4).astype(np.float32)
    assert (overlap(boxes[:3, None], boxes) == np.array([overlap(box, boxes) for box in boxes[:3]])).all()


def test_a_zero_code_is_its_anchor():
    corners = decode(np.zeros((1917, 4), np.float32), anchors())
    y, x, height, width = anchors()[600]
    np.testing.assert_allclose(corners[600], np.clip([x - width / 2, y - height / 2, x + width / 2, y + height / 2], 0, 1), atol=1e-6)


def test_overlap_of_halves():
    boxes = np.array([[0, 0, 2, 2], [1, 0, 3, 2], [5, 5, 6, 6]], np.float32)
    np.testing.assert_allclose(overlap(boxes[0], boxes), [1, 1 / 3, 0], atol=1e-6)


def test_doubles_are_suppressed_and_the_best_stays():
    boxes = np.array([[0, 0, 10, 10], [0, 0, 10, 9], [20, 20, 30, 30]], np.float32)
    assert suppress(boxes, np.array([0.6, 0.9, 0.5], np.float32), 0.3) == [1, 2]
