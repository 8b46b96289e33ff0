"""What may race: every variant with every provider, save what a draft shows to be slower."""

from __future__ import annotations

from pathlib import Path

from edge.candidates import race
from edge.errors import NotFaithful
from edge.tune import tune
from models.choice import SHIPPED
from models.providers import CPU, CUDA, TENSORRT
from tests.edge.racing import SLOW, Maker, Slow, by, made
from tests.models.runtimes import Accelerated


def test_each_provider_at_hand_is_tried_with_each_variant_that_it_takes(adding, tuning) -> None:
    runtime = Accelerated(TENSORRT, CUDA)
    rows = by(list(tune([adding], tuning(runtime), dry=True)))
    assert {(variant, name) for variant, name in rows} == {
        (SHIPPED, CPU),
        *((variant, name) for variant in ("fp32", "fp16", "int8", "qdq") for name in (TENSORRT, CUDA, CPU)),
    }
    assert rows["int8", TENSORRT].trouble.startswith("TensorRT refuses dynamic quantization")
    asked = dict(runtime.asked)["add.fp16.onnx"]
    assert [name for name, _ in asked][-1] == CPU and rows["fp16", CUDA].ms > 0


def test_a_run_that_dies_without_a_word_is_told_and_the_others_race(adding, tuning) -> None:
    class Dying(Accelerated):
        def open(self, graph, options, providers):
            session = super().open(graph, options, providers)
            if graph.name == "add.fp16.onnx":
                session.run = failing
            return session

    def failing(*_: object) -> None:
        raise MemoryError

    rows = by(list(tune([adding], tuning(Dying(CUDA)))))
    assert rows["fp16", CPU].trouble == "CPU failed while it ran: MemoryError" and "MemoryError" in rows["fp16", CUDA].trouble
    assert sum(row.chosen for row in rows.values()) == 1


def test_what_is_slower_as_a_draft_is_told_with_its_time_and_made_no_further(adding, tuning) -> None:
    make = Maker()
    rows = by(list(tune([adding], tuning(Slow(slow=("add.qdq.onnx",)), make))))
    slow = rows["qdq", CPU]
    assert slow.ms > 1000 * SLOW and slow.trouble.endswith("so no closer form of it was looked for") and not slow.of
    assert "qdq" not in make.asked and not slow.chosen


def test_what_is_faster_with_one_provider_is_made_and_raced_with_that_one_alone(adding, tuning) -> None:
    make, runtime = Maker(), Slow(CUDA, slow=("add.onnx", "add.fp16.onnx", "add.fp16.onnx"), on=CPU)
    rows = by(list(tune([adding], tuning(runtime, make))))
    assert make.asked.count("fp16") == 1
    assert rows["fp16", CUDA].of == 4 and not rows["fp16", CPU].of and "no closer form" in rows["fp16", CPU].trouble


def test_what_ships_is_not_made_again_for_another_provider(adding, tuning) -> None:
    make = Maker()
    rows = by(list(tune([adding], tuning(Slow(CUDA, slow=("add.onnx",), on=CPU), make))))
    assert "int8" not in make.asked and rows["int8", CUDA].of == 4 and rows["int8", CPU].trouble == "is what ships"


def test_a_variant_that_cannot_be_made_is_told_and_the_others_race(adding, tuning) -> None:
    def refusing(network, variant, *others, **more) -> Path:
        if variant == "fp16":
            raise NotFaithful("fp16 of 'adding' is not kept.")
        return made(network, variant, *others, **more)

    rows = by(list(tune([adding], tuning(Slow(slow=("add.onnx",)), refusing))))
    assert rows["fp16", ""].trouble == "fp16 of 'adding' is not kept." and sum(row.chosen for row in rows.values()) == 1


def test_the_candidates_take_turns_and_their_median_counts(adding, tuning) -> None:
    order: list[str] = []

    class Turn:
        def __init__(self, name: str) -> None:
            self.name = name

        def run(self, *_: object) -> None:
            order.append(self.name)

    ticks = iter(range(1000))
    times = race([(Turn("a"), lambda: next(ticks)), (Turn("b"), lambda: 5)], [{}], 3)  # type: ignore[list-item]
    assert order == ["a", "b", "a", "b", "b", "a", "a", "b"] and times == [1000.0, 0.0]
