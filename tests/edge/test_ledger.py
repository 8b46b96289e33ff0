"""Memory is measured in fresh processes, and what cannot be measured says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from edge.ledger import Row, alone, ledger, main, together
from models.device import Device
from models.errors import ModelError
from models.memory import MB
from models.plan import SENTENCE, SIGHT, Need, parsed
from models.store import Store


def test_a_part_alone_holds_more_than_what_it_adds_to_others(store, default_models) -> None:
    (one,) = alone(store, [SENTENCE])
    first, second = together(store, [SENTENCE, SIGHT])
    assert one.part == first.part == SENTENCE and second.part == SIGHT
    assert second.before >= first.before + first.need.resident - 5 * MB
    for row in (one, first, second):
        assert 10 * MB < row.need.resident <= row.need.peak < 200 * MB


def test_what_sees_is_measured_with_the_networks_about_people(store, prepared, tmp_path) -> None:
    prepared("people")
    (tmp_path / "prepared").mkdir()
    for name in ("silero-vad", "ssd-mobilenet-v2-coco", "efficientnet-lite0", "efficientnet-lite3"):
        (tmp_path / "prepared" / name).symlink_to(store.get(name).folder)
    (less,), (more,) = alone(Store(tmp_path), [SIGHT]), alone(store, [SIGHT])
    assert more.need.resident > less.need.resident + 5 * MB


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"Memory could not be measured: Model 'silero-vad' is not prepared.* owlish models pull"):
        list(alone(Store(tmp_path), [SENTENCE]))


@pytest.mark.parametrize("arguments", [[], ["models"], ["models", "nose"]])
def test_what_is_missing_is_told_with_the_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2 and capsys.readouterr().err.startswith("usage: python -m edge.ledger")


@pytest.mark.timeout(60)
def test_what_is_said_beside_the_rows_may_be_longer_than_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONVERBOSE", "1")  # every import is told
    with pytest.raises(ModelError, match="Memory could not be measured"):
        list(alone(Store(tmp_path), [SENTENCE]))


def test_what_a_part_maps_is_held_as_long_as_it_is_there() -> None:
    assert Row(SENTENCE, 100, 130, 150, 7).need == Need(37, 57, 7)


def test_what_is_measured_is_a_ledger_that_can_be_read() -> None:
    rows = [Row(part, 100, 130, 150) for part in ("recognizer", "sentence", "voice", "sight", "reading")]
    device = Device("cpu", 1, (), "", "", "", "1.23", ())
    read = parsed(ledger(10, 5, rows, device, "Python 3.12"))
    assert read.base == 10 and read.screen == 5 and read.needs["voice"] == Need(30, 50) and "Python 3.12" in read.measured
