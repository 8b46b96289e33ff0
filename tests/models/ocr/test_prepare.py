import json
from collections import Counter

import numpy as np
import onnx
import onnxruntime as ort
import pytest

from models.ocr.prepare import agreement, lines_again


def test_the_finder_runs_as_int8_and_the_recognizer_in_float(prepared, tmp_path):
    folder = prepared("ppocr-v6-small").folder
    kernels = {}
    for name in ("finder", "recognizer"):
        options = ort.SessionOptions()
        options.optimized_model_filepath, options.log_severity_level = str(tmp_path / f"{name}.onnx"), 3
        ort.InferenceSession(str(folder / f"{name}.onnx"), options, providers=["CPUExecutionProvider"])
        kernels[name] = Counter(node.op_type for node in onnx.load(tmp_path / f"{name}.onnx").graph.node)
    assert kernels["finder"]["QLinearConv"] == 83 and not kernels["finder"]["Conv"]
    assert kernels["recognizer"]["Conv"] and not kernels["recognizer"]["QLinearConv"]


def test_the_finder_finds_what_fp32_found(prepared):
    parity = json.loads(prepared("ppocr-v6-small").path("parity.json").read_text())
    assert parity["precision"] == "int8" and parity["agreed"] >= 0.95 * parity["of"] and parity["of"] >= 15


@pytest.mark.slow
def test_a_graph_agrees_with_itself(prepared):
    finder = prepared("ppocr-v6-small").path("finder.onnx")
    agreed, of = agreement(finder, finder)
    assert agreed == of >= 15


def test_a_line_that_is_gone_or_elsewhere_is_not_found_again():
    page, moved = np.zeros((96, 320), np.float32), np.zeros((96, 320), np.float32)
    page[20:40, 20:200], page[60:80, 20:200] = 0.9, 0.9
    moved[20:40, 20:200] = 0.9
    assert sorted(lines_again(page, moved)) == [False, True]
    assert lines_again(page, page) == [True, True]
    assert lines_again(page, np.zeros_like(page)) == [False, False]
