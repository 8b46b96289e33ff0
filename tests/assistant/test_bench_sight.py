"""The precision that `owlish bench` tells is that of the graph which really runs on this device, not of the one that ships."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.commands.bench_sight import precision
from edge import floats, half
from edge.networks import find
from models.choice import Choice, Choices, digest_of, keep
from models.providers import CUDA, PLAIN, Provider
from models.runtime import device_of
from models.store import Store, sha256

NETWORK = "drawings"


@pytest.fixture
def choose(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """`choose("fp32")`: this device has chosen that variant, as `owlish edge tune` keeps it. Returns the variant."""
    monkeypatch.setenv("OWLISH_CHOICES", str(tmp_path / "choices.json"))

    def made(variant: str, providers: tuple[Provider, ...] = PLAIN) -> Path:
        shipped = find(NETWORK).artefact(store)
        graph = tmp_path / "chosen" / f"{NETWORK}.{variant}.onnx"
        graph.parent.mkdir()
        floats.dequantize(shipped, plain := tmp_path / "plain.onnx")
        half.halve(plain, graph) if variant == "fp16" else plain.rename(graph)
        kept = {"file": f"chosen/{graph.name}", "sha256": sha256(graph), "bytes": graph.stat().st_size}
        keep(Choices(device_of(), (Choice(NETWORK, digest_of(shipped), variant, providers, 1.0, 2.0, **kept),)))
        return graph

    return made


def test_what_ships_runs_where_nothing_was_chosen(store: Store) -> None:
    assert precision(NETWORK, store) == "int8"


def test_a_chosen_float_variant_is_told_in_place_of_what_ships(store: Store, choose) -> None:
    choose("fp32")
    assert precision(NETWORK, store) == "float"


def test_fp16_is_not_told_where_the_processor_makes_float_of_it(store: Store, choose) -> None:
    choose("fp16")
    assert precision(NETWORK, store) == "float"


def test_where_the_choice_cannot_run_what_ships_is_told(store: Store, choose, caplog: pytest.LogCaptureFixture) -> None:
    choose("fp32").write_bytes(b"changed")
    assert precision(NETWORK, store) == "int8" and "is not the file that was chosen" in caplog.text


def test_where_the_chosen_provider_is_missing_what_ships_is_told(store: Store, choose, caplog: pytest.LogCaptureFixture) -> None:
    choose("fp32", ((CUDA, {}), *PLAIN))
    assert precision(NETWORK, store) == "int8" and "The execution provider CUDA is not part of this ONNX Runtime" in caplog.text
