"""The graph that is built by hand against BERT computed by torch, with weights of chance."""

import numpy as np
import pytest

from models.minilm.prepare import EPSILON, HEADS, LAYERS, build
from models.minilm.runtime import LONGEST, WIDTH
from models.runtime import open_session

torch = pytest.importorskip("torch")
WORDS, HIDDEN = 50, 64


@pytest.fixture(scope="module")
def weights() -> dict[str, np.ndarray]:
    random = np.random.default_rng(0)
    made = {}

    def dense(name: str, out: int, inputs: int) -> None:
        made[f"{name}.weight"] = (random.standard_normal((out, inputs)) * inputs**-0.5).astype(np.float32)
        made[f"{name}.bias"] = random.uniform(-0.2, 0.2, out).astype(np.float32)

    def norm(name: str) -> None:
        made[f"{name}.weight"], made[f"{name}.bias"] = random.uniform(0.5, 1.5, (2, WIDTH)).astype(np.float32)

    for table, rows in (("word", WORDS), ("position", 512), ("token_type", 2)):
        made[f"embeddings.{table}_embeddings.weight"] = random.standard_normal((rows, WIDTH)).astype(np.float32)
    norm("embeddings.LayerNorm")
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        for part in ("self.query", "self.key", "self.value", "output.dense"):
            dense(f"{name}.attention.{part}", WIDTH, WIDTH)
        dense(f"{name}.intermediate.dense", HIDDEN, WIDTH)
        dense(f"{name}.output.dense", WIDTH, HIDDEN)
        norm(f"{name}.attention.output.LayerNorm")
        norm(f"{name}.output.LayerNorm")
    return made


@pytest.mark.parametrize("length", [1, 7, LONGEST])
def test_the_built_graph_computes_what_torch_computes(weights, tmp_path, length):
    build(weights, tmp_path / "sentence.onnx")
    tokens = np.random.default_rng(length).integers(0, WORDS, (1, length))
    (vector,) = open_session(tmp_path / "sentence.onnx").run(["vector"], {"tokens": tokens})
    with torch.no_grad():
        expected = forward({name: torch.from_numpy(array) for name, array in weights.items()}, torch.from_numpy(tokens[0]))
    np.testing.assert_allclose(vector, expected.numpy(), atol=1e-5)


def forward(w, tokens):
    x = w["embeddings.word_embeddings.weight"][tokens] + w["embeddings.position_embeddings.weight"][: len(tokens)]
    x = norm(w, x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        query, key, value = (split(dense(w, x, f"{name}.attention.self.{part}")) for part in ("query", "key", "value"))
        shares = (query @ key.transpose(1, 2) / (WIDTH / HEADS) ** 0.5).softmax(-1)
        joined = (shares @ value).transpose(0, 1).reshape(len(tokens), WIDTH)
        x = norm(w, x + dense(w, joined, f"{name}.attention.output.dense"), f"{name}.attention.output.LayerNorm")
        hidden = torch.nn.functional.gelu(dense(w, x, f"{name}.intermediate.dense"))
        x = norm(w, x + dense(w, hidden, f"{name}.output.dense"), f"{name}.output.LayerNorm")
    return torch.nn.functional.normalize(x.mean(0), dim=0)


def split(x):
    return x.reshape(len(x), HEADS, WIDTH // HEADS).transpose(0, 1)


def dense(w, x, name):
    return x @ w[f"{name}.weight"].T + w[f"{name}.bias"]


def norm(w, x, name):
    return torch.nn.functional.layer_norm(x, (WIDTH,), w[f"{name}.weight"], w[f"{name}.bias"], EPSILON)
