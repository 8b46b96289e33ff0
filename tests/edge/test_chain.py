"""The chain from end to end, with a tiny network."""

import json

import pytest

torch = pytest.importorskip("torch")
import onnx  # noqa: E402

from edge import chain  # noqa: E402
from edge.carry import overrides  # noqa: E402
from edge.qat import train_quantized  # noqa: E402
from edge.quantize import ready  # noqa: E402
from tests.edge.made import teacher  # noqa: E402
from tests.models.vilbert.made import WIDTH  # noqa: E402

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    work = tmp_path_factory.mktemp("work")
    patch = pytest.MonkeyPatch()
    for name, value in (("edge.shrink.SEEN", 2), ("edge.artefacts.PICTURES", 3), ("edge.table.TIMED", 1), ("edge.table.ROUNDS", 1)):
        patch.setattr(name, value)
    lessons = teacher(work)
    arguments = f"--work {work} --teacher teacher --steps 10 --share 0.8 --pictures 2 --batch 2".split()
    chain.main(arguments)
    yield work, lessons, arguments
    patch.undo()


def test_every_step_and_every_step_left_out_has_a_row(made):
    work, _, _ = made
    rows = json.loads((work / "edge" / "chain-10" / "chain.json").read_text("utf-8"))
    labels = [row["label"] for row in rows]
    assert labels[:6] == ["teacher, FP32", "1 distil", "2 prune", "3 qat", "4 quantize: QDQ", "4 quantize: dynamic"]
    assert labels[6:10] == [f"without {step}" for step in ("distil", "prune", "qat", "quantize")]
    assert all(row["scores"]["all"]["of"] == rows[0]["scores"]["all"]["of"] > 0 for row in rows)


def test_the_network_has_the_share_that_was_asked_for(made):
    work, _, _ = made
    rows = {row["label"]: row for row in json.loads((work / "edge" / "chain-10" / "chain.json").read_text("utf-8"))}
    whole = rows["teacher, FP32"]
    assert 0.7 * whole["trainable"] < rows["2 prune"]["trainable"] <= 0.8 * whole["trainable"]
    assert rows["without prune"]["trainable"] == rows["1 distil"]["trainable"] < whole["trainable"]
    assert rows["4 quantize: dynamic"]["bytes"] < 0.5 * rows["3 qat"]["bytes"] < 0.5 * whole["bytes"]


def test_the_table_is_markdown_and_the_plot_a_png(made):
    work, _, _ = made
    told = (work / "edge" / "chain-10" / "chain.md").read_text("utf-8").splitlines()
    assert told[0].startswith("Questions: all ") and len({line.count("|") for line in told[2:]}) == 1 and len(told) == 2 + 2 + 13
    assert (work / "edge" / "chain-10" / "chain.png").read_bytes().startswith(b"\x89PNG")


def test_what_is_done_is_not_done_again(made, capsys):
    work, _, arguments = made
    before = {path: path.stat().st_mtime_ns for path in (work / "edge" / "chain-10").rglob("checkpoint.pt")}
    chain.main([*arguments, "--beside", "nothing"])
    told = capsys.readouterr().out
    assert "questions/s" not in told and "trainable parameters" not in told and "Parity: of " in told
    assert len(before) == 10 and before == {path: path.stat().st_mtime_ns for path in before}


def test_the_teacher_alone_can_be_left_out(made):
    work, _, arguments = made
    before = {path: path.stat().st_mtime_ns for path in (work / "edge" / "chain-10").rglob("checkpoint.pt")}
    chain.main([*arguments, "--beside", "labels", "--out", str(work / "labels")])
    rows = json.loads((work / "labels" / "chain.json").read_text("utf-8"))
    assert [row["label"] for row in rows[5:]] == ["4 quantize: dynamic", "after 2: labels, equal steps", "after 2: labels, equal time"]
    assert before == {path: path.stat().st_mtime_ns for path in before}


def test_a_chain_may_leave_columns_of_the_word_table(made):
    work, _, arguments = made
    chain.main([*arguments, "--columns", "12", "--steps", "4", "--name", "narrow", "--beside", "nothing"])
    rows = json.loads((work / "edge" / "narrow" / "chain.json").read_text("utf-8"))
    words = (rows[0]["total"] - rows[0]["trainable"]) // WIDTH
    assert [(row["total"] - row["trainable"]) // words for row in rows] == [WIDTH, *[12] * 5]


def test_the_graphs_hold_the_learned_step_sizes(made, tmp_path):
    """Each of a layer's weights in eight bits has the scale that training ended with, and so has what the layer reads."""
    work, lessons, _ = made
    run = work / "edge" / "chain-10" / "taught"
    _, learned = train_quantized(lessons, lessons.read(run / "qat"), run / "qat", 1, lessons.read(work / "teacher").network)
    steps = learned.steps()
    for name in ("picture", "question"):
        graph = onnx.load(work / "edge" / "chain-10" / "graphs" / "taught-qat-qdq" / f"vilbert_{name}.onnx").graph
        held = {item.name: onnx.numpy_helper.to_array(item) for item in graph.initializer}
        ready(work / "edge" / "chain-10" / "graphs" / "taught-qat-fp32" / f"vilbert_{name}.onnx", tmp_path / "ready.onnx")
        wanted = overrides(tmp_path / "ready.onnx", steps)
        scales = {tensor: held[f"{tensor}_scale"] for tensor in wanted if f"{tensor}_scale" in held}
        assert len(scales) > 10
        for tensor, scale in scales.items():
            assert scale.ravel().tolist() == pytest.approx([float(entry["scale"]) for entry in wanted[tensor]], rel=1e-6)
            assert not held[f"{tensor}_zero_point"].any()


def test_a_chain_does_not_go_on_with_other_settings(made, capsys):
    _, _, arguments = made
    with pytest.raises(SystemExit) as stopped:
        chain.main([*arguments, "--seed", "1"])
    assert stopped.value.code == 2 and "choose another --name" in capsys.readouterr().err


def test_a_missing_teacher_is_one_sentence(tmp_path, capsys):
    with pytest.raises(SystemExit) as stopped:
        chain.main(["--work", str(tmp_path)])
    assert stopped.value.code == 2 and "table.npy does not exist; make it" in capsys.readouterr().err


def test_a_share_that_cannot_be_reached_is_one_sentence(tmp_path, capsys):
    with pytest.raises(SystemExit) as stopped:
        chain.main(["--work", str(tmp_path), "--share", "0.01"])
    assert stopped.value.code == 2 and "--share is 0.01" in capsys.readouterr().err
