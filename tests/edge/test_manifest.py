import json

import pytest

from edge import manifest
from edge.errors import UnfitGraph
from tests.edge import toys


@pytest.fixture
def graph(tmp_path):
    path = toys.matrices(tmp_path / "toy.onnx")
    manifest.write(manifest.describe(path, "fp32", "a test", "Apache-2.0", "none", parity=1e-6), path)
    return path


def test_a_manifest_tells_what_goes_in_and_comes_out_and_comes_back_as_it_was(graph):
    told = manifest.read(graph)
    assert told.inputs == (manifest.Value("tokens", "int64", (1, "N")),)
    assert told.outputs == (manifest.Value("said", "float32", (1, "N", 64)),)
    assert (told.opset, told.precision, told.licence, told.made) == (17, "fp32", "Apache-2.0", {"parity": 1e-6})


def test_one_changed_byte_is_noticed(graph):
    graph.write_bytes(graph.read_bytes() + b"\0")
    with pytest.raises(UnfitGraph, match=r"toy\.onnx is not the file that toy\.json describes; make it anew"):
        manifest.read(graph)


@pytest.mark.parametrize(("text", "sentence"), [("{", "is no manifest of a graph"), ("[]", "is no manifest of a graph")])
def test_a_broken_manifest_is_said(graph, text, sentence):
    manifest.beside(graph).write_text(text)
    with pytest.raises(UnfitGraph, match=sentence):
        manifest.read(graph)


def test_a_newer_manifest_asks_for_a_newer_owlish(graph):
    path = manifest.beside(graph)
    path.write_text(json.dumps({**json.loads(path.read_text()), "version": 99}))
    with pytest.raises(UnfitGraph, match="is of version 99, and this Owlish reads 1; update Owlish"):
        manifest.read(graph)
