"""A choice holds for one artefact on one device; what is damaged, foreign or gone leaves the shipped artefact in its place."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from models.choice import Choice, Choices, chosen, digest_of, forget, keep, read
from models.device import Device
from models.errors import CannotKeep
from models.providers import PLAIN
from models.store import sha256

HERE = Device("cpu", 2, ("avx2",), "", "", "", "1.23.2", ("CPUExecutionProvider",))


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """An artefact with its manifest, as the store leaves it."""
    graph = tmp_path / "prepared" / "eye" / "eye.onnx"
    graph.parent.mkdir(parents=True)
    graph.write_bytes(b"shipped")
    (graph.parent / "manifest.json").write_text(json.dumps({"files": {"eye.onnx": {"sha256": sha256(graph), "bytes": 7}}}))
    return graph


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "choices.json"


def made(shipped: Path, where: Path, **other: object) -> Choice:
    """A chosen variant on disk."""
    path = where.parent / "chosen" / "eye.fp32.onnx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"variant")
    one = Choice("eye", digest_of(shipped), "fp32", PLAIN, 1.0, 2.0, "chosen/eye.fp32.onnx", sha256(path), 7)
    return replace(one, **other)  # type: ignore[arg-type]


def test_the_chosen_variant_is_loaded_in_place_of_the_shipped_artefact(shipped: Path, file: Path) -> None:
    keep(Choices(HERE, (one := made(shipped, file),)), file)
    assert chosen(shipped, HERE, file) == (file.parent / one.file, one)
    assert read(HERE, file).of("eye") == one and one.provider == "CPUExecutionProvider"


def test_where_the_shipped_one_won_it_stays_and_its_provider_is_known(shipped: Path, file: Path) -> None:
    keep(Choices(HERE, (one := made(shipped, file, variant="shipped", file="", sha256="", bytes=0),)), file)
    assert chosen(shipped, HERE, file) == (shipped, one)


def test_another_device_and_another_artefact_have_no_choice(shipped: Path, file: Path) -> None:
    keep(Choices(HERE, (made(shipped, file),)), file)
    assert chosen(shipped, replace(HERE, onnxruntime="1.24"), file) is None
    assert chosen(shipped, replace(HERE, driver="570"), file) is None
    (shipped.parent / "manifest.json").write_text(json.dumps({"files": {"eye.onnx": {"sha256": "other", "bytes": 7}}}))
    assert chosen(shipped, HERE, file) is None


@pytest.mark.parametrize("damage", [b"changed", b"short", None])
def test_a_variant_that_is_damaged_or_gone_is_told_once_and_not_loaded(
    shipped: Path, file: Path, damage: bytes | None, told: list[str]
) -> None:
    keep(Choices(HERE, (one := made(shipped, file),)), file)
    path = file.parent / one.file
    path.unlink() if damage is None else path.write_bytes(damage)
    assert chosen(shipped, HERE, file) is None
    (said,) = told
    assert "is not the file that was chosen, so eye runs as it was shipped; run: owlish edge tune." in said


DAMAGED = (
    "",
    "{",
    "[]",
    "null",
    '{"format": 1}',
    '{"format": 1, "devices": []}',
    '{"format": 1, "devices": {"another": {}}}',
    '{"format": 1, "devices": {"another": {"choices": [{}]}}}',
)


@pytest.mark.parametrize("content", [*DAMAGED, '{"format": 99, "devices": {}}', '{"format": 99, "devices": [7]}'])
def test_a_file_that_is_none_or_newer_is_no_choice_and_is_written_anew(shipped: Path, file: Path, content: str) -> None:
    file.write_text(content)
    assert chosen(shipped, HERE, file) is None
    keep(Choices(HERE, (made(shipped, file),)), file)
    assert chosen(shipped, HERE, file) is not None


def test_choices_of_other_devices_stay_and_variants_that_nobody_names_go(shipped: Path, file: Path) -> None:
    board = replace(HERE, gpu="Orin")
    keep(Choices(board, (made(shipped, file),)), file)
    (file.parent / "chosen" / "old.onnx").write_bytes(b"old")
    keep(Choices(HERE, (made(shipped, file, variant="shipped", file=""),)), file)
    assert read(board, file).choices and read(HERE, file).choices
    assert [path.name for path in (file.parent / "chosen").iterdir()] == ["eye.fp32.onnx"]


def test_forgotten_choices_are_gone_with_their_files(shipped: Path, file: Path) -> None:
    keep(Choices(HERE, (made(shipped, file), made(shipped, file, network="ear", artefact="x"))), file)
    assert [one.network for one in forget(HERE, ["ear"], file)] == ["ear"]
    assert [one.network for one in read(HERE, file).choices] == ["eye"]
    assert [one.network for one in forget(HERE, file=file)] == ["eye"]
    assert forget(HERE, file=file) == () and not list((file.parent / "chosen").iterdir())


CHANGE = """
import sys
from dataclasses import replace
from pathlib import Path
from models.choice import changing, keep, read
from models.device import Device
file, device, one = Path(sys.argv[1]), eval(sys.argv[2]), eval(sys.argv[3], {**vars(__import__("models.choice", fromlist=["Choice"]))})
for number in range(25):
    with changing(file):
        known = read(device, file)
        keep(replace(known, choices=(*known.choices, replace(one, network=f"{sys.argv[4]}{number}"))), file)
"""


def test_processes_that_choose_at_once_keep_what_the_others_chose(shipped: Path, file: Path) -> None:
    one = repr(made(shipped, file))
    command = [sys.executable, "-c", CHANGE, str(file), repr(HERE), one]
    running = [subprocess.Popen([*command, name], cwd=Path(__file__).parents[2]) for name in ("eye", "ear", "nose")]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert len({choice.network for choice in read(HERE, file).choices}) == 75


def test_a_graph_without_a_manifest_has_no_choice(tmp_path: Path, file: Path) -> None:
    (tmp_path / "loose.onnx").write_bytes(b"")
    assert digest_of(tmp_path / "loose.onnx") == ""


def test_a_place_that_cannot_be_written_is_one_sentence(shipped: Path, file: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(CannotKeep, match=r"choices.json cannot be written \(.+\); choose another folder with OWLISH_MODELS"):
        keep(Choices(HERE, (made(shipped, file),)), tmp_path / "taken" / "choices.json")
