"""A Whisper in the folder layout of Hugging Face's transformers: config.json, generation_config.json, tokenizer.json, and the weights as
safetensors (in one file or in shards) or as a checkpoint."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from models.backbone.checkpoint import read_archive
from models.errors import DamagedModel, ModelMissing
from models.minilm import checkpoint as safetensors
from models.whisper.ct2 import Dims

WHOLE, INDEX, PICKLED = "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin"
RENAMED = (
    ("model.encoder.", "encoder."),
    ("model.decoder.", "decoder."),
    (".layers.", "."),
    ("embed_positions.weight", "positions"),
    ("embed_tokens.weight", "token_embedding"),
    ("encoder.layer_norm", "encoder.norm"),
    ("decoder.layer_norm", "decoder.norm"),
    ("self_attn_layer_norm", "self.norm"),
    ("encoder_attn_layer_norm", "cross.norm"),
    ("final_layer_norm", "mlp.norm"),
    ("self_attn", "self"),
    ("encoder_attn", "cross"),
    ("q_proj", "query"),
    ("k_proj", "key"),
    ("v_proj", "value"),
    ("out_proj", "out"),
    ("fc1", "up"),
    ("fc2", "down"),
)
"""Their part of a name, and ours; in this order."""


def has_weights(folder: Path) -> bool:
    return any((folder / name).is_file() for name in (WHOLE, INDEX, PICKLED))


def read(folder: Path) -> tuple[Dims, dict[str, np.ndarray]]:
    """Sizes, and weights in float32 under our names. Raises DamagedModel or ModelMissing."""
    sizes = _config(folder, "config.json")
    try:
        dims = Dims(
            mels=sizes["num_mel_bins"],
            audio_context=sizes["max_source_positions"],
            width=sizes["d_model"],
            heads=sizes["encoder_attention_heads"],
            audio_layers=sizes["encoder_layers"],
            text_layers=sizes["decoder_layers"],
            text_context=sizes["max_target_positions"],
            vocabulary=sizes["vocab_size"],
        )
    except KeyError as error:
        raise DamagedModel(f"{folder / 'config.json'} does not describe a Whisper: {error} is missing.") from None
    return dims, {our_name(name): array.astype(np.float32) for name, array in _tensors(folder).items()}


def suppressed(folder: Path) -> tuple[list[int], list[int]]:
    """The tokens that never follow, and those that never come first; of either file, for older folders have but one."""
    both = {**_config(folder, "config.json"), **_config(folder, "generation_config.json", needed=False)}
    return list(both.get("suppress_tokens") or []), list(both.get("begin_suppress_tokens") or [])


def our_name(theirs: str) -> str:
    name = theirs
    for old, new in RENAMED:
        name = name.replace(old, new)
    return name


def _config(folder: Path, name: str, needed: bool = True) -> dict:
    path = folder / name
    if not needed and not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DamagedModel(f"{path} cannot be read as JSON ({error}).") from None
    if not isinstance(found, dict):
        raise DamagedModel(f"{path} is JSON, but no table of settings.")
    return found


def _tensors(folder: Path) -> Mapping[str, np.ndarray]:
    if (folder / WHOLE).is_file():
        return safetensors.read(folder / WHOLE)
    if (folder / INDEX).is_file():
        shards = sorted(set(_config(folder, INDEX).get("weight_map", {}).values()))
        if missing := [name for name in shards if not (folder / name).is_file()]:
            raise ModelMissing(f"{folder} lacks the part {missing[0]} of the weights; fetch it again.")
        return {name: array for shard in shards for name, array in safetensors.read(folder / shard).items()}
    return read_archive(folder / PICKLED)
