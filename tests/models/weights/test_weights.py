import pytest

from models import weights
from models.errors import DamagedModel, ModelMissing


def test_what_was_signed_is_found_again(tmp_path):
    (tmp_path / "one.onnx").write_bytes(b"one")
    (tmp_path / "two.onnx").write_bytes(b"two")
    weights.sign("one.onnx", tmp_path)
    weights.sign("two.onnx", tmp_path)
    assert weights.verified("one.onnx", tmp_path).read_bytes() == b"one"
    assert set(weights.entries(tmp_path)) == {"one.onnx", "two.onnx"}


@pytest.mark.parametrize("content", [b"two", b"", b"one more"])
def test_a_changed_file_is_not_loaded(tmp_path, content):
    (tmp_path / "one.onnx").write_bytes(b"one")
    weights.sign("one.onnx", tmp_path)
    (tmp_path / "one.onnx").write_bytes(content)
    with pytest.raises(DamagedModel, match="is not the file that was shipped"):
        weights.verified("one.onnx", tmp_path)


def test_what_nobody_signed_is_missing(tmp_path):
    (tmp_path / "one.onnx").write_bytes(b"one")
    with pytest.raises(ModelMissing):
        weights.verified("one.onnx", tmp_path)


def test_every_shipped_artefact_is_whole_and_has_a_card():
    for name in weights.entries():
        path = weights.verified(name)
        assert path.with_suffix(".md").is_file() or any(name in card.read_text("utf-8") for card in path.parent.glob("*.md"))
