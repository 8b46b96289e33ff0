"""The graph that is built by hand against the same network computed by torch, with weights of chance."""

import numpy as np
import pytest

from models.backbone.prepare import EPSILON, build
from models.runtime import open_session

torch = pytest.importorskip("torch")

BLOCKS = (
    (32, 16, 1, 3, 1),
    (16, 24, 6, 3, 2),
    (24, 24, 6, 3, 1),
    (24, 40, 6, 5, 2),
    (40, 40, 6, 5, 1),
    (40, 80, 6, 3, 2),
    (80, 80, 6, 3, 1),
    (80, 80, 6, 3, 1),
    (80, 112, 6, 5, 1),
    (112, 112, 6, 5, 1),
    (112, 112, 6, 5, 1),
    (112, 192, 6, 5, 2),
    (192, 192, 6, 5, 1),
    (192, 192, 6, 5, 1),
    (192, 192, 6, 5, 1),
    (192, 320, 6, 3, 1),
)
"""Of each: channels in, channels out, expansion, kernel, stride (Tan & Le 2019, Table 1)."""


class Chance:
    """Weights by name, made as they are asked for."""

    def __init__(self) -> None:
        self.random = np.random.default_rng(0)
        self.weights: dict[str, np.ndarray] = {}

    def convolution(self, name: str, out: int, channels: int, kernel: int) -> None:
        scale = (2.0 / (channels * kernel * kernel)) ** 0.5
        self.weights[f"{name}.weight"] = (self.random.standard_normal((out, channels, kernel, kernel)) * scale).astype(np.float32)

    def norm(self, name: str, channels: int) -> None:
        for part, low, high in (("weight", 0.5, 1.5), ("bias", -0.2, 0.2), ("running_mean", -0.2, 0.2), ("running_var", 0.5, 1.5)):
            self.weights[f"{name}.{part}"] = self.random.uniform(low, high, channels).astype(np.float32)


@pytest.fixture(scope="module")
def weights() -> dict[str, np.ndarray]:
    chance = Chance()
    chance.convolution("_conv_stem", 32, 3, 3)
    chance.norm("_bn0", 32)
    for number, (channels, out, expansion, kernel, _) in enumerate(BLOCKS):
        name, wide = f"_blocks.{number}.", channels * expansion
        if expansion > 1:
            chance.convolution(f"{name}_expand_conv", wide, channels, 1)
            chance.norm(f"{name}_bn0", wide)
        chance.convolution(f"{name}_depthwise_conv", wide, 1, kernel)
        chance.norm(f"{name}_bn1", wide)
        chance.convolution(f"{name}_project_conv", out, wide, 1)
        chance.norm(f"{name}_bn2", out)
    chance.convolution("_conv_head", 1280, 320, 1)
    chance.norm("_bn1", 1280)
    chance.weights["_fc.weight"] = (chance.random.standard_normal((1000, 1280)) * 0.05).astype(np.float32)
    chance.weights["_fc.bias"] = chance.random.uniform(-1, 1, 1000).astype(np.float32)
    return chance.weights


def test_the_built_graph_computes_what_torch_computes(weights, tmp_path):
    image = np.random.default_rng(1).uniform(-1, 1, (1, 3, 224, 224)).astype(np.float32)
    build(weights, tmp_path / "built.onnx")
    built = open_session(tmp_path / "built.onnx").run(["stage4", "grid", "logits"], {"image": image})
    with torch.no_grad():
        expected = forward({name: torch.from_numpy(array) for name, array in weights.items()}, torch.from_numpy(image))
    for ours, theirs in zip(built, expected, strict=True):
        np.testing.assert_allclose(ours, theirs.numpy(), rtol=1e-4, atol=1e-4 * float(theirs.abs().max()))


def forward(w, image):
    x = torch.nn.functional.relu6(layer(w, image, "_conv_stem", "_bn0", 2))
    stage4 = None
    for number, (channels, out, expansion, _, stride) in enumerate(BLOCKS):
        name, y = f"_blocks.{number}.", x
        if expansion > 1:
            y = torch.nn.functional.relu6(layer(w, y, f"{name}_expand_conv", f"{name}_bn0"))
        y = torch.nn.functional.relu6(layer(w, y, f"{name}_depthwise_conv", f"{name}_bn1", stride, groups=y.shape[1]))
        y = layer(w, y, f"{name}_project_conv", f"{name}_bn2")
        x = x + y if channels == out and stride == 1 else y
        stage4 = x if out == 112 else stage4
    head = torch.nn.functional.relu6(layer(w, x, "_conv_head", "_bn1"))
    return stage4, x, head.mean((2, 3)) @ w["_fc.weight"].T + w["_fc.bias"]


def layer(w, x, name, norm, stride=1, groups=1):
    """Convolution with TensorFlow's SAME padding (more at the end), then batch norm."""
    kernel = w[f"{name}.weight"].shape[-1]
    missing = max((-(-x.shape[-1] // stride) - 1) * stride + kernel - x.shape[-1], 0)
    x = torch.nn.functional.pad(x, [missing // 2, missing - missing // 2] * 2)
    x = torch.nn.functional.conv2d(x, w[f"{name}.weight"], stride=stride, groups=groups)
    statistics = w[f"{norm}.running_mean"], w[f"{norm}.running_var"]
    return torch.nn.functional.batch_norm(x, *statistics, w[f"{norm}.weight"], w[f"{norm}.bias"], eps=EPSILON)
