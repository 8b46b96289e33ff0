"""The providers of other machines, by injected lists: their options, their fallbacks, and whether they ran a graph's nodes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from edge.providers import Limits, at_hand, chain, options, placed, ran, required
from models.errors import ProviderFell
from models.providers import CPU, CUDA, DIRECTML, OPENVINO, PLAIN, TENSORRT
from models.runtime import ONNX_RUNTIME
from tests.models.runtimes import Accelerated, Failing, Falling, Idle
from tests.models.test_runtime import graph

FEEDS = {"x": np.zeros(4, np.float32)}


def test_the_providers_at_hand_are_those_of_the_build_the_most_specialized_first() -> None:
    assert at_hand(Falling("AzureExecutionProvider", CUDA, TENSORRT)) == (TENSORRT, CUDA, CPU)
    assert at_hand(ONNX_RUNTIME)[-1] == CPU


def test_tensorrt_falls_back_to_cuda_and_then_to_the_processor(tmp_path: Path) -> None:
    names = [name for name, _ in chain(TENSORRT, "fp16", Limits(tmp_path), (TENSORRT, CUDA, CPU))]
    assert names == [TENSORRT, CUDA, CPU]
    assert [name for name, _ in chain(TENSORRT, "fp16", Limits(tmp_path), (TENSORRT, CPU))] == [TENSORRT, CPU]
    assert chain(CPU, "int8", Limits(tmp_path), (CPU,)) == ((CPU, {}),)


@pytest.mark.parametrize(
    ("variant", "half", "int8"),
    [("fp32", "False", "False"), ("fp16", "True", "False"), ("qdq", "True", "True"), ("int8", "False", "False")],
)
def test_tensorrt_is_allowed_the_precision_of_the_variant_and_has_its_caches_and_limit(tmp_path: Path, variant, half, int8) -> None:
    given = options(TENSORRT, variant, Limits(tmp_path, workspace=123))
    assert (given["trt_fp16_enable"], given["trt_int8_enable"], given["trt_max_workspace_size"]) == (half, int8, "123")
    assert given["trt_engine_cache_enable"] == given["trt_timing_cache_enable"] == "True"
    assert given["trt_engine_cache_path"] == given["trt_timing_cache_path"] == str(tmp_path / "tensorrt")


def test_an_engine_of_tensorrt_is_found_by_the_graphs_hash_whatever_its_file_is_called(tmp_path: Path) -> None:
    (_, given), *_ = chain(TENSORRT, "fp16", Limits(tmp_path), (TENSORRT,), "0123456789abcdef" * 4)
    assert given["trt_engine_cache_prefix"] == "0123456789abcdef"


def test_the_others_have_their_device_and_their_memory(tmp_path: Path) -> None:
    limits = Limits(tmp_path, gpu=1 << 30, device=1, openvino="GPU")
    assert options(CUDA, "fp16", limits)["gpu_mem_limit"] == str(1 << 30) and options(CUDA, "fp16", limits)["device_id"] == "1"
    assert options(CUDA, "fp16", limits)["arena_extend_strategy"] == "kSameAsRequested"
    assert options(OPENVINO, "fp16", limits) == {"device_type": "GPU", "cache_dir": str(tmp_path / "openvino")}
    assert options(DIRECTML, "fp16", limits) == {"device_id": "1"}


def test_where_the_nodes_ran_is_counted_in_the_runtimes_own_profile(tmp_path: Path) -> None:
    path = graph(tmp_path / "add.onnx", 1.0)
    assert placed(path, PLAIN, FEEDS) == {CPU: 1} == required(path, PLAIN, FEEDS)
    assert required(path, [(CUDA, {}), (CPU, {})], FEEDS, Accelerated(CUDA)) == {CUDA: 1}


def test_a_provider_that_opened_and_took_no_node_has_fallen(tmp_path: Path) -> None:
    with pytest.raises(ProviderFell, match=r"CUDA was wanted, and CPU would have run \(it took none of the 1 nodes of add.onnx\)"):
        required(graph(tmp_path / "add.onnx", 1.0), [(CUDA, {}), (CPU, {})], FEEDS, Idle(CUDA))


def test_a_provider_that_fails_while_it_is_profiled_has_fallen_with_its_reason(tmp_path: Path) -> None:
    with pytest.raises(ProviderFell, match="libcudnn"):
        required(graph(tmp_path / "add.onnx", 1.0), [(CUDA, {}), (CPU, {})], FEEDS, Failing(CUDA))


def test_the_profile_of_a_mixed_graph_is_read() -> None:
    event = {"cat": "Node", "name": "conv_kernel_time", "args": {"provider": CUDA}}
    other = {"cat": "Node", "name": "relu_kernel_time", "args": {"provider": CPU}}
    assert list(ran([event, other, {"cat": "Session", "name": "run"}, {"cat": "Node", "name": "conv_fence_before", "args": {}}])) == [
        CUDA,
        CPU,
    ]
