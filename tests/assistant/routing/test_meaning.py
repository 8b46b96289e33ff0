"""Nearness to a skill's sentences: it depends on nothing else, is the same every time, and is kept on disk."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.routing.bag import Bags, Weights, tokens
from assistant.routing.calibration import calibration
from assistant.routing.meaning import BALANCE, SMOOTH, Meaning, kernel, open_meaning, read_background
from assistant.routing.registry import Registry, load_registry
from assistant.routing.router import Router
from assistant.routing.vectors import Vectors

MEANING = open_meaning()
BAKE = [("bake a cake", "bake"), ("put the bread into the oven", "bake"), ("knead the dough", "knead"), ("work the dough", "knead")]


def letters(texts: Sequence[str]) -> np.ndarray:
    """A small encoder that counts letters."""
    counts = np.array([[text.count(letter) for letter in "abcdefghijklmnopqrstuvwxyz "] for text in texts], np.float32) + 0.01
    return counts / np.linalg.norm(counts, axis=1, keepdims=True)


def test_the_nearest_sentence_and_its_intent_are_found() -> None:
    near = MEANING.learn("bakery", BAKE).near(MEANING.sense("bake us some bread"))
    far = MEANING.learn("bakery", BAKE).near(MEANING.sense("how old is the queen"))
    assert near.score > far.score and max(near.intents, key=near.intents.__getitem__) == "bake"
    assert near.sentence in {text for text, intent in BAKE if intent == "bake"}


def test_what_a_skill_is_unlike_is_far_from_it_and_never_its_sentence() -> None:
    wish = "bake us some bricks"
    bricks = (("bake some bricks", ""), ("fire the bricks", ""))
    bare, told = (MEANING.learn("bakery", sentences).near(MEANING.sense(wish)) for sentences in (BAKE, (*BAKE, *bricks)))
    assert told.score < bare.score - 0.3 and max(told.intents.values()) < max(bare.intents.values())
    assert set(told.intents) == {"bake", "knead"} and told.sentence in {text for text, _ in BAKE}


def test_it_is_the_ridge_regression_that_it_says(tmp_path: Path) -> None:
    """The blocks give what one large system would."""
    background = ["the train is late", "who won the game", "play some jazz", "my head hurts"]
    meaning = Meaning(Vectors(letters, tmp_path, "1"), background)
    texts = [*[text for text, _ in BAKE], *background]
    bags = Bags(texts, meaning.weights)
    square = kernel(letters(texts) @ letters(texts).T, meaning.together(texts, bags))
    weights = np.r_[np.full(len(BAKE), BALANCE * len(background) / len(BAKE)), np.ones(len(background))]
    alphas = np.linalg.solve(square + SMOOTH * np.diag(1 / weights), np.r_[np.ones(len(BAKE)), -np.ones(len(background))])
    wish = "bake the dough"
    slow = float(kernel(letters(texts) @ letters([wish])[0], bags.against(meaning.weights.bag(wish))) @ alphas)
    assert meaning.learn("bakery", BAKE).near(meaning.sense(wish)).score == pytest.approx(slow, abs=1e-6)


def test_vectors_are_computed_once_and_anew_when_a_sentence_or_the_encoder_changes(tmp_path: Path) -> None:
    asked: list[int] = []

    def encode(texts: Sequence[str]) -> np.ndarray:
        asked.append(len(texts))
        return letters(texts)

    first = Vectors(encode, tmp_path, "1").of_fixed("bakery", ["bake", "knead"])
    again = Vectors(encode, tmp_path, "1").of_fixed("bakery", ["bake", "knead"])
    assert asked == [2] and np.array_equal(first, again)
    Vectors(encode, tmp_path, "1").of_fixed("bakery", ["bake", "stir", "fry"])
    Vectors(encode, tmp_path, "2").of_fixed("bakery", ["bake", "stir", "fry"])
    assert asked == [2, 3, 3] and len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("file", ["arrays.json", "vectors"])
@pytest.mark.parametrize("damage", [b"", b"no array", b"PK\x03\x04 half", b"\x93NUMPY\x01\x00half", b"[1]"])
def test_a_damaged_cache_is_made_anew(tmp_path: Path, file: str, damage: bytes) -> None:
    vectors = Vectors(letters, tmp_path, "1")
    right = vectors.of_fixed("bakery", ["bake"])
    (next(tmp_path.iterdir()) / file).write_bytes(damage)
    assert np.array_equal(vectors.of_fixed("bakery", ["bake"]), right)
    assert np.array_equal(Vectors(letters, tmp_path, "1").of_fixed("bakery", ["bake"]), right)


MB = 1_000_000


def large(texts: Sequence[str]) -> np.ndarray:
    return np.random.default_rng(0).normal(size=(len(texts), 20 * MB // 4)).astype(np.float32)


def in_memory(file: Path) -> int:
    """Bytes of a file that this process maps and has in its memory; what else it holds comes and goes as it likes."""
    name, total = "", 0
    for line in Path("/proc/self/smaps").read_text("utf-8").splitlines():
        first, *rest = line.split(maxsplit=5)
        if not first.endswith(":"):
            name = rest[-1]
        elif first == "Rss:" and name == str(file):
            total += int(rest[0]) * 1024
    return total


def test_what_is_large_is_mapped_and_leaves_memory_until_it_is_read_again(tmp_path: Path) -> None:
    Vectors(large, tmp_path, "1").of_fixed("bakery", ["bake"])
    vectors, file = Vectors(large, tmp_path, "1"), next(tmp_path.iterdir()) / "vectors"
    mapped = vectors.of_fixed("bakery", ["bake"])
    assert (mapped == large(["bake"])).all() and vectors.mapped == 20 * MB
    assert in_memory(file) > 19 * MB
    vectors.let_go()
    assert in_memory(file) < MB
    assert (mapped == large(["bake"])).all() and in_memory(file) > 19 * MB


def test_what_the_same_name_had_before_goes(tmp_path: Path) -> None:
    Vectors(letters, tmp_path, "1").of_fixed("bakery", ["bake"])
    home = next(tmp_path.iterdir())
    (tmp_path / f"{home.name.partition('-')[0]}.npz").write_bytes(b"as it was kept once")
    Vectors(letters, tmp_path, "2").of_fixed("bakery", ["bake"])
    assert [one.is_dir() for one in tmp_path.iterdir()] == [True]


@pytest.mark.parametrize("contents", ["null", "5", "[]", "{}", '["other"]'])
def test_a_list_of_arrays_that_names_none_of_them_is_made_anew(tmp_path: Path, contents: str) -> None:
    right = Vectors(letters, tmp_path, "1").of_fixed("bakery", ["bake"])
    (next(tmp_path.iterdir()) / "arrays.json").write_text(contents)
    assert np.array_equal(Vectors(letters, tmp_path, "1").of_fixed("bakery", ["bake"]), right)


def test_a_large_file_that_was_cut_is_made_anew(tmp_path: Path) -> None:
    right = Vectors(large, tmp_path, "1").of_fixed("bakery", ["bake"]).copy()
    os.truncate(next(tmp_path.iterdir()) / "vectors", 10 * MB)
    assert np.array_equal(Vectors(large, tmp_path, "1").of_fixed("bakery", ["bake"]), right)


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert len(Vectors(letters, tmp_path / "file" / "below", "1").of_fixed("bakery", ["bake"])) == 1


def test_what_everybody_says_weighs_less() -> None:
    weights = Weights(["what is the time", "what is the score", "what is for lunch"])
    bag = weights.bag("what is the dough")
    assert bag["dough"] > bag["the"] > bag["what"]


def test_numbers_are_alike_and_edges_are_words() -> None:
    assert tokens("wait 5 minutes") == ["wait", "0", "minutes", "< wait", "wait 0", "0 minutes", "minutes >"]


def test_the_background_is_wide_and_takes_no_side() -> None:
    """At least 400 sentences, and hardly one that a skill was taught: "a coin" is drawn of both."""
    background = set(read_background())
    own = {text for one in load_registry().loaded for text, _ in one.wording.sentences}
    assert len(background) >= 400 and len(background & own) <= 0.005 * len(background), background & own
    assert read_background("de") == ()


def test_thresholds_leave_room_for_a_question() -> None:
    limits = calibration()
    assert 0 < limits.ask < limits.act < 1
    assert limits.of_meaning(1.0, 1.0) > 0.99 and limits.of_meaning(-1.0, -1.0) < 0.01
    assert limits.of_meaning(0.2, 0.0, missing=True) < limits.of_meaning(0.2, 0.0)


def test_a_skill_alone_scores_what_it_scores_among_the_others() -> None:
    registry = load_registry()
    together = Router(registry)
    sentences = ["put ten minutes on the clock", "how many cats do you see", "the king is dead", "any idea where my hat went", "stop it"]
    for one in registry.loaded:
        alone = Router(Registry([one]))
        for text in sentences:
            among = [found for found in together.route(text).candidates if found.skill == one.skill.name]
            assert list(alone.route(text).candidates)[: len(among)] == among


def test_two_routers_agree_to_the_last_digit() -> None:
    first, second = Router(load_registry()), Router(load_registry(), meaning=MEANING)
    for text in ("put ten minutes on the clock", "i wonder how late it is", "what's the deal with airline food"):
        assert first.route(text) == second.route(text)
