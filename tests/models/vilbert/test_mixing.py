"""The run time mixes as training does, and leans on photos as it was told to."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from models.vilbert.mixing import AS_TRAINED, Leaning, Mixing, copied_from, how_many
from models.vilbert.runtime import Fusion
from models.vilbert.tokens import CELL, DRAWN_REGION, NAME, REGION, TAG, Tokens, empty
from models.vilbert.vocabulary import COLOURS, vocabulary
from tests.models.vilbert.seen import picture, pieces, thing

WORDS = vocabulary()


def drawn(seed: int = 0) -> Tokens:
    """By chance."""
    chance, tokens = np.random.default_rng(seed), empty(6)
    tokens.kinds[:] = (REGION, REGION, TAG, CELL, CELL, REGION)
    tokens.names[:3] = chance.integers(1, 80, (3, tokens.names.shape[1]))
    tokens.chances[:3] = chance.random((3, tokens.names.shape[1]))
    tokens.colours[:] = chance.dirichlet(np.ones(len(COLOURS)), 6)
    return tokens


def heads(seed: int = 0) -> dict[str, np.ndarray]:
    sizes = {"answers": (1, len(WORDS.answers)), "gates": (1, 3), "pointer": (1, 6), "grounding": (1, 6)}
    chance = np.random.default_rng(seed)
    said = {name: chance.normal(size=size).astype(np.float32) for name, size in sizes.items()}
    return {**said, "copy_scale": np.array([[1.5, 4.0]], np.float32), "count_scale": np.array([0.8], np.float32)}


def mixed(out: dict[str, np.ndarray], tokens: Tokens, lean: Leaning) -> np.ndarray:
    pointer, count = copied_from(out["pointer"][0], tokens, lean), how_many(out["grounding"][0], tokens, lean)
    return Mixing(WORDS)(out, tokens, pointer, count, lean)


@pytest.mark.parametrize("seed", range(3))
def test_where_nothing_is_leaned_on_the_answers_are_those_of_training(seed: int):
    torch = pytest.importorskip("torch")
    from models.vilbert.heads import finish
    from models.vilbert.streams import Outputs

    out, tokens = heads(seed), drawn(seed)
    told = Outputs(**{item.name: torch.from_numpy(out[item.name]) if item.name in out else torch.zeros(1) for item in fields(Outputs)})
    seen = replace(tokens, **{name: torch.from_numpy(getattr(tokens, name))[None] for name in ("names", "chances", "colours")})
    rows = (torch.tensor(WORDS.of_names), torch.tensor(WORDS.of_colours), torch.from_numpy(tokens.counted)[None])
    expected = finish(told, seen, 1, *rows).exp().numpy()[0]
    np.testing.assert_allclose(mixed(out, tokens, AS_TRAINED), expected, atol=1e-5)


def test_patches_and_tags_that_lose_are_copied_from_less():
    out, tokens = heads(), drawn()
    before, after = (copied_from(out["pointer"][0], tokens, lean) for lean in (AS_TRAINED, Leaning(patches=-2, tags=-1)))
    regions = tokens.kinds == REGION
    assert (after[regions] > before[regions]).all() and after.sum() == pytest.approx(1)
    assert after[3] / after[0] == pytest.approx(before[3] / before[0] * np.exp(-2), rel=1e-4)


def test_where_nothing_in_particular_is_said_what_is_seen_is_copied():
    tokens, unsure, sure = drawn(), heads(), heads()
    unsure["answers"][:], sure["answers"][0, WORDS.answer_rows["yes"]] = 0.0, 20.0
    for said in (unsure, sure):
        said["gates"][:], said["pointer"][:] = (2.0, 0.0, -9.0), (9, 0, 0, 0, 0, 0)
    seen = WORDS.names[tokens.names[0, tokens.chances[0].argmax()]]
    gains = [
        mixed(said, tokens, Leaning(hesitant=1))[WORDS.answer_rows[seen]] / mixed(said, tokens, AS_TRAINED)[WORDS.answer_rows[seen]]
        for said in (unsure, sure)
    ]
    assert gains[0] > 3 and gains[1] == pytest.approx(1)


def test_a_sharper_count_takes_what_is_probably_meant_as_meant_and_nothing_hidden():
    tokens, marks = drawn(), np.array([1.0, 1.0, 0, 0, 0, -1e4])
    assert how_many(marks, tokens, AS_TRAINED) == pytest.approx(1.46, abs=0.01)
    assert how_many(marks, tokens, Leaning(sharper=4)) == pytest.approx(1.96, abs=0.01)


@pytest.mark.parametrize(("row", "kind", "leaned"), [(5, REGION, True), (5, DRAWN_REGION, False), (slice(3, 5), TAG, False)])
def test_only_photos_are_leaned_on_and_neither_drawings_nor_simulated_pictures(row: int | slice, kind: int, leaned: bool):
    fusion, tokens = Fusion(), drawn()
    assert fusion.photos != AS_TRAINED, "the shipped facts know how photos are mixed"
    tokens.kinds[row] = kind
    seen, ids = fusion.see(tokens), fusion.ids("how many cups are there")
    expected = how_many(fusion.heads(seen, ids)["grounding"][0], tokens, fusion.photos if leaned else AS_TRAINED)
    assert fusion.reading(seen, ids).photo == leaned and fusion.reading(seen, ids).count == pytest.approx(expected)


def test_photos_are_answered_in_the_sort_that_is_asked_for_and_drawings_as_trained():
    tokens = picture(thing("cat", chance=0.3), thing("crocodile", kind=NAME, chance=0.2))
    logits = np.zeros(len(WORDS.answers), np.float32)
    logits[WORDS.answer_rows["forest"]], logits[WORDS.answer_rows["crocodile"]] = 9.0, 7.0
    out = {
        "answers": logits[None],
        "gates": np.array([[20.0, 0.0, 0.0]]),
        "copy_scale": np.ones((1, 2)),
        "count_scale": np.ones(1),
    }
    pointer, asked = np.full(len(tokens), 1 / len(tokens)), pieces("what animal is this")
    mixing = Mixing(WORDS)
    said = [mixing(out, tokens, pointer, 0.0, lean, asked) for lean in (AS_TRAINED, Leaning(unfit=4.0))]
    assert [WORDS.answers[int(chances.argmax())] for chances in said] == ["forest", "crocodile"]
    assert said[1].sum() == pytest.approx(1.0)


@pytest.mark.parametrize(("sure", "said"), [(0.0, "laptop"), (9.0, "forest")])
def test_a_thing_that_is_seen_is_named_where_nothing_in_particular_would_be_said(sure, said):
    tokens = picture(thing("laptop", chance=0.9))
    logits = np.zeros(len(WORDS.answers), np.float32)
    logits[WORDS.answer_rows["forest"]] = sure
    out = {"answers": logits[None], "gates": np.array([[20.0, 0.0, 0.0]]), "copy_scale": np.ones((1, 2)), "count_scale": np.ones(1)}
    chances = Mixing(WORDS)(out, tokens, np.array([1.0, 0.0]), 0.0, Leaning(seen=1.0), pieces("what is on the chair"))
    assert WORDS.answers[int(chances.argmax())] == said and chances.sum() == pytest.approx(1.0)


def test_where_nothing_speaks_for_either_of_two_no_number_is_lost():
    tokens = picture(thing("laptop", chance=0.9))
    logits = np.zeros(len(WORDS.answers), np.float32)
    logits[WORDS.answer_rows["forest"]] = 400.0
    out = {
        "answers": logits[None],
        "gates": np.array([[20.0, 0.0, 0.0]], np.float32),
        "copy_scale": np.ones((1, 2)),
        "count_scale": np.ones(1),
    }
    chances = Mixing(WORDS)(out, tokens, np.array([1.0, 0.0]), 0.0, Leaning(unfit=4.0), pieces("is it day or night"))
    assert np.isfinite(chances).all()
