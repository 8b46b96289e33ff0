import json

import pytest

from assistant.commands import edge_graphs as command
from edge.errors import UnfitGraph, UnknownNetwork
from edge.networks import find
from edge.rules import Finding


def lines(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture
def few(default_models, monkeypatch):
    monkeypatch.setattr(command, "ALL", tuple(map(find, ("vad", "detector", "sentence"))))


def test_every_network_is_told_with_the_kernels_that_really_run(few, capsys):
    assert command.networks(as_json=True) == 0
    vad, detector, sentence = lines(capsys)
    assert (detector["network"], detector["kernels"], detector["runs"]) == ("detector", "76 QLinearConv", "int8")
    assert vad["runs"] == "fp32" and "silero-vad" in vad["source"] and "DynamicQuantizeMatMul" in sentence["kernels"]


def test_the_table_says_where_the_wake_word_is(few, capsys):
    command.networks(as_json=False)
    assert "pymicro-wakeword brings its own INT8 TFLite graph" in capsys.readouterr().out


def test_quantizing_shows_what_each_variant_is_worth(default_models, tmp_path, capsys):
    assert command.quantize(["clip-text"], False, tmp_path, False, as_json=True) == 0
    rows = lines(capsys)
    assert [row["variant"] for row in rows] == ["fp32", "fp16", "int8", "qdq"] and all(row["kept"] for row in rows)
    assert rows[3]["share"] < 0.3 and rows[3]["findings"] == [] and rows[3]["told"].startswith("48 of 48 answers")
    assert (tmp_path / "clip-text.qdq.json").is_file()


def test_a_variant_that_cannot_be_is_told_and_the_others_are_made(default_models, tmp_path, capsys, monkeypatch):
    def refuse(*_):
        raise UnfitGraph("vad.fp32.onnx has branches (If), which cannot be FP16; keep it in float.")

    monkeypatch.setattr("edge.half.halve", refuse)
    assert command.quantize(["clip-text"], False, tmp_path, False, as_json=False) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "not kept" in shown and "S8S8" in shown


def test_an_unknown_network_is_answered_with_those_that_exist(tmp_path):
    with pytest.raises(UnknownNetwork, match="Network 'eyes' does not exist"):
        command.quantize(["eyes"], False, tmp_path, False, as_json=False)


def test_checking_a_shipped_graph_for_a_cpu_finds_nothing_and_for_tensorrt_what_it_refuses(store, default_models, capsys):
    path = find("sentence").artefact(store)
    assert command.check([path], "cpu", as_json=True) == 0
    assert command.check([path], "tensorrt", as_json=True) == 2
    fine, refused = lines(capsys)
    assert fine["findings"] == [] and {finding["rule"] for finding in refused["findings"]} == {"dynamic", "type"}


def test_what_is_no_graph_is_a_finding_and_the_next_is_checked_all_the_same(store, default_models, tmp_path, capsys):
    (tmp_path / "text.onnx").write_text("hello")
    assert command.check([tmp_path / "text.onnx", find("clip-text").artefact(store)], "cpu", as_json=False) == 2
    shown = capsys.readouterr().out
    assert "is no ONNX graph" in shown and "nothing against it for cpu" in shown


def test_many_findings_of_one_rule_are_shortened():
    told = list(command.shortened([Finding("dynamic", str(number), f"node {number}") for number in range(9)]))
    assert told == ["dynamic: node 0", "dynamic: node 1", "dynamic: node 2", "dynamic: and 6 more nodes"]


def test_the_command_line_wants_a_network_and_a_target_that_exist(owlish):
    done = owlish("edge", "quantize")
    assert done.returncode == 2 and "name a network, or give --all" in done.stderr
    done = owlish("edge", "check", "a.onnx", "--target", "toaster")
    assert done.returncode == 2 and "choose tensorrt or cpu" in done.stderr
