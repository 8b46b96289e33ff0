import numpy as np
import pytest

from assistant.config import Vision
from assistant.events import Frame
from assistant.perception.scene import LentScenes, SceneBuilder
from assistant.phrases import Phrases
from assistant.understanding.fusion import open_vlm
from models.calibration import photos
from models.colours import LONGEST, Painted
from models.errors import UnfitInput
from models.keeper import Keeper
from models.plan import SIGHT


@pytest.fixture(scope="module")
def builder(store, prepared) -> SceneBuilder:
    prepared("ssd-mobilenet-v2-coco")
    prepared("efficientnet-lite0")
    prepared("efficientnet-lite3")
    return SceneBuilder(Vision(), store)


def test_a_scene_has_regions_names_features_and_a_subject(builder):
    scene = builder.build(Frame(photos()[13]))
    assert scene.regions[0].label == "cat"
    assert sum(scene.regions[0].classes.values()) <= 1.001 and next(iter(scene.regions[0].classes)) == "cat"
    assert abs(sum(scene.regions[0].colours.values()) - 1) < 0.15
    assert list(scene.names.values()) == sorted(scene.names.values(), reverse=True)
    assert scene.features.shape == (320, 7, 7)
    assert scene.subject is None or scene.subject.label == ""


def test_a_builder_that_is_lent_comes_with_the_first_look_and_its_provider_is_known(store):
    lent = LentScenes(Keeper().lend(SIGHT, lambda: SceneBuilder(Vision(), store)))
    assert lent.provider == ""
    assert lent.build(Frame(photos()[13])).regions[0].label == "cat" and lent.provider == "CPUExecutionProvider"


def test_a_second_look_at_a_frame_costs_nothing(builder):
    frame, other = Frame(photos()[0]), Frame(photos()[1])
    first = builder.build(frame)
    builder.build(other)
    assert builder.build(frame) is first
    assert builder.build(Frame(frame.pixels)) is not first


def test_people_are_looked_at_once_and_in_the_scene_that_is_meant(builder, prepared):
    prepared("people")
    men = builder.build(Frame(photos()[16]))
    near = builder.near(men)
    assert men.people == () and len(near.people) == 5 and near.frame is men.frame
    for number in range(8):
        builder.build(Frame(photos()[number]))
    assert builder.near(men) is near is builder.near(near), "though other scenes were built since"
    cat = builder.build(Frame(photos()[13]))
    assert builder.near(cat) is cat


def test_real_pictures_are_answered_about(builder):
    baseline = open_vlm(Vision(engine="rule-baseline"), Phrases("assistant", "vision"))
    cat, cheetah = (builder.build(Frame(photos()[number])) for number in (13, 19))
    assert baseline.answer("what animal is this", cat).short == "a cat"
    assert baseline.answer("is there a dog", cat).short == "no"
    assert baseline.answer("what animal is this", cheetah).short == "a cheetah"
    assert baseline.ground("the cat", cat).box == cat.regions[0].box


def test_an_empty_picture_is_one_sentence(builder):
    with pytest.raises(UnfitInput, match="RGB bytes"):
        builder.build(Frame(np.zeros((0, 10, 3), np.uint8)))


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 900, 3)])
def test_tiny_pictures_are_scenes(builder, shape):
    assert builder.build(Frame(np.full(shape, 200, np.uint8))).frame.size == (shape[1], shape[0])


def test_colours_are_measured_on_a_small_picture_and_boxes_stay_in_the_large_one(builder):
    large = np.full((900, 1600, 3), 255, np.uint8)
    large[300:600, 600:1000] = (200, 20, 20)
    assert max(Painted(large).small.shape) == LONGEST
    subject = builder.build(Frame(large)).subject
    np.testing.assert_allclose(subject.box, (600, 300, 1000, 600), atol=80)
    assert next(iter(subject.colours)) == "red"
