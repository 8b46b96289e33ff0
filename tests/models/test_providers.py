"""Every provider that does not run has a sentence with what to do, and one whose library is broken is told with the linker's reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.providers import CPU, CUDA, DIRECTML, OPENVINO, TENSORRT, fell, is_cache, lacking, missing_library, short, usable


@pytest.mark.parametrize("name", [CUDA, TENSORRT, OPENVINO, DIRECTML, "RocmExecutionProvider"])
def test_what_is_not_in_the_build_and_what_does_not_load_names_its_remedy(name: str) -> None:
    absent, fallen = lacking(name, [CPU]), fell(name, CPU)
    assert absent.startswith(f"The execution provider {short(name)} is not part of this ONNX Runtime, which has CPU; ")
    assert fallen.startswith(f"The execution provider {short(name)} was wanted, and CPU would have run")
    assert all("install" in said or "choose again" in said or "update" in said for said in (absent, fallen))


def test_the_reason_of_the_linker_is_told(tmp_path: Path) -> None:
    (tmp_path / "libonnxruntime_providers_cuda.so").write_bytes(b"no library")
    assert "libonnxruntime_providers_cuda.so" in missing_library(CUDA, tmp_path)
    assert missing_library(TENSORRT, tmp_path) == "" and missing_library(CPU, tmp_path) == ""


def test_a_provider_keeps_its_place_as_long_as_its_cache_can_be_used(tmp_path: Path) -> None:
    cached = (TENSORRT, {"trt_engine_cache_path": str(tmp_path / "engines")})
    assert usable([cached, (CPU, {})]) == ((cached, (CPU, {})), "")
    (tmp_path / "file").write_text("")
    broken = (OPENVINO, {"cache_dir": str(tmp_path / "file")})
    kept, said = usable([broken, (CPU, {})])
    assert kept == ((CPU, {}),) and said.startswith(f"OpenVINO keeps what it compiles in {tmp_path / 'file'}, which cannot be written")
    assert is_cache(tmp_path) and not is_cache(tmp_path / "file" / "below")
