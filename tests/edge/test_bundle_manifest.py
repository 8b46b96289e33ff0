"""The file that names every other."""

from __future__ import annotations

import json

import pytest

from edge import bundle_manifest
from edge.bundle_manifest import BundleManifest, Packed, UnfitBundle

MANIFEST = BundleManifest(
    1, "0.1.0", "cpu", "x86_64", "3.12", "2.35", {"silero-vad": "MIT"}, {"numpy": "BSD"}, {"lock.txt": Packed("ab" * 32, 7)}
)


def test_a_manifest_reads_back_as_it_was_written():
    assert bundle_manifest.parse(bundle_manifest.text_of(MANIFEST), "it") == MANIFEST
    assert MANIFEST.name == "owlish-0.1.0-cpu-x86_64-py3.12"


def test_a_newer_format_is_refused_even_where_its_fields_are_others():
    with pytest.raises(UnfitBundle) as refused:
        bundle_manifest.parse('{"format": 2, "parcels": []}', "it")
    assert str(refused.value) == "it has format 2, and this Owlish reads up to 1; update Owlish, or build it with this one."


@pytest.mark.parametrize(
    "text", ["", "[" * 100_000, "[]", "{}", '{"format": "1"}', json.dumps({"format": 1, "files": {"a": 3}}), '{"format": 1, "files": {}}']
)
def test_a_manifest_that_cannot_be_read_is_one_sentence(text):
    with pytest.raises(UnfitBundle, match=r"^it has a manifest\.json that cannot be read \(\w+\); copy the bundle again\.$"):
        bundle_manifest.parse(text, "it")


@pytest.mark.parametrize(("field", "value"), [("glibc", 2.28), ("arch", None), ("python", ["3.11"])])
def test_a_field_of_another_kind_is_one_sentence(field, value):
    content = {**json.loads(bundle_manifest.text_of(MANIFEST)), field: value}
    with pytest.raises(UnfitBundle, match=r"cannot be read \(TypeError\)"):
        bundle_manifest.parse(json.dumps(content), "it")


def test_sums_are_those_of_sha256sum():
    sums = bundle_manifest.sums_of({"b": Packed("cd" * 32, 1), "a b": Packed("ab" * 32, 2)})
    assert sums.splitlines()[0] == f"{'ab' * 32}  a b"
    assert bundle_manifest.parse_sums(sums) == {"a b": "ab" * 32, "b": "cd" * 32}
