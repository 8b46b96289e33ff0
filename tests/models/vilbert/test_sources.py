"""Sources of batches, and what is kept of pictures."""

import contextlib
import random

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from models.vilbert.data.drawn import Scenes  # noqa: E402
from models.vilbert.data.examples import simulated  # noqa: E402
from models.vilbert.data.rendered import keyed  # noqa: E402
from models.vilbert.data.simulate import simulate  # noqa: E402
from models.vilbert.data.sources import Cached, Seen, Simulated, among, featureless, fill, keep, kept, mixed, read  # noqa: E402
from models.vilbert.data.world import Thing  # noqa: E402
from models.vilbert.tokens import BAND, CELL, DRAWN_REGION, FEATURES, IMAGE, empty, joined  # noqa: E402
from models.vilbert.vocabulary import vocabulary  # noqa: E402


def photo(rng: random.Random) -> Seen:
    example = simulated(rng, 1, 5)[0]
    cells = empty(16)
    cells.kinds[:] = CELL
    cells.features[:] = np.random.default_rng(rng.getrandbits(30)).normal(size=(16, FEATURES)).astype(np.float16)
    return Seen(joined([example.tokens, cells]), [*example.keys, *[()] * 16], simulate(rng), example.questions, [example.caption])


def test_what_is_kept_comes_back(tmp_path):
    rng = random.Random(1)
    seen = [photo(rng) for _ in range(3)]
    keep(tmp_path / "photos.npz", seen)
    with np.load(tmp_path / "photos.npz", allow_pickle=False) as file:
        assert "rest" in file
    for before, after in zip(seen, read(tmp_path / "photos.npz"), strict=True):
        assert before.keys == after.keys and before.captions == after.captions and before.world == after.world
        assert [q.text for q in before.questions] == [q.text for q in after.questions]
        assert np.array_equal(before.tokens.features, after.tokens.features) and np.array_equal(before.tokens.boxes, after.tokens.boxes)


def test_what_was_stopped_goes_on_with_the_next_piece_and_ends_the_same(tmp_path):
    asked: list[int] = []

    def see(piece: int, rng: random.Random) -> list[Seen]:
        asked.append(piece)
        if len(asked) == 3:
            raise KeyboardInterrupt
        return [photo(rng)] * piece

    for _ in range(2):
        with contextlib.suppress(KeyboardInterrupt):
            fill(tmp_path / "cut", [1, 0, 2, 1], see, {"looks": 1}, "Photos")
    assert asked == [1, 0, 2, 2, 1]
    fill(tmp_path / "whole", [1, 0, 2, 1], lambda piece, rng: [photo(rng)] * piece, {"looks": 1}, "Photos")
    told = [[one.captions for one in kept(tmp_path / name)] for name in ("cut", "whole")]
    assert told[0] == told[1] and len(told[0]) == 4
    fill(tmp_path / "cut", [1], lambda piece, rng: [photo(rng)], {"looks": 2}, "Photos")
    assert len(list(kept(tmp_path / "cut"))) == 1, "made anew for another purpose"


def test_the_same_seed_gives_the_same_batches():
    words = vocabulary()
    first, second = (next(mixed(random.Random(7), words, [(1.0, Simulated()), (1.0, Scenes())], 3, 4)) for _ in range(2))
    assert torch.equal(first.ids, second.ids) and torch.equal(first.picture.boxes, second.picture.boxes)


def test_a_blind_batch_shows_nothing():
    batch = next(mixed(random.Random(7), vocabulary(), [(1.0, Simulated())], 3, 4, blind=True))
    assert batch.picture.mask.shape == (3, 1) and not batch.picture.chances.any() and (batch.ids > 0).any()


def test_features_come_and_go_without_moving_what_a_token_shows():
    rng = random.Random(3)
    seen = photo(rng)
    bare = featureless(Cached([seen]).examples(rng, 2, 5)[0], cellless=True)
    assert not bare.tokens.features.any() and not (bare.tokens.kinds == CELL).any() and len(bare.keys) == len(bare.tokens)
    mixed_in = among(seen.tokens, simulated(rng, 1, 5)[0])
    assert (mixed_in.tokens.kinds == CELL).sum() == 16 and mixed_in.tokens.features.any() and len(mixed_in.keys) == len(mixed_in.tokens)


def test_a_find_shows_the_thing_that_it_covers():
    things = [Thing("cat", (0.1, 0.1, 0.4, 0.4)), Thing("dog", (0.5, 0.5, 0.9, 0.9))]
    tokens = empty(6)
    tokens.kinds[:] = [IMAGE, BAND, BAND, BAND, BAND, DRAWN_REGION]
    tokens.boxes[5] = (0.5, 0.52, 0.9, 0.9)
    stray = empty(2)
    stray.kinds[:] = [DRAWN_REGION, CELL]
    stray.boxes[:] = [(0.0, 0.7, 0.2, 0.9), (0.1, 0.1, 0.4, 0.4)]
    keys = keyed(joined([tokens, stray]), things)
    assert keys == [("image",), ("band/top",), ("band/bottom",), ("band/background",), ("band/subject",), ("1",), (), ()]
