"""Every way in which a bundle can be unfit is one sentence that says what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from edge.bundle_manifest import MANIFEST, SUMS, UnfitBundle
from edge.verify import Machine, this_machine, verify

from .conftest import as_tar, sign_again


def test_a_bundle_that_was_just_built_is_whole_and_for_this_machine(folder):
    seen: list[float] = []
    assert verify(folder, this_machine(), lambda label, done: seen.append(done)).name == folder.name
    assert seen == sorted(seen) and seen[-1] == 1.0
    assert verify(as_tar(folder), this_machine()).owlish == "9.9"


def weights(folder: Path) -> Path:
    return next((folder / "models" / "silero-vad").glob("*.onnx"))


def change_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


DAMAGES = {
    "changed by one byte": lambda folder: change_a_byte(weights(folder)),
    "cut short": lambda folder: cut(weights(folder)),
    "with a file missing": lambda folder: (folder / "lock.txt").unlink(),
    "with a file too many": lambda folder: (folder / "evil.sh").touch(),
    "without its manifest": lambda folder: (folder / MANIFEST).unlink(),
    "without its sums": lambda folder: (folder / SUMS).unlink(),
    "with other sums": lambda folder: change_a_byte(folder / SUMS),
    "with a manifest changed": lambda folder: (folder / MANIFEST).write_text((folder / MANIFEST).read_text().replace('"MIT"', '"GPL"')),
    "with a newer manifest": lambda folder: sign_again(folder, format=2),
    "for another architecture": lambda folder: sign_again(folder, arch="riscv64"),
    "for a newer glibc": lambda folder: sign_again(folder, glibc="2.99"),
}
SENTENCES = {
    "changed by one byte": r"models/silero-vad/\S+ in .* is not the file that was built; copy the bundle again\.$",
    "cut short": r"is cut short: models/silero-vad/\S+ has \d+ of \d+ bytes; copy the bundle again\.$",
    "with a file missing": r"lacks lock\.txt; copy the bundle again\.$",
    "with a file too many": r"holds evil\.sh, which its manifest does not name; take it away, or copy the bundle again\.$",
    "without its manifest": r"is no bundle, as it holds no manifest\.json; give the folder or the tar that owlish edge build has made\.$",
    "without its sums": r"lacks SHA256SUMS; copy the bundle again\.$",
    "with other sums": r"copy the bundle again\.$",
    "with a manifest changed": r"manifest\.json in .* is not the file that was built; copy the bundle again\.$",
    "with a newer manifest": r"has format 2, and this Owlish reads up to 1; update Owlish, or build it with this one\.$",
    "for another architecture": r"is for riscv64 and this machine is \w+; build one with: owlish edge build --target cpu --arch \w+, or",
    "for a newer glibc": r"needs glibc 2\.99 and this system has 2\.\d+; update the system \(Ubuntu 22\.04, Debian 12\)\.$",
}


@pytest.mark.parametrize("shape", ["folder", "tar"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_bundle_is_refused_in_one_sentence(folder, damage, shape):
    DAMAGES[damage](folder)
    with pytest.raises(UnfitBundle) as refused:
        verify(folder if shape == "folder" else as_tar(folder), this_machine())
    assert re.search(SENTENCES[damage], str(refused.value)), refused.value
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.95])
def test_a_tar_that_was_cut_short_says_so_wherever_it_was_cut(folder, share):
    tar = as_tar(folder)
    tar.write_bytes(tar.read_bytes()[: int(tar.stat().st_size * share)])
    with pytest.raises(UnfitBundle, match=r"is cut short"):
        verify(tar, None)


def test_a_bundle_for_another_machine_can_be_checked_here(folder):
    sign_again(folder, arch="riscv64", glibc="2.99")
    assert verify(folder, None).arch == "riscv64"
    with pytest.raises(UnfitBundle, match="update the system"):
        verify(folder, Machine("riscv64", (2, 35)))


def test_a_link_is_no_file_of_a_bundle(folder):
    (folder / "passwords").symlink_to("/etc/passwd")
    with pytest.raises(UnfitBundle, match=r"holds passwords, which is no plain file inside it; nothing of it was used"):
        verify(folder, None)


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"", r"is no tar \(empty file\); copy it again"), (b"x" * 4096, r"is no tar \(.*\); copy it again")]
)
def test_a_file_that_is_no_tar_is_refused(tmp_path, content, sentence):
    path = tmp_path / "bundle.tar"
    path.write_bytes(content)
    with pytest.raises(UnfitBundle, match=sentence):
        verify(path, None)


def test_what_does_not_exist_is_said(tmp_path):
    with pytest.raises(UnfitBundle, match=r"does not exist; give the folder or the tar that owlish edge build has made\.$"):
        verify(tmp_path / "nowhere", None)
