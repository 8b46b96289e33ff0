"""Graphs from a checkpoint."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from edge import artefacts  # noqa: E402
from models.vilbert.runtime import Fusion  # noqa: E402
from models.vilbert.tokens import empty  # noqa: E402
from tests.edge.made import teacher  # noqa: E402


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    work = tmp_path_factory.mktemp("work")
    patch = pytest.MonkeyPatch()
    patch.setattr("edge.artefacts.PICTURES", 4)
    lessons = teacher(work)
    plain = artefacts.plain(lessons, work / "teacher", work / "fp32")
    yield work, lessons, plain
    patch.undo()


def test_the_float_graph_answers_as_the_network(made):
    work, lessons, plain = made
    assert artefacts.same_answers(lessons, lessons.read(work / "teacher").network.eval(), plain) == (16, 16)


def test_both_kinds_of_eight_bits_are_smaller_and_can_be_opened(made):
    work, _, plain = made
    for make, name in ((artefacts.dynamic, "int8"), (artefacts.qdq, "qdq")):
        folder = make(plain, work / name)
        fusion = Fusion(folder)
        assert fusion.facts["precision"] == name and artefacts.size(folder) < artefacts.size(plain)
        assert len(fusion.read(fusion.see(empty(2)), "what is this").best) == 5


def test_calibration_sees_features_that_simulated_pictures_lack(made):
    _, _, plain = made
    fed = artefacts.feeds(plain)
    assert all(np.ptp(feeds["features"]) > 0 for feeds in fed["vilbert_picture.onnx"]) and fed["vilbert_caption.onnx"]
    assert len(fed["vilbert_question.onnx"]) >= 16
