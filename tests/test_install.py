"""The runtime installs from wheels alone: no compiler, no torch, on both kinds of machine and both ends of the Python range."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

import pytest

from assistant.layers import tomllib

ROOT = Path(__file__).parents[1]
TAGS = ("manylinux_2_35", "manylinux_2_34", "manylinux_2_31", "manylinux_2_28", "manylinux_2_27", "manylinux_2_17", "manylinux2014")
"""JetPack 6 and Debian 12 have glibc 2.35 and 2.36."""
IMPORTED_AS = {"opencv-python-headless": "cv2", "pillow": "PIL"}
NOT_IMPORTED = {"pip", "tzdata"}
"""Run as a program, and read by `zoneinfo`."""
MACHINES, PYTHONS = ("x86_64", "aarch64"), ("3.10", "3.12")
OUT_OF_REACH = (
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeoutError",
    "Could not fetch URL",
    "Max retries",
    "Connection refused",
)


def requirements() -> list[str]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["project"]["dependencies"]


def resolve(machine: str, python: str, folder: Path) -> subprocess.CompletedProcess:
    platforms = [f"--platform={tag}_{machine}" for tag in TAGS]
    options = ["--dry-run", "--ignore-installed", "--only-binary=:all:", f"--python-version={python}", "--implementation=cp", *platforms]
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--retries=1"]
    target = [f"--target={folder}", f"--report={folder}/{machine}-{python}.json"]
    return subprocess.run(
        [sys.executable, "-m", "pip", "install", *options, *quiet, *target, *requirements()], capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def resolved(tmp_path_factory) -> dict[tuple[str, str], tuple[subprocess.CompletedProcess, Path]]:
    """All four at once: they mostly wait."""
    folder = tmp_path_factory.mktemp("wheels")
    pairs = list(product(MACHINES, PYTHONS))
    with ThreadPoolExecutor(len(pairs)) as pool:
        done = pool.map(lambda pair: resolve(*pair, folder), pairs)
    return {pair: (result, folder / f"{pair[0]}-{pair[1]}.json") for pair, result in zip(pairs, done, strict=True)}


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.slow
def test_every_dependency_of_the_runtime_is_a_wheel(resolved, machine, python):
    done, report = resolved[machine, python]
    if done.returncode and any(sign in done.stderr for sign in OUT_OF_REACH):
        pytest.skip("the package registry is out of reach")
    assert done.returncode == 0, done.stderr
    packages = {item["metadata"]["name"].lower(): item for item in json.loads(report.read_text())["install"]}
    assert all(item["download_info"]["url"].endswith(".whl") for item in packages.values())
    assert "torch" not in packages
    assert {"numpy", "onnxruntime", "typer"} <= set(packages)


def names() -> list[str]:
    return [re.split(r"[<>=;]", requirement)[0].strip() for requirement in requirements()]


@pytest.mark.parametrize("name", names())
def test_every_dependency_is_explained_and_used(name):
    assert f"| {name} |" in (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    module = IMPORTED_AS.get(name, name.replace("-", "_"))
    sources = [file.read_text("utf-8") for room in ("assistant", "edge", "models", "skills") for file in (ROOT / room).rglob("*.py")]
    assert any(re.search(rf"\b(import|from) {module}\b", text) for text in sources) or module in NOT_IMPORTED
