import cv2
import numpy as np
import pytest

from models.backbone.runtime import Backbone
from models.drawings.closely import FEATURES, Closely, features_of
from models.drawings.names import COLOURS, names
from models.drawings.runtime import Drawings, Drawn

SQUARE, CIRCLE = names().index("square"), names().index("circle")


@pytest.fixture(scope="module")
def backbone(prepared) -> Backbone:
    return Backbone(prepared("efficientnet-lite0"))


@pytest.fixture(scope="module")
def closely(backbone) -> Closely:
    return Closely(Drawings(), backbone)


def circle() -> np.ndarray:
    pixels = np.full((300, 400, 3), 235, np.uint8)
    cv2.circle(pixels, (290, 190), 24, (30, 150, 50), -1)
    return pixels


def found(box: tuple[float, ...], plain: float = 0.0, **chances: float) -> Drawn:
    """plain: how surely it is of one colour"""
    classes = np.zeros((1, len(names())), np.float32)
    for name, chance in chances.items():
        classes[0, names().index(name)] = chance
    return Drawn(np.array([box], np.float32), classes, plain * np.eye(len(COLOURS), dtype=np.float32)[:1], np.array([0.9], np.float32))


def test_what_was_doubtful_from_afar_is_named_from_near(closely):
    drawn = found((266, 166, 314, 214), square=0.5, circle=0.45)
    near = closely.named(circle(), drawn)
    assert near.classes[0].argmax() == CIRCLE and near.classes[0, CIRCLE] > 0.9
    assert near.classes.sum() == pytest.approx(1, abs=1e-3)
    for part in ("boxes", "colours", "scores"):
        np.testing.assert_array_equal(getattr(near, part), getattr(drawn, part))


def test_one_look_does_not_overrule_the_other_where_it_is_as_sure(closely):
    """Where there is nothing to see, what was said stays."""
    near = closely.named(np.full((300, 400, 3), 235, np.uint8), found((266, 166, 314, 214), square=0.95))
    assert near.classes[0].argmax() == SQUARE


@pytest.mark.parametrize(("plain", "sure"), [(1.0, 0.9), (0.0, 0.99)])
def test_a_shape_of_one_colour_and_what_is_certain_keep_their_names(closely, plain, sure):
    drawn = found((266, 166, 314, 214), plain=plain, square=sure)
    assert closely.named(circle(), drawn) is drawn


def test_a_find_at_the_edge_that_has_no_size_keeps_what_is_said_of_it(closely):
    near = closely.named(circle(), found((400, 100, 400, 100), square=0.6, circle=0.3))
    assert np.isfinite(near.classes).all() and near.classes.sum() == pytest.approx(1, abs=1e-3)


def test_where_nothing_was_found_nothing_is_looked_at(closely):
    drawn = Drawings()(np.full((224, 224, 3), 128, np.uint8))
    assert closely.named(np.zeros((4, 4, 3), np.uint8), drawn) is drawn


def test_the_features_are_as_many_as_the_layer_reads(backbone):
    assert features_of(backbone.alone(circle())).shape == (FEATURES,)
