"""An answer counts as the assistant would give it."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from models.vilbert.data.questions import Question
from models.vilbert.evaluate import Asked, is_right
from models.vilbert.runtime import Reading
from models.vilbert.tokens import BAND, REGION, empty
from models.vilbert.vocabulary import FIRST_PART, PARTS


def test_what_stands_out_is_pointed_at_where_it_is_meant_though_no_detector_knows_it():
    tokens, marks = empty(2), np.array([4.0, -2.0])
    tokens.kinds[:], tokens.names[0, 0] = (BAND, REGION), FIRST_PART + PARTS.index("subject")
    tokens.boxes[:] = (0.1, 0.1, 0.5, 0.5), (0.6, 0.6, 0.9, 0.9)
    asked = Asked(tokens, Question("find the gila monster", "refer"), (0.1, 0.1, 0.5, 0.55))
    for said, right in ((marks, True), (marks[::-1], False)):
        reading = Reading(
            **{item.name: {"marks": said, "grounding": 1 / (1 + np.exp(-said))}.get(item.name, ()) for item in fields(Reading)}
        )
        assert is_right(asked, reading, tokens) == right
