"""
Toy networks, ready to be quantized; one that is tuned; a shelf of small wheels in place of a registry, and the bundles that the real code
makes of them.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from edge import bundle, bundle_manifest, quantize, targets
from edge.bundle_manifest import MANIFEST, SUMS, Packed
from edge.candidates import Make, Tuning
from edge.providers import Limits
from edge.targets import Device
from edge.wheel import PARTS
from models import registry
from models.registry import Model
from models.runtime import ONNX_RUNTIME, Runtime
from models.store import Store, sha256
from tests.edge import racing, toys
from tests.models.test_runtime import graph

VERSION = "9.9"
PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["edge"]
"""
BACKEND = f'''
import os, time, zipfile

DATED = time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", time.time())))[:6]

def build_wheel(folder, config_settings=None, metadata_directory=None):
    info = "owlish-{VERSION}.dist-info"
    with zipfile.ZipFile(folder + "/owlish-{VERSION}-py3-none-any.whl", "w") as archive:
        def put(name, text):
            archive.writestr(zipfile.ZipInfo(name, DATED), text)

        put("owlish_here.py", "")
        put(info + "/METADATA", """Metadata-Version: 2.4
Name: owlish
Version: {VERSION}
License-Expression: Apache-2.0
Requires-Dist: sums>=1
Requires-Dist: onnxruntime>=1.19
""")
        put(info + "/WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        put(info + "/licenses/NOTICE", "who made it")
        put(info + "/RECORD", "")
    return "owlish-{VERSION}-py3-none-any.whl"
'''


def add_wheel(shelf: Path, name: str, tags: str = "py3-none-any", requires: Sequence[str] = (), version: str = "1.0") -> Path:
    info = f"{name}-{version}.dist-info"
    path = shelf / f"{name}-{version}-{tags}.whl"
    python, abi, platforms = tags.split("-")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}.py", "")
        needs = "".join(f"Requires-Dist: {requirement}\n" for requirement in requires)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nLicense: MIT\n{needs}")
        tag = "".join(f"Tag: {python}-{abi}-{platform}\n" for platform in platforms.split("."))
        archive.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: false\n{tag}")
        archive.writestr(f"{info}/LICENSE.txt", f"the licence of {name}")
        archive.writestr(f"{info}/RECORD", "")
    return path


def open_shelf(folder: Path, environment: pytest.MonkeyPatch) -> Path:
    """From now on pip finds what lies there, and nothing else."""
    folder.mkdir()
    environment.setenv("PIP_CONFIG_FILE", "/dev/null")
    environment.setenv("PIP_NO_INDEX", "1")
    environment.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return open_shelf(tmp_path / "shelf", monkeypatch)


def write_source(folder: Path) -> Path:
    for part in PARTS:
        if Path(part).suffix or part.isupper():
            folder.mkdir(parents=True, exist_ok=True)
            (folder / part).write_text(PYPROJECT if part == "pyproject.toml" else part)
        else:
            (folder / part).mkdir(parents=True)
    (folder / "edge" / "backend.py").write_text(BACKEND)
    return folder


@pytest.fixture(scope="session")
def device() -> Device:
    """This machine's own."""
    return targets.choose("cpu", None, None)


def make(place: Path, shelf: Path, store: Store, on: Device, further_models: Sequence[Model] = (), **settings: object) -> Path:
    """A bundle that the real code builds: one model unless more are named, Owlish's wheel and three others."""
    add_wheel(shelf, "sums", f"py3-none-manylinux_2_28_{on.arch}", ["digits"])
    add_wheel(shelf, "digits")
    add_wheel(shelf, "onnxruntime", f"py3-none-manylinux_2_17_{on.arch}", version="1.23.2")
    source = place / "source" if (place / "source").exists() else write_source(place / "source")
    wanted = bundle.Wanted(on, (registry.find("silero-vad"), *further_models), **settings)  # type: ignore[arg-type]
    return bundle.build(wanted, store, place / "out", source=source)


@pytest.fixture
def made(shelf: Path, tmp_path: Path, store: Store, device: Device, prepared) -> Callable[..., Path]:
    """`made(tar=True)` builds one now."""
    prepared("silero-vad")
    return lambda store=store, on=device, **settings: make(tmp_path, shelf, store, on, **settings)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, store: Store, device: Device, prepared) -> Path:
    """One for all tests, which must not touch it."""
    prepared("silero-vad")
    place = tmp_path_factory.mktemp("bundle")
    with pytest.MonkeyPatch.context() as environment:
        return make(place, open_shelf(place / "shelf", environment), store, device)


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    return shutil.copytree(built, tmp_path / built.name)


def sign_again(folder: Path, **changed: object) -> None:
    """Writes other values into the manifest, with sums that agree: what another Owlish would have made."""
    content = {**json.loads((folder / MANIFEST).read_text()), **changed}
    (folder / MANIFEST).write_text(json.dumps(content))
    files = {path: Packed(**packed) for path, packed in content["files"].items()}
    files[MANIFEST] = Packed(sha256(folder / MANIFEST), 0)
    (folder / SUMS).write_text(bundle_manifest.sums_of(files))


def as_tar(folder: Path) -> Path:
    """Of a folder as it stands, damage and all; the real writer puts the manifest first."""
    path = folder.with_suffix(".tar")
    bundle.write_tar(folder, folder.name, path, lambda label, done: None)
    shutil.rmtree(folder)
    return path


@pytest.fixture
def matrices(tmp_path: Path) -> Path:
    path = tmp_path / "matrices.ready.onnx"
    quantize.ready(toys.matrices(tmp_path / "matrices.onnx"), path)
    return path


@pytest.fixture
def convolutions(tmp_path: Path) -> Path:
    path = tmp_path / "convolutions.ready.onnx"
    quantize.ready(toys.convolutions(tmp_path / "convolutions.onnx"), path)
    return path


@pytest.fixture
def adding(tmp_path: Path) -> racing.Adding:
    home = tmp_path / "shipped"
    shipped = graph(home / "add.onnx", 1.0)
    (home / "manifest.json").write_text(json.dumps({"add.onnx": {"sha256": sha256(shipped), "bytes": shipped.stat().st_size}}))
    return racing.Adding(home)


@pytest.fixture
def tuning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Tuning]:
    monkeypatch.setenv("OWLISH_CHOICES", str(tmp_path / "choices.json"))

    def make(runtime: Runtime = ONNX_RUNTIME, make: Make = racing.made) -> Tuning:
        store, file = Store(tmp_path / "models"), tmp_path / "choices.json"
        return Tuning(store, Limits(tmp_path / "compiled"), runtime, rounds=3, count=4, file=file, make=make, draft=racing.made)

    return make
