import numpy as np
import onnx
import pytest

from edge import quantize
from edge.gate import Gate, Verdict, allowed, apart, outputs, search, sensitivity
from edge.networks import Network
from models.vilbert.evaluate import Score
from tests.edge import toys


def endless(seed):
    while True:
        yield from toys.rows(64, seed)


def same(reference, outputs):
    return [bool(reference["said"].argmax() == outputs["said"].argmax())]


TOY = Network("toy", "a test", "toy.onnx", lambda store, seed: endless(seed), same)


@pytest.fixture
def prepared(tmp_path):
    path = tmp_path / "ready.onnx"
    quantize.ready(toys.outliers(tmp_path / "toy.onnx"), path)
    return path


@pytest.fixture
def make(prepared):
    found = quantize.ranges(prepared, list(toys.rows(32)), "minmax")
    return lambda out, left: quantize.qdq(prepared, out, found, left)


def test_a_graph_passes_against_itself(prepared):
    verdict = Gate(TOY, None, prepared, 32).judge(prepared)
    assert verdict.passes and verdict.told == "32 of 32 answers are the float graph's"


def test_the_layer_that_int8_hurts_comes_first(prepared, make):
    layers = quantize.linears(onnx.load(prepared))
    worst = sensitivity(prepared, make, list(toys.rows(4, 1)))
    assert worst[0].name == layers[1] and worst[0].error > 5 * worst[1].error


def test_the_search_leaves_that_layer_in_float_and_says_why(prepared, make, tmp_path):
    gate, layers, told = Gate(TOY, None, prepared, 64), quantize.linears(onnx.load(prepared)), []
    choice = search(gate, make, prepared, tmp_path / "small.onnx", lambda label, done: told.append(label))
    assert choice.verdict.passes and [layer.name for layer in choice.left] == [layers[1]]
    assert choice.left[0].told.startswith(f"'{layers[1]}' stays in float: quantized alone it moves the output by ")
    assert {"Which layers are sensitive", "Leaving the worst layers in float"} == set(told)
    assert gate.judge(tmp_path / "small.onnx").passes


def test_what_passes_with_layers_in_float_is_judged_on_other_inputs(prepared):
    gate = Gate(TOY, None, prepared, 8)
    assert not any(np.array_equal(one["x"], other["x"]) for one, other in zip(gate.feeds, gate.elsewhere.feeds, strict=True))


def test_a_hopeless_graph_is_given_up_without_a_search(prepared, tmp_path):
    def shuffled(out, left):
        onnx.save(onnx.load(toys.outliers(tmp_path / "other.onnx", seed=9)), out)

    choice = search(Gate(TOY, None, prepared, 32), shuffled, prepared, tmp_path / "small.onnx")
    assert not choice.verdict.passes and choice.left == ()


def scores(**shares):
    return {kind: Score(kind, right, of) for kind, (right, of) in shares.items()}


@pytest.mark.parametrize(
    ("after", "passes"),
    [((396, 400), False), ((398, 400), True), ((399, 400), True)],
    ids=["a whole point is too much", "half a point may go", "a quarter of a point"],
)
def test_accuracy_by_kind_may_lose_half_a_point(after, passes):
    verdict = Verdict(100, 100, scores(colour=(400, 400), count=(10, 10)), scores(colour=after, count=(10, 10)))
    assert verdict.passes is passes


def test_of_a_small_kind_one_answer_may_go_and_two_may_not():
    assert Verdict(100, 100, scores(count=(10, 10)), scores(count=(9, 10))).passes
    failed = Verdict(100, 100, scores(count=(10, 10)), scores(count=(8, 10)))
    assert not failed.passes and failed.told.endswith("count loses 20.0 points")


def test_99_of_100_answers_must_be_the_same_and_of_few_all_but_one():
    assert [allowed(of) for of in (1000, 100, 20, 2)] == [990, 99, 19, 1]
    assert not Verdict(0, 0).passes


def test_what_is_not_finite_is_infinitely_far(prepared):
    said = outputs(prepared, toys.rows(1))
    assert apart(said, [{"said": np.full_like(said[0]["said"], np.nan)}]) == float("inf")
    assert apart(said, said) == 0
