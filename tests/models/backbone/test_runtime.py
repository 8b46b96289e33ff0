import json

import numpy as np
import pytest

from models.backbone.prepare import FLOOR
from models.backbone.runtime import Backbone, names, preprocess
from models.calibration import photos
from models.errors import UnfitInput


@pytest.fixture(scope="module")
def backbone(prepared) -> Backbone:
    return Backbone(prepared("efficientnet-lite0"))


@pytest.fixture(scope="module")
def both(prepared, store) -> Backbone:
    for model in ("efficientnet-lite0", "efficientnet-lite3"):
        prepared(model)
    return Backbone.with_namer(store)


def test_two_networks_name_a_picture_by_their_mean_and_leave_the_rest_as_it_was(backbone, both):
    for number in (13, 19):
        alone, seen = backbone(photos()[number]), both(photos()[number])
        assert names()[seen.named.argmax()].split(",")[0] in ("Egyptian cat", "tabby", "tiger cat", "cheetah")
        second = 2 * seen.named - seen.probabilities
        assert abs(second.sum() - 1) < 1e-4 and second.min() > -1e-6 and abs(second - seen.probabilities).max() > 0.01
        np.testing.assert_array_equal(alone.named, alone.probabilities)
        for part in ("probabilities", "grid", "middle"):
            np.testing.assert_array_equal(getattr(seen, part), getattr(alone, part))


def test_a_cat_and_a_cheetah_have_their_names(backbone):
    named = [names()[backbone(photos()[number]).probabilities.argmax()].split(",")[0] for number in (13, 19)]
    assert named[0] in ("Egyptian cat", "tabby", "tiger cat")
    assert named[1] == "cheetah"


@pytest.mark.parametrize("model", ["efficientnet-lite0", "efficientnet-lite3"])
def test_int8_names_what_fp32_names(prepared, model):
    parity = json.loads(prepared(model).path("parity.json").read_text())
    print(f"{model}, INT8 against FP32: {parity['agreed']}/{parity['of']}")
    assert parity["precision"] == "int8"
    assert parity["of"] >= 15 and parity["agreed"] >= FLOOR * parity["of"]


def test_shapes_are_as_written(backbone):
    seen = backbone(photos()[0])
    assert seen.grid.shape == (320, 7, 7) and seen.middle.shape == (112, 14, 14)
    assert seen.probabilities.shape == (1000,) == (len(names()),)
    assert abs(seen.probabilities.sum() - 1) < 1e-5


def test_the_short_side_is_kept_and_the_middle_is_cut():
    picture = np.zeros((256, 512, 3), np.uint8)
    picture[:, 128:384] = 255
    assert preprocess(picture).min() == 1.0


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 9000, 3), (9000, 1, 3), (2, 40000, 3), (5000, 4000, 3)])
def test_strange_sizes_are_handled(backbone, shape):
    assert np.isfinite(backbone(np.full(shape, 128, np.uint8)).probabilities).all()


@pytest.mark.parametrize("picture", [np.zeros((5, 0, 3), np.uint8), np.zeros((9, 9), np.uint8), np.zeros((9, 9, 4), np.uint8)])
def test_what_is_no_rgb_picture_is_one_sentence(backbone, picture):
    with pytest.raises(UnfitInput, match="RGB bytes"):
        backbone(picture)
