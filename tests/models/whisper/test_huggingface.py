"""A Whisper that transformers saved is read without it, and its graphs say what transformers says."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
import torch

from models.errors import DamagedModel, ModelMissing
from models.whisper.graphs import build_decoder, build_encoder
from models.whisper.huggingface import has_weights, our_name, read, suppressed
from models.whisper.shapes import check
from tests.models.whisper.test_graphs import heard, step

SIZES = {
    "vocab_size": 60, "num_mel_bins": 80, "d_model": 64, "encoder_layers": 1, "decoder_layers": 2, "encoder_attention_heads": 2,
    "decoder_attention_heads": 2, "encoder_ffn_dim": 256, "decoder_ffn_dim": 256, "max_source_positions": 40, "max_target_positions": 16,
    "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2, "decoder_start_token_id": 3, "suppress_tokens": [4, 5],
    "begin_suppress_tokens": [6],
}  # fmt: skip


@pytest.fixture(scope="module")
def network():
    from transformers import WhisperConfig, WhisperForConditionalGeneration

    torch.manual_seed(0)
    return WhisperForConditionalGeneration(WhisperConfig(**SIZES)).eval()


@pytest.fixture(params=["whole", "sharded", "pickled"])
def folder(request, network, tmp_path: Path) -> Path:
    if request.param == "pickled":
        network.config.save_pretrained(tmp_path)
        torch.save(network.state_dict(), tmp_path / "pytorch_model.bin")
    else:
        network.save_pretrained(tmp_path, max_shard_size="100KB" if request.param == "sharded" else "1GB")
    return tmp_path


def test_the_graphs_equal_transformers(folder: Path, network, tmp_path: Path) -> None:
    assert has_weights(folder)
    dims, weights = read(folder)
    check(dims, weights, "the folder")
    build_encoder(dims, weights, tmp_path / "encoder.onnx")
    build_decoder(dims, weights, tmp_path / "decoder.onnx")
    sessions = [ort.InferenceSession(tmp_path / f"{name}.onnx") for name in ("encoder", "decoder")]
    mel = np.random.default_rng(0).standard_normal((1, 80, 80)).astype(np.float32)
    said = [3, 14, 15, 9, 2]
    nothing = {f"self_{kind}{layer}": np.zeros((1, 2, 0, 32), np.float32) for kind in "kv" for layer in range(2)}
    logits, _ = step(sessions, said, nothing, heard(sessions, mel))
    with torch.inference_mode():
        expected = network(input_features=torch.from_numpy(mel), decoder_input_ids=torch.tensor([said])).logits[0]
    assert logits == pytest.approx(expected.numpy(), abs=1e-4)


def test_what_never_follows_is_in_either_of_two_files(folder: Path) -> None:
    for name in ("config.json", "generation_config.json"):
        path = folder / name
        found = json.loads(path.read_text()) if path.exists() else {}
        path.write_text(json.dumps({key: value for key, value in found.items() if "suppress" not in key}))
    assert suppressed(folder) == ([], [])
    (folder / "generation_config.json").write_text(json.dumps({"suppress_tokens": [4, 5], "begin_suppress_tokens": [6]}))
    assert suppressed(folder) == ([4, 5], [6])


@pytest.mark.parametrize(
    ("name", "content", "match"),
    [
        ("config.json", b"{", "cannot be read as JSON"),
        ("config.json", b"[]", "no table"),
        ("config.json", b"{}", "'num_mel_bins' is missing"),
    ],
)
def test_a_folder_without_its_sizes_is_one_sentence(folder: Path, name: str, content: bytes, match: str) -> None:
    (folder / name).write_bytes(content)
    with pytest.raises(DamagedModel, match=match):
        read(folder)


def test_a_shard_that_is_not_there_is_named(network, tmp_path: Path) -> None:
    network.save_pretrained(tmp_path, max_shard_size="100KB")
    missing = sorted(tmp_path.glob("model-*.safetensors"))[1]
    missing.unlink()
    with pytest.raises(ModelMissing, match=missing.name):
        read(tmp_path)


def test_their_names_lead_to_ours() -> None:
    pairs = {
        "model.encoder.layers.3.self_attn.k_proj.weight": "encoder.3.self.key.weight",
        "model.decoder.layers.0.encoder_attn_layer_norm.bias": "decoder.0.cross.norm.bias",
        "model.decoder.layers.1.final_layer_norm.weight": "decoder.1.mlp.norm.weight",
        "model.decoder.embed_tokens.weight": "decoder.token_embedding",
        "model.encoder.layer_norm.weight": "encoder.norm.weight",
    }
    assert {theirs: our_name(theirs) for theirs in pairs} == pairs
