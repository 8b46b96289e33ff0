"""The networks that look, one after the other or the detector beside the rest."""

from __future__ import annotations

import threading
from dataclasses import fields

import numpy as np
import pytest

from models.calibration import photos
from models.errors import UnfitInput
from models.vilbert.frontend import FrontEnd
from models.vilbert.tokenizing import FAINT, closer
from models.vilbert.tokens import CELL, REGION, Tokens

CAT = 13


@pytest.fixture(scope="module")
def front(store, prepared) -> FrontEnd:
    for name in ("ssd-mobilenet-v2-coco", "efficientnet-lite0", "efficientnet-lite3"):
        prepared(name)
    return FrontEnd(store, threshold=0.2)


def same(first: Tokens, second: Tokens, rows: slice = slice(None)) -> bool:
    return all((getattr(first, item.name) == getattr(second, item.name)[rows]).all() for item in fields(Tokens))


def test_with_two_threads_the_tokens_are_those_of_one_and_the_thread_goes_with_the_networks(front, store):
    before = {*threading.enumerate()}
    beside = FrontEnd(store, threads=2, threshold=0.2)
    assert same(front(photos()[CAT]), beside(photos()[CAT]))
    (aside,) = {*threading.enumerate()} - before
    del beside
    aside.join(timeout=10)
    assert not aside.is_alive()


@pytest.mark.parametrize("threads", [1, 2])
def test_what_is_no_picture_is_refused_before_anything_looks(store, threads):
    with pytest.raises(UnfitInput, match="RGB bytes"):
        FrontEnd(store, threads=threads)(np.zeros((4, 4), np.uint8))


def test_looking_closer_adds_what_is_found_less_surely_and_changes_nothing_else(front):
    for pixels in (photos()[CAT], photos()[0]):
        sight = front.see(pixels)
        tokens = front.tokens(sight)
        more = closer(tokens, pixels, sight.proposals, sight.seen.grid)
        assert same(tokens, more, slice(len(tokens)))
        faint = more.kinds[len(tokens) :] == REGION
        scores = more.statistics[len(tokens) :, 0]
        assert faint.all() and (scores >= FAINT).all() and (scores <= 0.2).all()
        assert (more.kinds == CELL).sum() == (tokens.kinds == CELL).sum()
