"""Other people's engines answer in our form."""

from __future__ import annotations

import numpy as np
import pytest

from models.whisper.peers import joined


def test_segments_become_one_hypothesis_weighed_by_their_tokens() -> None:
    decoded = joined([(" What is ", -0.1, 0.3, 9), ("on the table?", -1.1, 0.1, 1)])
    assert decoded.text == "What is on the table?"
    assert (decoded.log_probability, decoded.no_speech, decoded.tokens) == (pytest.approx(-0.2), 0.1, 10)


def test_no_segment_is_no_text() -> None:
    assert (joined([]).text, joined([]).log_probability, joined([]).no_speech) == ("", -np.inf, 1.0)
