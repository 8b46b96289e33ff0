from bench.whole import model_of, routing
from edge.networks import find


def test_a_model_is_opened_with_its_float_graphs(store, default_models, tmp_path):
    folder = model_of(("vilbert-caption", "vilbert-picture"), store, tmp_path / "variants", tmp_path / "model")
    assert (folder / "vilbert_caption.onnx").stat().st_size > 3 * find("vilbert-caption").artefact(store).stat().st_size
    assert (folder / "vilbert_question.onnx").read_bytes() == find("vilbert-question").artefact(store).read_bytes()


def test_routing_is_compared_sentence_by_sentence(store, default_models, tmp_path):
    row = next(routing(store, tmp_path, 2))
    assert row["sentences"] >= 8 and row["same skill"] >= row["sentences"] - 1
