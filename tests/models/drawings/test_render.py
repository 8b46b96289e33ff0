import cv2
import numpy as np
import pytest

from models.drawings.render import SIDE, background, render
from models.drawings.scenes import Thing
from models.drawings.sources import sprite_path, square
from models.errors import ModelMissing

HEART = Thing("heart", (0.25, 0.25, 0.5, 0.5), "red", "large")
DOG = Thing("dog", (0.6, 0.6, 0.8, 0.8), None, "large", "noto/dog-face")


@pytest.fixture
def folder(tmp_path):
    """Holds one picture, a green ring."""
    canvas = np.zeros((300, 200, 4), np.uint8)
    cv2.circle(canvas, (100, 150), 80, (0, 200, 0, 255), 20)
    path = sprite_path("noto/dog-face", tmp_path)
    path.parent.mkdir(parents=True)
    cv2.imwrite(str(path), square(canvas))
    return tmp_path


def test_a_shape_is_drawn_where_its_box_says(folder):
    rng = np.random.default_rng(0)
    for _ in range(8):
        pixels = render(rng, [HEART], folder=folder).astype(int)
        middle, corner = pixels[84, 84], pixels[10, 10]
        assert middle[0] > middle[1] + 40 and middle[0] > middle[2] + 40
        assert np.abs(middle - corner).sum() > 40


def test_a_picture_is_drawn_where_its_box_says(folder):
    pixels = render(np.random.default_rng(1), [DOG], folder=folder)
    assert pixels.shape == (SIDE, SIDE, 3) and pixels.dtype == np.uint8
    ring, outside = pixels[134:180, 134:180].reshape(-1, 3), pixels[:60, :60].reshape(-1, 3)
    assert ring.std(0).max() > outside.std(0).max()


def test_the_same_seed_gives_the_same_pixels(folder):
    first, second = (render(np.random.default_rng(9), [HEART, DOG], folder=folder) for _ in range(2))
    assert np.array_equal(first, second)


def test_without_things_a_photo_is_shown(folder):
    photo = np.full((300, 400, 3), (10, 20, 200), np.uint8)
    pixels = render(np.random.default_rng(2), [], [photo], folder=folder)
    assert np.abs(pixels.reshape(-1, 3).mean(0) - (10, 20, 200)).max() < 25


def test_a_missing_picture_says_how_to_get_it(tmp_path):
    with pytest.raises(ModelMissing, match=r"run: python -m models\.drawings --work \S+ fetch"):
        render(np.random.default_rng(0), [DOG], folder=tmp_path)


def test_thin_lines_get_a_background_far_from_their_ink():
    thin = np.zeros((1000, 4), np.float32)
    thin[:150] = (200, 60, 60, 255)
    for seed in range(40):
        behind = background(np.random.default_rng(seed), [thin], (), far=True)
        assert np.abs(behind - (200, 60, 60)).sum(2).mean() > 150
