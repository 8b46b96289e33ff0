"""A session runs on the provider that was asked for, or says why not; what was chosen on this device is opened in place of what ships."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from models.choice import Choice, Choices, digest_of, keep
from models.errors import DamagedModel, ProviderFell
from models.providers import CPU, CUDA, PLAIN, TENSORRT
from models.runtime import ONNX_RUNTIME, device_of, open_session, shrink_arena
from models.store import sha256
from tests.models.runtimes import Accelerated, Failing, Falling


def graph(path: Path, added: float, width: int = 4) -> Path:
    """y = x + added."""
    constant = helper.make_tensor("added", TensorProto.FLOAT, [1], [added])
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [width]) for name in "xy"]
    made = helper.make_graph([helper.make_node("Add", ["x", "added"], ["y"])], "add", ends[:1], ends[1:], [constant])
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    return path


def answer(session) -> float:
    return float(session.run(None, {"x": np.zeros(4, np.float32)})[0][0])


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    path = graph(tmp_path / "prepared" / "add.onnx", 1.0)
    entry = {"add.onnx": {"sha256": sha256(path), "bytes": path.stat().st_size}}
    (path.parent / "manifest.json").write_text(json.dumps({"files": entry}))
    return path


@pytest.fixture
def chosen(shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """`chosen(runtime, provider)`: on its device, a variant that adds two was chosen with that provider."""
    monkeypatch.setenv("OWLISH_CHOICES", str(tmp_path / "choices.json"))

    def make(runtime=ONNX_RUNTIME, provider: str = CPU) -> Path:
        path = graph(tmp_path / "chosen" / "add.fp32.onnx", 2.0)
        size, name = path.stat().st_size, "chosen/add.fp32.onnx"
        one = Choice("add", digest_of(shipped), "fp32", ((provider, {}),), 1, 2, name, sha256(path), size)
        keep(Choices(device_of(runtime), (one,)), tmp_path / "choices.json")
        return path

    return make


def test_without_a_choice_the_shipped_artefact_runs_on_the_processor(shipped: Path) -> None:
    session = open_session(shipped)
    assert session.get_providers() == [CPU] and answer(session) == 1.0


def test_what_was_chosen_on_this_device_runs_in_its_place(shipped: Path, chosen) -> None:
    chosen()
    assert answer(open_session(shipped)) == 2.0


def test_a_choice_of_another_runtime_is_none(shipped: Path, chosen) -> None:
    chosen(Falling(CUDA), CUDA)
    assert answer(open_session(shipped)) == 1.0


def test_a_damaged_variant_leaves_the_shipped_artefact(shipped: Path, chosen, told) -> None:
    chosen().write_bytes(b"damaged")
    assert answer(open_session(shipped)) == 1.0
    assert "so add runs as it was shipped" in told[0]


def test_a_chosen_provider_that_falls_is_told_and_the_shipped_artefact_goes_on(shipped: Path, chosen, told) -> None:
    chosen(Falling(CUDA), CUDA)
    session = open_session(shipped, runtime=Falling(CUDA))
    assert session.get_providers()[0] == CPU and answer(session) == 1.0
    (said,) = told
    assert said.startswith("The execution provider CUDA was wanted, and CPU would have run; install CUDA and cuDNN")
    assert said.endswith("Until then add runs as it was shipped, on the processor.")


def test_a_chosen_provider_that_loads_is_used_with_its_options(shipped: Path, chosen) -> None:
    runtime = Accelerated(CUDA)
    chosen(runtime, CUDA)
    assert open_session(shipped, runtime=runtime).get_providers()[0] == CUDA
    assert runtime.asked == [("add.fp32.onnx", ((CUDA, {}),))]


@pytest.mark.parametrize(
    ("runtime", "said"),
    [
        (ONNX_RUNTIME, r"CUDA is not part of this ONNX Runtime, which has .*CPU.*; install the package onnxruntime-gpu .* Jetson"),
        (Falling(CUDA), "CUDA was wanted, and CPU would have run; install CUDA and cuDNN"),
        (Failing(CUDA), r"CUDA was wanted, and CPU would have run \(libcudnn.so.9: cannot open shared object file.*\); install CUDA"),
    ],
)
def test_a_named_provider_that_does_not_run_is_an_error_with_its_remedy(shipped: Path, runtime, said: str) -> None:
    with pytest.raises(ProviderFell, match=said):
        open_session(shipped, providers=[(CUDA, {}), (CPU, {})], runtime=runtime)


def test_a_broken_graph_is_no_fault_of_the_provider(tmp_path: Path) -> None:
    (tmp_path / "broken.onnx").write_bytes(b"nothing")
    for runtime, providers in ((ONNX_RUNTIME, PLAIN), (Failing(CUDA), [(CUDA, {})])):
        with pytest.raises(DamagedModel, match=r"broken\.onnx cannot be loaded"):
            open_session(tmp_path / "broken.onnx", providers=providers, runtime=runtime)


def test_a_cache_that_cannot_be_written_leaves_the_next_provider(shipped: Path, tmp_path: Path, told) -> None:
    (tmp_path / "taken").write_text("")
    cached = (TENSORRT, {"trt_engine_cache_path": str(tmp_path / "taken" / "engines")})
    runtime = Accelerated(TENSORRT, CUDA)
    session = open_session(shipped, providers=[cached, (CUDA, {})], runtime=runtime)
    assert session.get_providers()[0] == CUDA
    assert "Tensorrt keeps what it compiles in" in told[0] and "cannot be written; make it writable" in told[0]
    with pytest.raises(ProviderFell, match="cannot be written"):
        open_session(shipped, providers=[cached], runtime=runtime)


def test_large_weights_in_eight_bits_do_not_overflow_on_any_processor(tmp_path: Path) -> None:
    """Where a processor adds two products of U8 and S8 in 16 bits, 2 * 255 * 127 is 32,767."""
    weights = helper.make_tensor("weights", TensorProto.INT8, [64, 16], np.full((64, 16), 127, np.int8).tobytes(), raw=True)
    image, sums = (
        helper.make_tensor_value_info(name, kind, [1, n]) for name, kind, n in (("x", TensorProto.UINT8, 64), ("y", TensorProto.INT32, 16))
    )
    made = helper.make_graph([helper.make_node("MatMulInteger", ["x", "weights"], ["y"])], "sums", [image], [sums], [weights])
    onnx.save(helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), tmp_path / "sums.onnx")
    (said,) = open_session(tmp_path / "sums.onnx").run(None, {"x": np.full((1, 64), 255, np.uint8)})
    np.testing.assert_array_equal(said, 64 * 255 * 127)


def test_a_sparing_session_and_a_shrunken_pool_answer_like_any(shipped: Path) -> None:
    session = open_session(shipped, spare=True)
    shrink_arena()
    assert answer(session) == answer(session) == 1.0


LIMITED = """
import json, resource, sys
import numpy as np
from pathlib import Path
from models.errors import OutOfMemory
from models.memory import is_lacking
from models.runtime import open_session
session = open_session(Path(sys.argv[1])) if sys.argv[2] == "run" else None
held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
big = np.zeros(64 << 20, np.float32) if sys.argv[2] == "run" else None
resource.setrlimit(resource.RLIMIT_AS, (held + (280 << 20 if sys.argv[2] == "run" else 8 << 20),) * 2)
try:
    session.run(None, {"x": big}) if session else open_session(Path(sys.argv[1]))
    print("no error")
