"""A bundle has everything that the device needs, and nothing is left where one could not be made."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile

import pytest

from edge import bundle, lock, targets
from edge.bundle_manifest import UnfitBundle
from edge.verify import verify
from models.errors import DamagedModel, FetchFailed, ModelMissing
from models.store import Store, silent
from models.whisper.convert import convert
from models.whisper.own import described, opened
from models.whisper.vocabulary import ENGLISH
from tests.models.whisper.tiny import save

from .conftest import VERSION

PLACE = "eval \"$(sed -n '/^fail() {/,/^}/p; /^place_models() {/,/^}/p' install.sh)\"; place_models"
"""The installer's own step, alone."""


def test_a_bundle_has_the_wheels_of_its_lock_the_models_and_the_licences(folder, store, device):
    assert folder.name == f"owlish-{VERSION}-cpu-{device.arch}-py{device.python}"
    wheels = lock.parse((folder / "lock.txt").read_text())
    assert [wheel.name for wheel in wheels] == ["owlish", "digits", "onnxruntime", "sums"]
    assert all(lock.is_there(wheel, folder / "wheels") for wheel in wheels)
    model = store.get("silero-vad")
    assert {path.name for path in (folder / "models" / "silero-vad").iterdir()} == {path.name for path in model.folder.iterdir()}
    assert (folder / "licences" / "owlish" / "NOTICE").read_text() == "who made it"
    assert (folder / "licences" / "sums" / "LICENSE.txt").read_text() == "the licence of sums"


def test_sha256sum_agrees_with_the_sums(folder):
    assert subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=folder).returncode == 0


def test_the_installer_is_told_what_the_bundle_is_for(folder, device):
    settings = dict(line.split("=", 1) for line in (folder / "bundle.env").read_text().splitlines())
    assert (settings["ARCH"], settings["PYTHON"], settings["GLIBC"], settings["WHEELS"]) == (device.arch, device.python, "2.28", "1")
    assert int(settings["MODELS_KB"]) > 1000


def test_without_the_wheels_the_lock_still_names_them(made):
    small = made(wheels=False)
    assert [path.name for path in (small / "wheels").iterdir()] == [f"owlish-{VERSION}-py3-none-any.whl"]
    assert len(lock.parse((small / "lock.txt").read_text())) == 4
    assert (small / "licences" / "sums" / "LICENSE.txt").is_file()
    assert list(small.parent.iterdir()) == [small]


def test_a_bundle_that_is_there_already_is_left_alone(folder, tmp_path):
    work = tmp_path / "work"
    work.mkdir()
    with pytest.raises(UnfitBundle, match=r"is there already; take it away, or name another folder with --out\.$"):
        bundle.put(work, folder.name, tmp_path, False, lambda label, done: None)
    assert (folder / "manifest.json").is_file()


def test_a_bundle_that_is_there_is_told_before_anything_is_fetched(made, monkeypatch):
    made()
    monkeypatch.setenv("PIP_FIND_LINKS", "/dev/null")
    with pytest.raises(UnfitBundle, match="is there already"):
        made()


def test_a_model_that_is_not_prepared_stops_the_bundle_and_nothing_is_left(made, tmp_path):
    with pytest.raises(ModelMissing, match="run: owlish models pull silero-vad"):
        made(store=Store(tmp_path / "empty"))
    assert list((tmp_path / "out").iterdir()) == []


def test_wheels_that_do_not_exist_for_the_device_stop_the_bundle(made, tmp_path):
    with pytest.raises(FetchFailed, match=r"A set of wheels for cpu-.* could not be fetched"):
        made(further=("nothing-of-this-name",))
    assert list((tmp_path / "out").iterdir()) == []


def test_another_version_can_be_asked_for(made):
    made_for = targets.choose("cpu", "3.12", "aarch64")
    wheels = lock.parse((made(on=made_for, further=("onnxruntime<1.24",)) / "lock.txt").read_text())
    assert next(wheel.version for wheel in wheels if wheel.name == "onnxruntime") == "1.23.2"


