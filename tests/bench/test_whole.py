from bench.whole import compared, model_of
from edge.networks import find


def test_a_model_is_opened_with_its_float_graphs(store, default_models, tmp_path):
    folder = model_of(("vilbert-caption", "vilbert-picture"), store, tmp_path / "variants", tmp_path / "model")
    assert (folder / "vilbert_caption.onnx").stat().st_size > 3 * find("vilbert-caption").artefact(store).stat().st_size
    assert (folder / "vilbert_question.onnx").read_bytes() == find("vilbert-question").artefact(store).read_bytes()


def test_routing_is_compared_sentence_by_sentence():
    told = compared(["timer", "look", "-"], ["timer", "find", "-"], ["timer", "find", "chat"])
    assert told == {"sentences": 3, "same skill": 2, "right fp32": 1, "right int8": 2}
