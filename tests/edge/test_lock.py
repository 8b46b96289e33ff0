"""Which wheels a device installs; with the real pip, on a shelf in place of a registry."""

from __future__ import annotations

import pytest

from edge import lock, targets
from edge.lock import Unresolved, Wheel
from models.errors import FetchFailed
from models.store import sha256

from .conftest import add_wheel, open_shelf

ORIN = targets.choose("jetson-orin", "3.10", None)


def names(wheels):
    return [wheel.name for wheel in wheels]


@pytest.fixture(scope="module")
def stocked(tmp_path_factory):
    """`sums` needs `digits` on every Python, `backport` on 3.10 only, `novelty` on no Python that a device has, and the runtime."""
    needs = ["digits", "backport; python_version < '3.11'", "novelty; python_version >= '4'", "onnxruntime", "colours; extra == 'ink'"]
    with pytest.MonkeyPatch.context() as environment:
        shelf = open_shelf(tmp_path_factory.mktemp("lock") / "shelf", environment)
        add_wheel(shelf, "numpy", "cp310-cp310-manylinux_2_17_aarch64.manylinux2014_aarch64", version="1.26.4")
        add_wheel(shelf, "numpy", "cp310-cp310-manylinux_2_28_aarch64", version="2.2")
        add_wheel(shelf, "sums", "cp310-cp310-manylinux_2_31_aarch64", needs)
        add_wheel(shelf, "sums", "cp310-cp310-manylinux_2_31_x86_64", needs, version="2.0")
        for name in ("digits", "backport", "colours", "onnxruntime"):
            add_wheel(shelf, name)
        yield shelf


@pytest.fixture(scope="module")
def wheels(stocked):
    return lock.resolve(ORIN, ["sums"])


def test_the_wheels_are_those_of_the_device_and_not_of_the_python_that_resolves(stocked, wheels):
    assert names(wheels) == ["backport", "digits", "numpy", "sums"]
    assert wheels[3] == Wheel("sums", "1.0", "sums-1.0-cp310-cp310-manylinux_2_31_aarch64.whl", sha256(stocked / wheels[3].file))
    assert [wheel.glibc for wheel in wheels] == [0, 0, 17, 31]


def test_what_the_device_brings_is_in_no_lock_even_where_another_package_asks_for_it(wheels):
    assert "onnxruntime" not in names(wheels)


def test_extras_bring_what_they_need(stocked):
    assert "colours" in names(lock.resolve(ORIN, ["sums[ink]"]))


def test_a_requirement_that_no_wheel_satisfies_is_one_sentence(stocked):
    with pytest.raises(FetchFailed, match=r"^A set of wheels for jetson-orin-aarch64-py3\.10 could not be fetched \(ERROR: .*digits"):
        lock.resolve(ORIN, ["digits>=3"])


def test_a_lock_file_reads_back_as_it_was_written(wheels):
    assert lock.parse(lock.text_of(wheels, ORIN.name)) == wheels
    with pytest.raises(Unresolved, match=r"a line that names no wheel: 'digits'; build the bundle again\.$"):
        lock.parse("digits\n")


def test_wheels_are_fetched_by_hash(stocked, wheels, tmp_path):
    seen = []
    lock.download(wheels, ORIN, tmp_path / "wheels", lambda label, done: seen.append(done))
    assert sorted(path.name for path in (tmp_path / "wheels").iterdir()) == sorted(wheel.file for wheel in wheels)
    assert seen == sorted(seen) and seen[-1] == 1.0


def test_a_wheel_that_has_become_another_is_not_taken(stocked, wheels, tmp_path):
    add_wheel(stocked, "digits", requires=["colours"])
    with pytest.raises(FetchFailed):
        lock.download(wheels, ORIN, tmp_path / "wheels")