def test_a_tar_unpacks_to_the_folder_that_it_was_made_of_and_its_manifest_leads(folder, tmp_path):
    whole = tmp_path / "whole.tar"
    bundle.write_tar(folder, folder.name, whole, lambda label, done: None)
    with tarfile.open(whole) as archive:
        assert archive.getnames()[0] == f"{folder.name}/manifest.json"
    (tmp_path / "elsewhere").mkdir()
    subprocess.run(["tar", "xf", whole], cwd=tmp_path / "elsewhere", check=True)
    assert subprocess.run(["diff", "-r", folder, tmp_path / "elsewhere" / folder.name]).returncode == 0
    assert (tmp_path / "elsewhere" / folder.name / "install.sh").stat().st_mode & 0o111


def test_the_same_folder_makes_the_same_tar_at_any_time(folder, tmp_path):
    for name in ("first.tar", "second.tar"):
        bundle.write_tar(folder, folder.name, tmp_path / name, lambda label, done: None)
        os.utime(folder / "lock.txt", (0, 0))
    assert (tmp_path / "first.tar").read_bytes() == (tmp_path / "second.tar").read_bytes()


def test_a_tar_is_all_that_is_left_where_one_was_asked_for(made, device, tmp_path):
    assert made(tar=True).name == f"owlish-{VERSION}-cpu-{device.arch}-py{device.python}.tar"
    assert len(list((tmp_path / "out").iterdir())) == 1


@pytest.fixture
def own(store, prepared, tmp_path):
    """A store that has a recognizer `mine` of toy size beside the models of this machine."""
    prepared("silero-vad")
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "prepared").symlink_to(store.root / "prepared")
    convert(save(tmp_path / "random.pt", vocabulary=ENGLISH), "mine", tmp_path / "models", prepared, silent)
    return Store(tmp_path / "models")


@pytest.mark.slow
def test_a_recognizer_of_ones_own_is_carried_and_opens_by_its_name_on_the_device(own, made, tmp_path):
    """From one machine to another: built, verified, placed by the installer, found by `whisper:mine`; a changed byte is told."""
    built = made(store=own, further_models=[described("mine")])
    manifest = verify(built, None)
    assert manifest.models == {"silero-vad": "MIT", "whisper:mine": "that of its weights"}
    files = opened("mine", own.root).folder.iterdir()
    assert {path for path in manifest.files if "mine" in path} == {f"models/whisper.mine/{file.name}" for file in files}
    environment = {**os.environ, "python": sys.executable, "models": str(tmp_path / "device"), "PYTHONPATH": os.getcwd()}
    done = subprocess.run(["sh", "-c", PLACE], cwd=built, env=environment, capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout.splitlines() == ["silero-vad: ready", "whisper:mine: ready"], done
    opened("mine", tmp_path / "device")
    (built / "models" / "whisper.mine" / "settings.json").write_text("{}")
    with pytest.raises(UnfitBundle, match=r"models/whisper\.mine/settings\.json"):
        verify(built, None)


@pytest.mark.slow
def test_a_damaged_recognizer_of_ones_own_stops_the_bundle_and_nothing_is_left(own, made, tmp_path):
    (opened("mine", own.root).folder / "decoder.onnx").write_bytes(b"changed")
    with pytest.raises(
        DamagedModel, match=r"decoder\.onnx is not the file that was prepared; make it: owlish edge whisper WEIGHTS --out mine"
    ):
        made(store=own, further_models=[described("mine")])
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.slow
def test_a_recognizer_in_a_folder_of_this_machine_needs_a_name(own, made):
    where = str(opened("mine", own.root).folder)
    with pytest.raises(UnfitBundle, match=r"give it a name: owlish edge whisper WEIGHTS --out NAME, then --model whisper:NAME\.$"):
        made(store=own, further_models=[described(where)])
