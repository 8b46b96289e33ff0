import onnx
import pytest

from edge import manifest, rules, variants
from edge.errors import NotFaithful, UnfitGraph
from edge.networks import VARIANTS, find
from models.store import Store


@pytest.fixture(scope="module")
def made(tmp_path_factory, default_models):
    from assistant.paths import model_dir

    folder, store = tmp_path_factory.mktemp("variants"), Store(model_dir())
    return {variant: variants.build(find("clip-text"), variant, store, folder) for variant in VARIANTS}


def test_every_variant_is_smaller_than_float_and_says_the_same(made):
    sizes = {variant: one.path.stat().st_size for variant, one in made.items()}
    assert sizes["fp16"] < 0.55 * sizes["fp32"] and sizes["int8"] < 0.3 * sizes["fp32"] and sizes["qdq"] < 0.3 * sizes["fp32"]
    assert all(one.choice.verdict.passes for one in made.values() if one.choice)


def test_what_was_needed_on_the_way_does_not_stay(made):
    assert sorted(made["qdq"].path.parent.glob("*.onnx")) == sorted(one.path for one in made.values())


def test_qdq_holds_to_tensorrts_rules_and_int8_to_those_of_cpus(made):
    assert rules.check(onnx.load(made["qdq"].path), "tensorrt") == []
    assert rules.check(onnx.load(made["int8"].path), "cpu") == []


def test_the_manifest_says_how_it_was_made_and_what_the_gate_said(made):
    told = manifest.read(made["qdq"].path)
    assert told.precision == "qdq" and told.made["method"].startswith("S8S8, ") and told.made["agreed"] == told.made["of"]
    assert told.source == "trained for Owlish: models/weights/clip_text.onnx"


def test_a_variant_is_made_once(made, store):
    path = made["qdq"].path
    before = path.stat().st_mtime_ns
    assert variants.make(find("clip-text"), "qdq", store, path.parent) == path
    assert path.stat().st_mtime_ns == before


def test_one_that_was_changed_is_made_anew(made, store):
    path = made["fp16"].path
    path.write_bytes(b"damaged")
    variants.make(find("clip-text"), "fp16", store, path.parent)
    assert manifest.read(path).precision == "fp16"


def test_a_draft_is_what_ships_or_the_float_graph_or_made_without_a_judge(made, store, tmp_path, monkeypatch):
    monkeypatch.setattr(variants, "Gate", None)
    network = find("clip-text")
    drafts = {variant: variants.draft(network, variant, store, tmp_path) for variant in VARIANTS}
    assert drafts["int8"] == network.artefact(store) and drafts["fp32"] == tmp_path / "clip-text.fp32.onnx"
    assert drafts["qdq"].stat().st_size < 0.3 * drafts["fp32"].stat().st_size and rules.check(onnx.load(drafts["qdq"]), "tensorrt") == []
    assert drafts["fp16"].read_bytes() == made["fp16"].path.read_bytes()


def test_what_cannot_be_made_says_why_and_leaves_no_file(store, tmp_path, default_models, monkeypatch):
    monkeypatch.setattr(variants, "SAMPLES", 4)
    monkeypatch.setattr(variants, "JUDGED", 4)
    with pytest.raises(UnfitGraph, match="has branches"):
        variants.build(find("vad"), "fp16", store, tmp_path)
    with pytest.raises(NotFaithful, match=r"qdq of 'vad' has .* times the bytes of FP32, so nothing is won; FP32 is kept"):
        variants.build(find("vad"), "qdq", store, tmp_path)
    assert not list(tmp_path.glob("*.fp16.onnx")) and not list(tmp_path.glob("*.qdq.onnx"))
