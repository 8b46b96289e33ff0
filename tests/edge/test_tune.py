"""The fastest that passes is kept; what fails, falls or is refused is told; and the choice is what the run time then opens."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from edge.errors import NotFaithful
from edge.networks import Network, find
from edge.providers import Limits
from edge.tune import Row, Tuning, fastest, missing, race, tune
from models.choice import SHIPPED, read
from models.errors import CannotKeep
from models.providers import CPU, CUDA, TENSORRT
from models.runtime import ONNX_RUNTIME, open_session
from models.store import Store, sha256
from tests.models.runtimes import Accelerated, Failing, Falling, Idle
from tests.models.test_runtime import answer, graph

SLOW = 0.002


@dataclass(frozen=True)
class Adding:
    """A network that adds one. Its shipped artefact and its variants are files of a test."""

    home: Path
    id: str = "adding"
    name: str = "adding"
    model: str = ""

    def artefact(self, store: Store) -> Path:
        return self.home / "add.onnx"

    def feeds(self, store: Store, count: int, seed: int) -> Iterator[dict[str, np.ndarray]]:
        yield from ({"x": np.full(4, number, np.float32)} for number in range(count))

    def agreement(self, wanted: dict, got: dict) -> list[bool]:
        return [bool(np.allclose(wanted["y"], got["y"]))]


class Slow(Accelerated):
    """Sessions of graphs by these names take longer, in time that passes and of the processor."""

    def __init__(self, *names: str, slow: tuple[str, ...] = ()) -> None:
        super().__init__(*names)
        self.slow = slow

    def open(self, path, options, providers):
        session = super().open(path, options, providers) if self.names else ONNX_RUNTIME.open(path, options, providers)
        run = session.run

        def slowly(*arguments):
            until = time.process_time() + SLOW
            while time.process_time() < until:
                pass
            return run(*arguments)

        if path.name in self.slow:
            session.run = slowly
        return session


@pytest.fixture
def adding(tmp_path: Path) -> Network:
    home = tmp_path / "shipped"
    shipped = graph(home / "add.onnx", 1.0)
    (home / "manifest.json").write_text(json.dumps({"add.onnx": {"sha256": sha256(shipped), "bytes": shipped.stat().st_size}}))
    return Adding(home)  # type: ignore[return-value]


def made(network: Adding, variant: str, store: Store, folder: Path, **_: object) -> Path:
    """fp32 and fp16 are right, qdq is wrong, int8 is what ships."""
    path = folder / f"add.{variant}.onnx"
    if variant == "int8":
        path.write_bytes(network.artefact(store).read_bytes())
        return path
    return graph(path, {"fp32": 1.00001, "fp16": 1.00002, "qdq": 3.0}[variant])


@pytest.fixture
def tuning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OWLISH_CHOICES", str(tmp_path / "choices.json"))

    def make(runtime=ONNX_RUNTIME, make=made) -> Tuning:
        store = Store(tmp_path / "models")
        return Tuning(store, Limits(tmp_path / "compiled"), runtime, rounds=3, count=4, file=tmp_path / "choices.json", make=make)

    return make


def by(rows: list[Row]) -> dict[tuple[str, str], Row]:
    return {(row.variant, row.provider): row for row in rows}


def test_the_fastest_that_passes_is_kept_and_opened_from_then_on(adding, tuning) -> None:
    runtime = Slow(slow=("add.onnx", "add.fp16.onnx"))
    rows = by(list(tune([adding], tuning(runtime))))
    assert rows["fp32", CPU].chosen and rows["fp32", CPU].ms < rows[SHIPPED, CPU].ms
    assert rows["qdq", CPU].trouble == "0 of 4 answers are the float graph's, and 99 % are asked for" and not rows["qdq", CPU].ms
    assert rows["int8", CPU].trouble == "is what ships"
    (choice,) = read(tuning(runtime).device).choices
    assert (choice.network, choice.variant, choice.provider) == ("adding", "fp32", CPU)
    assert answer(open_session(adding.home / "add.onnx", runtime=runtime)) == pytest.approx(1.00001, abs=1e-6)


def test_what_is_hardly_faster_is_no_reason_to_leave_what_ships() -> None:
    rows = [Row("n", SHIPPED, CPU, 1.0), Row("n", "fp32", CPU, 0.97), Row("n", "qdq", CPU, 0.1, trouble="wrong")]
    assert fastest(rows) == 0 and fastest([*rows, Row("n", "fp16", CPU, 0.9)]) == 3


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


@pytest.mark.parametrize(
    ("runtime", "said"),
    [(Falling(CUDA), "CUDA was wanted, and CPU would have run"), (Failing(CUDA), "libcudnn.so.9"), (Idle(CUDA), "it took none of the")],
)
def test_a_provider_that_does_not_run_is_told_and_never_chosen(adding, tuning, runtime, said: str) -> None:
    rows = by(list(tune([adding], tuning(runtime))))
    assert said in rows["fp16", CUDA].trouble and not rows["fp16", CUDA].chosen
    assert read(tuning(runtime).device).choices[0].provider == CPU


def test_a_variant_that_cannot_be_made_is_told_and_the_others_race(adding, tuning) -> None:
    def refusing(network, variant, *others, **more) -> Path:
        if variant == "fp16":
            raise NotFaithful("fp16 of 'adding' is not kept.")
        return made(network, variant, *others, **more)

    rows = by(list(tune([adding], tuning(make=refusing))))
    assert rows["fp16", ""].trouble == "fp16 of 'adding' is not kept." and sum(row.chosen for row in rows.values()) == 1


def test_a_dry_run_keeps_nothing(adding, tuning, tmp_path: Path) -> None:
    assert any(row.chosen for row in tune([adding], tuning(), dry=True))
    assert not (tmp_path / "choices.json").exists() and not list((tmp_path / "models").iterdir())


def test_what_is_not_prepared_is_a_row_that_says_so_and_the_next_is_measured(adding, tuning, tmp_path: Path) -> None:
    first, *others = tune([find("sentence"), adding], tuning())
    assert "'all-minilm-l6-v2' is not prepared" in first.trouble and any(row.chosen for row in others)


def test_only_what_has_no_choice_is_missing_and_a_new_runtime_has_none(adding, tuning) -> None:
    assert missing([adding], tuning()) == [adding]
    list(tune([adding], tuning()))
    assert missing([adding], tuning()) == []
    newer = Slow()
    newer.version = "99.0"  # type: ignore[misc]
    assert missing([adding], tuning(newer)) == [adding]


def test_when_the_time_is_over_no_further_network_is_begun(adding, tuning) -> None:
    assert list(tune([adding], tuning(), budget=-1)) == []


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


def test_a_place_that_cannot_be_written_is_one_sentence(adding, tuning, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("")
    with pytest.raises(CannotKeep, match="cannot be written"):
        list(tune([adding], tuning()))
    blocked = replace(tuning(), store=Store(tmp_path / "other"), file=tmp_path / "models" / "choices.json")
    with pytest.raises(CannotKeep, match="cannot be written"):
        list(tune([adding], blocked))


def test_what_a_killed_run_left_behind_goes_and_what_a_living_one_needs_stays(adding, tuning, tmp_path: Path) -> None:
    dead, living = (tmp_path / "models" / f"tuning-{number}-x" for number in (2**22 + 1, os.getpid()))
    for folder in (dead, living):
        folder.mkdir(parents=True)
    list(tune([adding], tuning(), dry=True))
    assert not dead.exists() and living.exists()
