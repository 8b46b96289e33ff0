"""The shipped dual encoder on real photos."""

import numpy as np
import pytest

from models.calibration import photos
from models.clip.features import FrontEnd, stacked
from models.clip.runtime import WIDTH, DualEncoder
from models.errors import UnfitInput

CAT, CHEETAH = 13, 19


@pytest.fixture(scope="module")
def encoder(store, prepared) -> DualEncoder:
    for name in ("ssd-mobilenet-v2-coco", "efficientnet-lite0", "all-minilm-l6-v2"):
        prepared(name)
    return DualEncoder(store)


def test_pictures_and_texts_lie_in_one_space(encoder):
    image, texts = encoder.image(photos()[CAT]), encoder.text(["a cat", "an airport"])
    assert image.shape == (WIDTH,) and texts.shape == (2, WIDTH)
    np.testing.assert_allclose(np.linalg.norm([image, *texts], axis=1), 1, atol=1e-5)
    assert texts[0] @ image > texts[1] @ image + 0.2


def test_a_label_that_no_network_knows_by_name_is_found_by_its_meaning(encoder):
    chances = encoder.classify(photos()[CHEETAH], ["a fast animal of prey", "a household appliance", "a piece of music"])
    assert chances.argmax() == 0 and abs(chances.sum() - 1) < 1e-5


def test_the_order_of_the_labels_changes_nothing(encoder):
    there = encoder.classify(photos()[CAT], ["cat", "dog", "car"])
    back = encoder.classify(photos()[CAT], ["car", "dog", "cat"])
    np.testing.assert_allclose(there, back[::-1], atol=1e-6)


def test_the_towers_run_as_int8(encoder):
    for session in (encoder._image, encoder._text):
        assert session.get_modelmeta().custom_metadata_map["precision"] == "int8"


def test_no_texts_are_no_rows(encoder):
    assert encoder.text([]).shape == (0, WIDTH)


@pytest.mark.parametrize("labels", [[], "cat"])
def test_what_is_no_list_of_labels_is_one_sentence(encoder, labels):
    with pytest.raises(UnfitInput, match="list of labels"):
        encoder.classify(photos()[CAT], labels)


@pytest.mark.parametrize("picture", [np.zeros((0, 5, 3), np.uint8), np.zeros((9, 9), np.uint8), np.full((9, 9, 3), np.nan)])
def test_what_is_no_picture_is_one_sentence(encoder, picture):
    with pytest.raises(UnfitInput):
        encoder.image(picture)


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 9000, 3), (3000, 2, 3)])
def test_strange_sizes_are_handled(encoder, shape):
    assert np.isfinite(encoder.image(np.full(shape, 128, np.uint8))).all()


def test_small_things_count_less_than_large_ones(store, prepared):
    """The same picture, once alone and once in the corner of a white one."""
    front, cat = FrontEnd(store), photos()[CAT]
    wide = np.full((cat.shape[0] * 3, cat.shape[1] * 3, 3), 255, np.uint8)
    wide[: cat.shape[0], : cat.shape[1]] = cat
    alone, corner = stacked([front(cat), front(wide)]).things.max(1)
    assert corner < alone
