"""Toy networks on disk, ready to be quantized."""

from __future__ import annotations

from pathlib import Path

import pytest

from edge import quantize
from tests.edge import toys


@pytest.fixture
def matrices(tmp_path: Path) -> Path:
    path = tmp_path / "matrices.ready.onnx"
    quantize.ready(toys.matrices(tmp_path / "matrices.onnx"), path)
    return path


@pytest.fixture
def convolutions(tmp_path: Path) -> Path:
    path = tmp_path / "convolutions.ready.onnx"
    quantize.ready(toys.convolutions(tmp_path / "convolutions.onnx"), path)
    return path
