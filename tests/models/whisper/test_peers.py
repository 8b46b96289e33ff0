"""Other people's engines get the same weights under their own names, and answer in our form."""

from __future__ import annotations

import numpy as np
import pytest

from models.whisper.peers import joined, our_name
from tests.models.whisper.tiny import weights


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("encoder.conv1.weight", "encoder.conv1.weight"),
        ("encoder.positional_embedding", "encoder.positions"),
        ("encoder.blocks.0.attn.query.bias", "encoder.0.self.query.bias"),
        ("encoder.blocks.0.attn_ln.weight", "encoder.0.self.norm.weight"),
        ("encoder.ln_post.bias", "encoder.norm.bias"),
        ("decoder.token_embedding.weight", "decoder.token_embedding"),
        ("decoder.positional_embedding", "decoder.positions"),
        ("decoder.blocks.1.attn.out.weight", "decoder.1.self.out.weight"),
        ("decoder.blocks.1.cross_attn.key.weight", "decoder.1.cross.key.weight"),
        ("decoder.blocks.1.cross_attn_ln.bias", "decoder.1.cross.norm.bias"),
        ("decoder.blocks.1.mlp.0.weight", "decoder.1.up.weight"),
        ("decoder.blocks.1.mlp.2.bias", "decoder.1.down.bias"),
        ("decoder.blocks.1.mlp_ln.weight", "decoder.1.mlp.norm.weight"),
        ("decoder.ln.weight", "decoder.norm.weight"),
    ],
)
def test_openai_whispers_names_lead_to_our_weights(theirs: str, ours: str) -> None:
    assert our_name(theirs) == ours
    assert ours in weights()


def test_segments_become_one_hypothesis_weighed_by_their_tokens() -> None:
    decoded = joined([(" What is ", -0.1, 0.3, 9), ("on the table?", -1.1, 0.1, 1)])
    assert decoded.text == "What is on the table?"
    assert (decoded.log_probability, decoded.no_speech, decoded.tokens) == (pytest.approx(-0.2), 0.1, 10)


def test_no_segment_is_no_text() -> None:
    assert (joined([]).text, joined([]).log_probability, joined([]).no_speech) == ("", -np.inf, 1.0)
