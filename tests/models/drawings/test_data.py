import numpy as np
import pytest

from models.drawings.data import SEEN, banded, closer, load_photos, mirrored, sample_of, zoomed
from models.drawings.runtime import GROUND, SIDE
from models.drawings.scenes import Thing, arrange
from models.errors import UnfitInput

pytest.importorskip("torch")


def scene():
    pixels = np.full((SIDE, SIDE, 3), 240, np.uint8)
    pixels[56:112, 28:56] = (250, 0, 0)
    pixels[150:190, 140:210] = (0, 0, 250)
    things = [
        Thing("rectangle", (0.125, 0.25, 0.25, 0.5), "red", "large"),
        Thing("dog", (140 / 224, 150 / 224, 210 / 224, 190 / 224), None, "large"),
    ]
    return sample_of(pixels, things)


def dyed(sample, box, channel):
    x0, y0, x1, y1 = (round(float(edge)) for edge in box)
    inside = sample.pixels[y0 + 3 : y1 - 3, x0 + 3 : x1 - 3].reshape(-1, 3)
    return (inside[:, channel] > 200).mean() > 0.99 and (inside[:, 1] < 60).mean() > 0.99


def test_a_mirrored_thing_is_where_its_box_says():
    sample = mirrored(scene())
    assert dyed(sample, sample.boxes[0], 0) and dyed(sample, sample.boxes[1], 2)


def test_zooming_moves_boxes_with_the_pixels_and_asks_nothing_of_what_is_cut_off():
    rng, doubtful = np.random.default_rng(0), 0
    for _ in range(40):
        sample = zoomed(rng, scene())
        assert len(sample.boxes) >= 1 and sample.pixels.shape == (SIDE, SIDE, 3)
        assert all(dyed(sample, box, 0 if colour < 12 else 2) for box, colour in zip(sample.boxes, sample.colours, strict=True))
        doubtful += len(sample.unsure)
    assert doubtful and SEEN > 0.5


def test_bands_never_hide_a_thing():
    rng, grey = np.random.default_rng(1), 0
    for _ in range(40):
        sample = banded(rng, scene())
        assert dyed(sample, sample.boxes[0], 0) and dyed(sample, sample.boxes[1], 2)
        grey += (sample.pixels == GROUND).all(2).any()
    assert grey > 20


def test_a_folder_without_photos_is_one_sentence(tmp_path):
    assert load_photos(None) == []
    (tmp_path / "broken.jpg").write_text("no picture")
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(UnfitInput, match=r"holds no \.jpg photo that can be read"):
            load_photos(folder)


def test_from_nearer_things_are_larger_and_none_is_cut_off():
    rng, sides = np.random.default_rng(2), []
    for _ in range(60):
        things = arrange(rng)
        near = closer(rng, things)
        assert near and all(min(thing.box) >= 0 and max(thing.box) <= 1 for thing in near)
        assert {thing.name for thing in near} <= {thing.name for thing in things}
        sides += [thing.box[2] - thing.box[0] for thing in near]
    assert max(sides) > 0.6