except OutOfMemory as error:
    print(error)
"""
"""With an address space that ends where the process stands, ONNX Runtime can allocate no more; nothing is pretended."""


@pytest.mark.parametrize("when", ["run", "load"])
def test_memory_that_runs_out_while_loading_or_running_is_one_sentence(tmp_path: Path, when: str) -> None:
    path = graph(tmp_path / "large.onnx", 1.0, 64 << 20)
    if when == "load":
        weights = helper.make_tensor("added", TensorProto.FLOAT, [16 << 20], np.zeros(16 << 20, np.float32).tobytes(), raw=True)
        ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [16 << 20]) for name in "xy"]
        made = helper.make_graph([helper.make_node("Add", ["x", "added"], ["y"])], "add", ends[:1], ends[1:], [weights])
        onnx.save(helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    done = subprocess.run([sys.executable, "-c", LIMITED, str(path), when], capture_output=True, text=True, timeout=60)
    assert done.stdout.startswith("There is not enough memory for large.onnx ("), done
    assert "run a smaller plan, as: owlish run --memory 450MB" in done.stdout


USED = "import sys; from pathlib import Path; from models.runtime import open_session; open_session(Path(sys.argv[1]))"


def test_it_tells_its_maker_nothing_and_leaves_no_number_of_this_device_at_home(tmp_path: Path) -> None:
    """ONNX Runtime 1.32 keeps both under the home folder, and sends what it has to tell from there."""
    path, home = graph(tmp_path / "add.onnx", 1.0), tmp_path / "home"
    home.mkdir()
    others = {name: value for name, value in os.environ.items() if name not in ("ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME")}
    subprocess.run([sys.executable, "-c", USED, path], env={**others, "HOME": str(home)}, check=True)
    assert not [*home.rglob("*")]
