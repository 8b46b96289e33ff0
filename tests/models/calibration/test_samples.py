from itertools import islice

import numpy as np

from models.calibration import photos as calibration_photos
from models.calibration.samples import SENTENCES, half, photos, sentences, written


def test_even_and_odd_seeds_share_no_photo_and_no_sentence():
    many = len(calibration_photos()) // 2
    first, second = (list(islice(photos(seed), many)) for seed in (0, 1))
    assert not any(np.array_equal(one, other) for one in first for other in second)
    assert not set(islice(sentences(0), 100)) & set(islice(sentences(1), 100))
    assert sorted([*half(SENTENCES, 0), *half(SENTENCES, 1)]) == sorted(SENTENCES)


def test_the_same_seed_gives_the_same_even_when_photos_come_round_again():
    many = len(calibration_photos())
    once, again = (list(islice(photos(2), many)) for _ in range(2))
    assert all(np.array_equal(one, other) for one, other in zip(once, again, strict=True))
    assert not np.array_equal(once[0], once[many // 2])


def test_pages_hold_the_lines_that_they_tell(prepared):
    from models.ocr.runtime import Ocr

    ocr = Ocr(prepared("ppocr-v6-small"))
    page, lines, on_photo = next(written(0))
    assert page.shape == (480, 640, 3) and not on_photo
    assert ["".join(line.text.split()) for line in ocr(page)] == ["".join(line.split()) for line in lines]
