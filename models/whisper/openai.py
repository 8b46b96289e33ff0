"""OpenAI's own checkpoints (.pt): sizes and weights, read without torch, and without running what a pickle says."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from models.backbone.checkpoint import read_archive
from models.errors import DamagedModel
from models.whisper.ct2 import Dims

RENAMED = (
    (".blocks.", "."),
    ("positional_embedding", "positions"),
    ("token_embedding.weight", "token_embedding"),
    ("encoder.ln_post", "encoder.norm"),
    ("decoder.ln.", "decoder.norm."),
    ("mlp_ln", "mlp.norm"),
    ("mlp.0", "up"),
    ("mlp.2", "down"),
    ("cross_attn_ln", "cross.norm"),
    ("attn_ln", "self.norm"),
    ("cross_attn", "cross"),
    (".attn.", ".self."),
)
"""openai-whisper's part of a name, and ours; in this order."""
KNOWN = {
    "d3dd57d32accea0b295c96e26691aa14d8822fac7d9d27d5dc00b4ca2826dd03": "tiny.en",
    "65147644a518d12f04e32d6f3b26facc3f8dd46e5390956a9424a650c0ce22b9": "tiny",
    "25a8566e1d0c1e2231d1c762132cd20e0f96a85d16145c3a00adf5d1ac670ead": "base.en",
    "ed3a0b6b1c0edf879ad9b11b1af5a0e6ab5db9205f891f668f8b0e6c6326e34e": "base",
    "f953ad0fd29cacd07d5a9eda5624af0f6bcf2258be67c92b79389873d91e0872": "small.en",
    "9ecf779972d90ba49c06d968637d720dd632c55bbf19d441fb42bf17a411e794": "small",
    "d7440d1dc186f76616474e0ff0b3b6b879abc9d1a4926b7adfa41db2d497ab4f": "medium.en",
    "345ae4da62f9b3d59415adc60127b97c714f32e89e936602e85993674d08dcb1": "medium",
    "e4b87e7e0bf463eb8e6956e646f1e277e901512310def2c24bf0e11bd3c28e9a": "large-v1",
    "81f7c96c852ee8fc832187b0132e569d6c3065a3252ed18e56effd0b6a73e524": "large-v2",
    "e5b1a55b89c1367dacf97e3e19bfd829a01529dbfdeefa8caeb59b3f1b81dadb": "large-v3",
    "aff26ae408abcba5fbf8813c21e62b0941638c5f6eebfb145be0c9839262a19a": "large-v3-turbo",
}
"""sha256 of what OpenAI publishes."""


def read(path: Path) -> tuple[Dims, dict[str, np.ndarray]]:
    """Sizes, and weights in float32 under our names. Raises DamagedModel."""
    saved = read_archive(path)
    try:
        sizes, state = saved["dims"], saved["model_state_dict"]
        dims = Dims(
            mels=sizes["n_mels"],
            audio_context=sizes["n_audio_ctx"],
            width=sizes["n_audio_state"],
            heads=sizes["n_audio_head"],
            audio_layers=sizes["n_audio_layer"],
            text_layers=sizes["n_text_layer"],
            text_context=sizes["n_text_ctx"],
            vocabulary=sizes["n_vocab"],
        )
        alike = (sizes["n_text_state"], sizes["n_text_head"]) == (dims.width, dims.heads)
        weights = {our_name(name): array.astype(np.float32) for name, array in state.items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise DamagedModel(f"{path.name} is a checkpoint, but not one of openai-whisper's ({error} is missing or wrong).") from None
    if not alike:
        raise DamagedModel(f"{path.name} has an encoder and a decoder of different widths or heads, which no Whisper has.")
    return dims, weights


def our_name(theirs: str) -> str:
    """openai-whisper's name of a weight as models.whisper.ct2 names it."""
    name = theirs
    for old, new in RENAMED:
        name = name.replace(old, new)
    return name
