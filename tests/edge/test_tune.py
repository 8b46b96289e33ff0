"""The fastest that passes is kept; what fails, falls or is refused is told; and the choice is what the run time then opens."""

from __future__ import annotations

import os
import resource
from dataclasses import replace
from pathlib import Path

import pytest

from edge.candidates import Row
from edge.networks import find
from edge.tune import fastest, missing, tune
from models.choice import SHIPPED, read
from models.errors import CannotKeep
from models.providers import CPU, CUDA
from models.runtime import open_session
from models.store import Store
from tests.edge.racing import Slow, by
from tests.models.runtimes import Failing, Falling, Idle
from tests.models.test_runtime import answer


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


@pytest.mark.parametrize(
    ("runtime", "said"),
    [(Falling(CUDA), "CUDA was wanted, and CPU would have run"), (Failing(CUDA), "libcudnn.so.9"), (Idle(CUDA), "it took none of the")],
)
def test_a_provider_that_does_not_run_is_told_and_never_chosen(adding, tuning, runtime, said: str) -> None:
    rows = by(list(tune([adding], tuning(runtime))))
    assert said in rows["fp16", CUDA].trouble and not rows["fp16", CUDA].chosen
    assert read(tuning(runtime).device).choices[0].provider == CPU


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


def test_a_disk_that_is_full_is_told_with_the_folder_that_is_on_it(adding, tuning, tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, before[1]))  # no file grows further, as on a full disk
    try:
        with pytest.raises(CannotKeep, match=f"^{tmp_path / 'models'} cannot be written \\("):
            list(tune([adding], tuning()))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


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
