from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from assistant.events import Frame
from assistant.senses.quality import is_black, is_blurred, is_frozen, sharpness_of, span, trouble_with
from assistant.senses.ring import Ring


@pytest.fixture
def scene():
    """640x480 with things of all sizes on it."""
    random = np.random.default_rng(0)
    picture = Image.new("RGB", (640, 480), (150, 150, 140))
    draw = ImageDraw.Draw(picture)
    for _ in range(150):
        x, y, size = random.integers(0, 640), random.integers(0, 480), random.integers(4, 120)
        draw.rectangle((x, y, x + size, y + size), fill=tuple(int(value) for value in random.integers(0, 255, 3)))
    return picture


def pixels(picture, noise=2.0):
    sound = np.asarray(picture) + np.random.default_rng(1).normal(0, noise, (picture.height, picture.width, 3))
    return np.clip(sound, 0, 255).astype(np.uint8)


def shown(arrays, live=True, step=0.1):
    return [Frame(array, n * step, n, live=live) for n, array in enumerate(arrays)]


def test_a_clear_picture_has_no_trouble(scene):
    frames = shown([pixels(scene, noise) for noise in (2.0, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6)])
    assert trouble_with(frames[-1], frames) is None


def test_a_covered_lens_is_black_and_a_dark_room_with_a_lamp_is_not(scene):
    covered = pixels(Image.new("RGB", (640, 480), (12, 12, 12)), noise=4)
    lamp = covered.copy()
    lamp[200:280, 300:380] = 200
    assert is_black(covered) and not is_black(lamp)
    assert trouble_with(Frame(covered), [Frame(covered)]) == "black"


@pytest.mark.parametrize("colour", [(200, 0, 0), (0, 0, 200), (90, 0, 0)])
def test_a_picture_of_one_colour_is_not_black_but_the_noise_that_a_white_balance_lifts_is(colour):
    assert not is_black(pixels(Image.new("RGB", (640, 480), colour), noise=2))
    assert is_black(pixels(Image.new("RGB", (640, 480), (40, 14, 40)), noise=8))


@pytest.mark.parametrize("sigma", [6, 10])
def test_a_moved_or_unfocused_picture_is_blurred(scene, sigma):
    assert is_blurred(pixels(scene.filter(ImageFilter.GaussianBlur(sigma))))
    assert not is_blurred(pixels(scene))


def test_a_plain_wall_is_not_blurred():
    assert not is_blurred(pixels(Image.new("RGB", (640, 480), (180, 170, 160))))


def test_sharpness_puts_a_sharper_picture_first_in_any_size(scene):
    for size in ((320, 240), (640, 480), (1920, 1080)):
        large = scene.resize(size)
        assert sharpness_of(pixels(large)) > 2 * sharpness_of(pixels(large.filter(ImageFilter.GaussianBlur(size[0] / 200))))


def test_the_smallest_pictures_can_be_judged():
    for size in ((1, 1, 3), (2, 5, 3), (3, 3, 3)):
        assert trouble_with(Frame(np.full(size, 200, np.uint8)), []) is None


def test_a_living_camera_that_repeats_itself_is_frozen(scene):
    assert is_frozen(shown([pixels(scene)] * 7))


@pytest.mark.parametrize("apart", [0.0, 0.25, 0.5, 1.0])
@pytest.mark.parametrize("rate_hz", [5, 7, 10, 30])
def test_it_is_known_also_where_frames_lie_apart(scene, apart, rate_hz):
    still, trembling, ring = pixels(scene), np.random.default_rng(0), Ring(4.0, apart)
    for number in range(6 * rate_hz):
        ring.add(Frame(still, number / rate_hz + trembling.uniform(0, 0.004), number, live=True))
        newest = ring.newest()
        assert newest.time < 3.5 or is_frozen(ring.between(newest.time - span(apart), newest.time))


def test_a_file_may_repeat_itself(scene):
    assert not is_frozen(shown([pixels(scene)] * 7, live=False))


def test_one_changed_value_is_life(scene):
    still, moved = pixels(scene), pixels(scene).copy()
    moved[0, 0, 0] ^= 1
    assert not is_frozen(shown([moved, *[still] * 6]))


def test_two_equal_frames_in_a_row_are_too_few_to_call_it_frozen(scene):
    assert not is_frozen(shown([pixels(scene)] * 2)) and not is_frozen(shown([pixels(scene)] * 4))
