"""A TensorFlow.js graph model becomes the ONNX graph that it stands for."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.errors import DamagedModel
from models.people.tfjs import convert
from models.runtime import open_session

SIDE = 8


class Written:
    """A model of this format, written node by node."""

    def __init__(self) -> None:
        self.nodes: list[dict[str, Any]] = [{"name": "picture", "op": "Placeholder", "input": [], "attr": {}}]
        self.weights: list[dict[str, Any]] = []
        self.data = b""

    def weight(self, name: str, array: np.ndarray, halves: bool = False) -> str:
        told = {"name": name, "shape": list(array.shape), "dtype": array.dtype.name}
        self.weights.append({**told, "quantization": {"dtype": "float16", "original_dtype": "float32"}} if halves else told)
        self.data += (array.astype(np.float16) if halves else array).tobytes()
        return name

    def node(self, op: str, *inputs: str, **attributes: Any) -> str:
        name = f"{op}_{len(self.nodes)}"
        self.nodes.append({"name": name, "op": op, "input": list(inputs), "attr": {key: held(value) for key, value in attributes.items()}})
        return name

    def save(self, folder: Path) -> tuple[Path, Path]:
        topology, weights = folder / "net.json", folder / "net.bin"
        told = {"modelTopology": {"node": self.nodes}, "weightsManifest": [{"paths": ["net.bin"], "weights": self.weights}]}
        topology.write_text(json.dumps(told))
        weights.write_bytes(self.data)
        return topology, weights


def held(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        return {"s": base64.b64encode(value.encode()).decode()}
    if isinstance(value[0], str):
        return {"list": {"s": [base64.b64encode(word.encode()).decode() for word in value]}}
    return {"list": {"i": [str(number) for number in value]}}


def run(net: Written, folder: Path, end: str, shape: tuple[int, ...], picture: np.ndarray) -> np.ndarray:
    """picture: (SIDE, SIDE, channels), as TensorFlow has it"""
    topology, weights = net.save(folder)
    convert(topology, weights, folder / "net.onnx", "picture", (1, picture.shape[2], SIDE, SIDE), {"out": (end, shape)})
    return open_session(folder / "net.onnx").run(["out"], {"image": picture.transpose(2, 0, 1)[None]})[0]


@pytest.fixture
def picture() -> np.ndarray:
    return np.random.default_rng(0).standard_normal((SIDE, SIDE, 2)).astype(np.float32)


def test_a_convolution_with_its_bias_and_what_is_fused_into_it(tmp_path, picture):
    net, rng = Written(), np.random.default_rng(1)
    kernel, bias = rng.standard_normal((1, 1, 2, 3)).astype(np.float32), rng.standard_normal(3).astype(np.float32)
    inputs = ("picture", net.weight("kernel", kernel), net.weight("bias", bias))
    end = net.node("_FusedConv2D", *inputs, strides=[1, 2, 2, 1], padding="SAME", fused_ops=["BiasAdd", "Relu"])
    wanted = np.maximum(0, picture[::2, ::2] @ kernel[0, 0] + bias)
    np.testing.assert_allclose(run(net, tmp_path, end, (1, 3, 4, 4), picture)[0], wanted.transpose(2, 0, 1), atol=1e-5)


def test_a_depthwise_convolution_pads_below_and_right_first(tmp_path, picture):
    """As TensorFlow does with strides: another padding shifts every feature by a pixel."""
    net, kernel = Written(), np.ones((2, 2, 2, 1), np.float32)
    end = net.node("DepthwiseConv2dNative", "picture", net.weight("kernel", kernel), strides=[1, 1, 1, 1], padding="SAME")
    padded = np.pad(picture, ((0, 1), (0, 1), (0, 0)))
    wanted = padded[:-1, :-1] + padded[1:, :-1] + padded[:-1, 1:] + padded[1:, 1:]
    np.testing.assert_allclose(run(net, tmp_path, end, (1, 2, SIDE, SIDE), picture)[0], wanted.transpose(2, 0, 1), atol=1e-5)


def test_numbers_for_each_channel_and_a_relu_that_is_cut_off(tmp_path, picture):
    net = Written()
    scaled = net.node("Mul", "picture", net.weight("scale", np.array([3, -2], np.float32), halves=True))
    added = net.node("Add", scaled, net.weight("offset", np.array([1, 0.5], np.float32)))
    cut = net.node("Minimum", net.node("Relu", added), net.weight("six", np.array(6, np.float32)))
    end = net.node("Maximum", cut, net.weight("zero", np.array(0, np.float32)))
    wanted = (picture * [3, -2] + [1, 0.5]).clip(0, 6)
    np.testing.assert_allclose(run(net, tmp_path, end, (1, 2, SIDE, SIDE), picture)[0], wanted.transpose(2, 0, 1), atol=1e-5)


def test_means_and_a_dense_layer(tmp_path, picture):
    net, rng = Written(), np.random.default_rng(2)
    matrix, bias = rng.standard_normal((2, 4)).astype(np.float32), rng.standard_normal(4).astype(np.float32)
    mean = net.node("Mean", "picture", net.weight("axes", np.array([1, 2], np.int32)))
    end = net.node("_FusedMatMul", mean, net.weight("matrix", matrix), net.weight("bias", bias), fused_ops=["BiasAdd"])
    np.testing.assert_allclose(run(net, tmp_path, end, (1, 4), picture)[0], picture.mean((0, 1)) @ matrix + bias, atol=1e-5)


def test_the_largest_of_neighbours_padding_of_channels_and_twice_the_size(tmp_path, picture):
    net = Written()
    largest = net.node("MaxPool", "picture", ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME")
    wider = net.node("Pad", largest, net.weight("paddings", np.array([[0, 0], [0, 0], [0, 0], [0, 1]], np.int32)))
    end = net.node("ResizeBilinear", wider, net.weight("size", np.array([8, 8], np.int32)))
    found = run(net, tmp_path, end, (1, 3, SIDE, SIDE), picture)[0]
    blocks = picture.reshape(4, 2, 4, 2, 2).max((1, 3))
    assert not found[2].any() and found[:2, 0, 0] == pytest.approx(blocks[0, 0]) and found[:2, 7, 7] == pytest.approx(blocks[3, 3])


@pytest.mark.parametrize("how", ["not json", "short", "unknown", "endless"])
def test_another_file_is_refused_in_one_sentence(tmp_path, picture, how):
    net = Written()
    end = net.node("Softplus" if how == "unknown" else "Relu", "Relu_1" if how == "endless" else "picture")
    net.weight("unused", np.zeros(4, np.float32))
    net.data = net.data[:-4] if how == "short" else net.data
    topology, weights = net.save(tmp_path)
    topology.write_text("<html>" if how == "not json" else topology.read_text())
    with pytest.raises(DamagedModel, match=r"net\.json is not the network that it should be"):
        convert(topology, weights, tmp_path / "net.onnx", "picture", (1, 2, SIDE, SIDE), {"out": (end, (1, 2, SIDE, SIDE))})
