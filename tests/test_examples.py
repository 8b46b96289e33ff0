"""The example skill is a package like anybody's: built, installed into a folder of its own, and found by its entry point."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import anyio
import pytest

from assistant.routing.registry import load_registry
from assistant.skill import Turn
from tests.assistant.routing.guests import put_on_path
from tests.skills.home import SmallHome

COIN = Path(__file__).parents[1] / "examples" / "owlish-coin"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("guest")
    shutil.copytree(COIN, folder / "source")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "--target", folder / "site", folder / "source"], check=True, capture_output=True)
    return folder / "site"


def owlish(site: Path, *words: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(site)}
    return subprocess.run([sys.executable, "-m", "assistant", *words], check=True, capture_output=True, text=True, env=environment).stdout


def test_an_installed_guest_is_listed_with_its_distribution(site: Path) -> None:
    assert "owlish-coin 0.1.0" in owlish(site, "skills", "--json")


def test_the_coin_is_tossed_in_a_process_of_its_own(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_on_path(site, monkeypatch)
    points = [point for found in distributions(path=[str(site)]) for point in found.entry_points]
    registry = load_registry(points=points)

    async def toss() -> str:
        try:
            return (await registry.get("coin").handle(Turn("who goes first", "first", {}, SmallHome(registry.get("coin"))))).text
        finally:
            await registry.end()

    assert anyio.run(toss) in ("Heads: you go first.", "Tails: the other one goes first.")
    assert "owlish_coin" not in sys.modules


@pytest.mark.parametrize(("text", "taken"), [("who goes first please", "coin.first"), ("what time is it", "clock.time")])
@pytest.mark.slow
def test_an_installed_guest_takes_its_sentences_and_no_others(site: Path, text: str, taken: str) -> None:
    assert f"{taken} takes it." in owlish(site, "route", text)


def test_nothing_is_wrong_with_the_words_of_the_example(site: Path) -> None:
    assert owlish(site, "skills", "lint", "coin") == "Nothing to find in the words of coin.\n"


def test_the_example_has_tests_of_its_own(site: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(site)}
    tests = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", COIN / "tests"]
    ran = subprocess.run(tests, capture_output=True, text=True, env=environment, cwd=Path(__file__).parents[1])
    assert ran.returncode == 0 and "2 passed" in ran.stdout, ran.stdout + ran.stderr
