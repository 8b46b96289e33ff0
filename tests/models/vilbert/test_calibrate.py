"""Trust in answers about photos is fitted per kind of answer, and drawings keep the fusion's own."""

from __future__ import annotations

import numpy as np
import pytest

from models.vilbert.calibrate import calibration_error, trust_of_photos
from models.vilbert.runtime import Fusion, kind_of, logit
from models.vilbert.tokens import DRAWN_REGION, IMAGE, REGION, empty


def test_fitted_odds_are_those_that_made_the_answers():
    random = np.random.default_rng(0)
    confidences = random.uniform(0.02, 0.98, 20_000)
    right = random.random(20_000) < 1 / (1 + np.exp(-(0.5 * logit(confidences) - 0.3)))
    fitted = trust_of_photos([("name", float(chance), bool(hit)) for chance, hit in zip(confidences, right, strict=True)], gentle=0)
    assert fitted["name"] == pytest.approx([0.5, -0.3], abs=0.05)
    trusted = 1 / (1 + np.exp(-(fitted["name"][0] * logit(confidences) + fitted["name"][1])))
    assert calibration_error(trusted, right) < 0.02 < calibration_error(confidences, right)


@pytest.mark.parametrize(
    ("answer", "kind"), [("yes", "whether"), ("3", "number"), ("teal", "colour"), ("top left", "side"), ("umbrella", "name")]
)
def test_every_answer_has_a_kind_of_which_the_weights_know_the_odds(answer: str, kind: str):
    assert kind_of(answer) == kind and len(Fusion().facts["photos"][kind]) == 2


def test_drawings_are_trusted_as_they_come_and_photos_as_measured():
    fusion = Fusion()
    readings = {}
    for name, region in (("photo", REGION), ("drawing", DRAWN_REGION)):
        tokens = empty(2)
        tokens.kinds[:] = [IMAGE, region]
        readings[name] = fusion.read(fusion.see(tokens), "is there a dog")
    assert fusion.trust(readings["drawing"]) == readings["drawing"].confidence
    slope, offset = fusion.facts["photos"][kind_of(readings["photo"].answer)]
    assert logit(fusion.trust(readings["photo"])) == pytest.approx(slope * logit(readings["photo"].confidence) + offset, abs=1e-6)
