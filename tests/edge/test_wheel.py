"""What a wheel says about itself, and Owlish's own."""

from __future__ import annotations

import os
from email import message_from_string

import pytest

from edge import wheel
from edge.wheel import NoSource

from .conftest import VERSION, add_wheel, write_source


def test_owlish_is_built_from_its_source_and_from_nothing_that_an_older_build_left_there(tmp_path, shelf):
    source = write_source(tmp_path / "source")
    (source / "build").mkdir()
    before = sorted(source.rglob("*"))
    made = wheel.build(tmp_path / "wheels", source=source)
    assert wheel.metadata(made)["Version"] == VERSION
    assert sorted(source.rglob("*")) == before


def test_the_same_source_gives_the_same_bytes_whenever_it_is_built(tmp_path, shelf):
    source = write_source(tmp_path / "source")
    first = wheel.build(tmp_path / "first", source=source).read_bytes()
    for file in (path for path in source.rglob("*") if path.is_file()):
        os.utime(file, (1_700_000_000, 1_700_000_000))
    assert wheel.build(tmp_path / "second", source=source).read_bytes() == first


def test_without_a_source_the_sentence_says_where_to_run_it(tmp_path):
    with pytest.raises(NoSource, match=r"built from Owlish's source, .* run this in a clone of it\.$"):
        wheel.build(tmp_path, source=tmp_path)


@pytest.mark.parametrize(
    ("metadata", "licence"),
    [
        ("License-Expression: MIT OR Apache-2.0\nLicense: old", "MIT OR Apache-2.0"),
        ("License: BSD 3-Clause License\n        \n        Copyright", "BSD 3-Clause License"),
        ("Classifier: Topic :: Sound\nClassifier: License :: OSI Approved :: MIT License", "MIT License"),
        ("Name: silent", "unknown"),
    ],
)
def test_a_licence_is_read_from_the_newest_field_that_says_it(metadata, licence):
    assert wheel.licence(message_from_string(metadata)) == licence


def test_the_texts_of_licences_are_found_where_authors_put_them(tmp_path):
    assert wheel.legal_texts(add_wheel(tmp_path, "sums")) == {"LICENSE.txt": b"the licence of sums"}
    assert wheel.is_legal("licenses/vendor/x.txt") and wheel.is_legal("COPYING.LESSER") and not wheel.is_legal("METADATA")
