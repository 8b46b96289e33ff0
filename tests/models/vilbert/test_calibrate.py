"""Trust in answers about photos is fitted per kind of answer, and drawings keep the fusion's own."""

from __future__ import annotations

import numpy as np
import pytest

from models.errors import UnfitInput
from models.vilbert.calibrate import (
    Told,
    calibration_error,
    lean_on_photos,
    lean_without,
    likelihood,
    trust_of_photos,
    weights_of_presence,
    weights_of_signs,
)
from models.vilbert.mixing import AS_TRAINED, Mixing
from models.vilbert.runtime import Fusion, kind_of, logit
from models.vilbert.tokens import CELL, DRAWN_REGION, IMAGE, REGION, empty
from models.vilbert.vocabulary import COLOURS, vocabulary


def test_fitted_odds_are_those_that_made_the_answers():
    random = np.random.default_rng(0)
    confidences = random.uniform(0.02, 0.98, 20_000)
    signs = np.stack([logit(confidences), np.ones(20_000), random.normal(size=20_000)], 1)
    right = random.random(20_000) < 1 / (1 + np.exp(-signs @ np.array([0.5, -0.3, 0.8])))
    fitted = trust_of_photos([("name", *one) for one in zip(signs, right.tolist(), strict=True)], gentle=0)
    assert fitted["name"] == pytest.approx([0.5, -0.3, 0.8], abs=0.05)
    trusted = 1 / (1 + np.exp(-signs @ np.array(fitted["name"])))
    assert calibration_error(trusted, right) < 0.02 < calibration_error(confidences, right)


@pytest.mark.parametrize(
    ("answer", "kind"), [("yes", "whether"), ("3", "number"), ("teal", "colour"), ("top left", "side"), ("umbrella", "name")]
)
def test_every_answer_has_a_kind_of_which_the_weights_know_the_odds(answer: str, kind: str):
    assert kind_of(answer) == kind and len(Fusion().facts["photos"][kind]) == 3


def test_drawings_are_trusted_as_they_come_and_photos_as_measured():
    fusion = Fusion()
    readings = {}
    for name, region in (("photo", REGION), ("drawing", DRAWN_REGION)):
        tokens = empty(3)
        tokens.kinds[:] = [IMAGE, region, CELL]
        readings[name] = fusion.read(fusion.see(tokens), "is there a dog")
    assert fusion.trust(readings["drawing"]) == readings["drawing"].confidence
    slope, offset, true = fusion.facts["photos"][kind_of(readings["photo"].answer)]
    plain = slope * logit(readings["photo"].confidence) + offset + true * logit(readings["photo"].true)
    assert logit(fusion.trust(readings["photo"])) == pytest.approx(plain, abs=1e-6)


# ---- how far the heads are leaned on


def colour_questions(many: int, wrong: float) -> list[Told]:
    """A red thing and a green patch; the pointer prefers the patch in this share of them."""
    words, told = vocabulary(), []
    for number in range(many):
        tokens = empty(2)
        tokens.kinds[:] = REGION, CELL
        tokens.colours[0, COLOURS.index("red")] = tokens.colours[1, COLOURS.index("green")] = 1
        said = {"answers": np.zeros((1, len(words.answers)), np.float32), "gates": np.array([[-4.0, -4.0, 4.0]])}
        pointer = np.array([[0.0, 1.0 if number < wrong * many else -1.0]])
        scales = {"copy_scale": np.array([[1.0, 6.0]]), "count_scale": np.array([0.0]), "grounding": np.zeros((1, 2))}
        told.append(Told(f"{number % 20}.jpg", {**said, **scales, "pointer": pointer}, tokens, [words.answer_rows["red"]]))
    return told


def test_patches_that_mislead_are_copied_from_less_and_the_right_answers_are_likelier():
    told, mixing = colour_questions(30, wrong=0.6), Mixing(vocabulary())
    lean = lean_on_photos(told, mixing)
    assert lean.patches < -1 and likelihood(told, mixing, lean) > likelihood(told, mixing, AS_TRAINED)
    assert (lean.tags, lean.sharper, lean.counted) == (0, 1, 1), "of what nothing speaks nothing is changed"


@pytest.mark.slow
def test_every_photo_has_a_leaning_that_the_others_taught():
    told = colour_questions(40, wrong=0.5)
    assert set(lean_without(told, Mixing(vocabulary()))) == {one.photo for one in told}


# ---- phrases


def test_the_weights_of_signs_are_those_that_chose_the_boxes():
    random, wanted = np.random.default_rng(0), np.array([2.0, -1.0, 0.0])
    asked = []
    for _ in range(2000):
        signs = random.normal(size=(12, 3))
        chances = np.exp(signs @ wanted)
        covers = np.zeros(12)
        covers[random.choice(12, p=chances / chances.sum())] = 0.9
        asked.append((signs, covers))
    assert weights_of_signs(asked, gentle=0) == pytest.approx(wanted, abs=0.12)
    assert weights_of_signs([*asked, (np.full((12, 3), 99.0), np.zeros(12))]) == weights_of_signs(asked), (
        "where no box fits, nothing is learned"
    )


def test_phrases_that_nothing_was_found_for_teach_nothing():
    with pytest.raises(UnfitInput, match="Of 3 phrases none has a box found near the true one"):
        weights_of_signs([(np.ones((12, 3)), np.full(12, 0.2))] * 3)


def test_signs_that_part_right_from_wrong_wholly_are_weighed_without_end_to_it():
    right, wrong = np.array([50.0, 1.0]), np.array([0.0, 0.0])
    weights = weights_of_signs([(np.stack([right, wrong]), np.array([0.8, 0.0]))] * 5)
    assert np.isfinite(weights).all() and weights[0] > 0


def test_what_is_there_is_told_from_what_is_not_by_what_speaks_for_it():
    signs = {true: np.array([logit(true), 1.0]) for true in (0.9, 0.1)}
    judged = [(signs[0.9], True)] * 9 + [(signs[0.9], False)] + [(signs[0.1], False)] * 9 + [(signs[0.1], True)]
    slope, offset = weights_of_presence(judged, gentle=0)
    assert 1 / (1 + np.exp(-(slope * logit(0.9) + offset))) == pytest.approx(0.9, abs=0.01) and abs(offset) < 0.01
    fusion = Fusion()
    unlikely, likely = (np.array([logit(chance), 1.0, np.log(chance), 1.0]) for chance in (0.01, 0.99))
    assert fusion.there(unlikely) < 0.2 < 0.5 < fusion.there(likely)
