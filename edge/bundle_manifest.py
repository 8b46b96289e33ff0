"""What lies in a bundle: manifest.json names every file with its sha256 and size, and what the bundle is for.

SHA256SUMS      of every file and of manifest.json, for sha256sum -c: what a device without Python can check
bundle.env      what install.sh must know, as shell variables
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from models.errors import ModelError

FORMAT = 1
"""Raised when an older Owlish could not install the bundle any more."""
MANIFEST, SUMS, SETTINGS = "manifest.json", "SHA256SUMS", "bundle.env"


class UnfitBundle(ModelError):
    """A bundle that is damaged, or made for something else than this machine."""


@dataclass(frozen=True)
class Packed:
    sha256: str
    bytes: int


@dataclass(frozen=True)
class BundleManifest:
    format: int
    owlish: str
    """Version."""
    target: str
    arch: str
    python: str
    glibc: str
    """The oldest with which its wheels run."""
    models: Mapping[str, str]
    """Licence by id."""
    wheels: Mapping[str, str]
    """Licence by name; every wheel of the lock file, whether it is in the bundle or not."""
    files: Mapping[str, Packed]
    """By path, without the manifest itself and the sums."""

    @property
    def name(self) -> str:
        return name_of(self.owlish, self.target, self.arch, self.python)


def name_of(version: str, target: str, arch: str, python: str) -> str:
    return f"owlish-{version}-{target}-{arch}-py{python}"


def text_of(manifest: BundleManifest) -> str:
    return json.dumps(asdict(manifest), indent=1) + "\n"


def parse(text: str, source: str) -> BundleManifest:
    """source: what the sentence calls the bundle. Raises UnfitBundle."""
    try:
        content = json.loads(text)
        made_for = content["format"]
        if made_for > FORMAT:
            raise UnfitBundle(
                f"{source} has format {made_for}, and this Owlish reads up to {FORMAT}; update Owlish, or build it with this one."
            )
        files = {path: Packed(**packed) for path, packed in content["files"].items()}
        if strange := [field.name for field in fields(BundleManifest) if field.type == "str" and not isinstance(content[field.name], str)]:
            raise TypeError(strange[0])
        return BundleManifest(**{**{field.name: content[field.name] for field in fields(BundleManifest)}, "files": files})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnfitBundle(f"{source} has a {MANIFEST} that cannot be read ({type(error).__name__}); copy the bundle again.") from error


def sums_of(packed: Mapping[str, Packed]) -> str:
    """As sha256sum writes them."""
    return "".join(f"{one.sha256}  {path}\n" for path, one in sorted(packed.items()))


def parse_sums(text: str) -> dict[str, str]:
    """sha256 by path."""
    return {path: digest for digest, separator, path in (line.partition("  ") for line in text.splitlines()) if separator}
