"""The networks that look, one after the other or the detector beside the rest."""

from __future__ import annotations

import threading
from dataclasses import fields, replace

import numpy as np
import pytest

from assistant.config import Vision
from models.calibration import photos
from models.detector.runtime import Detections
from models.errors import UnfitInput
from models.store import Store
from models.vilbert.frontend import LOOKED, FrontEnd
from models.vilbert.tokenizing import FAINT, closer
from models.vilbert.tokens import CELL, REGION, Tokens

CAT, FIVE_MEN = 13, 16


@pytest.fixture(scope="module")
def front(store, prepared) -> FrontEnd:
    for name in ("ssd-mobilenet-v2-coco", "efficientnet-lite0", "efficientnet-lite3", "people"):
        prepared(name)
    return FrontEnd(store, threshold=LOOKED)


def same(first: Tokens, second: Tokens, rows: slice = slice(None)) -> bool:
    return all((getattr(first, item.name) == getattr(second, item.name)[rows]).all() for item in fields(Tokens))


def test_what_measures_looks_as_the_assistant_does():
    assert Vision().detection_threshold == LOOKED


def test_with_two_threads_the_tokens_are_those_of_one_and_the_thread_goes_with_the_networks(front, store):
    before = {*threading.enumerate()}
    beside = FrontEnd(store, threshold=LOOKED, threads=2)
    assert same(front(photos()[CAT]), beside(photos()[CAT]))
    (aside,) = {*threading.enumerate()} - before
    del beside
    aside.join(timeout=10)
    assert not aside.is_alive()


@pytest.mark.parametrize("threads", [1, 2])
def test_what_is_no_picture_is_refused_before_anything_looks(store, threads):
    with pytest.raises(UnfitInput, match="RGB bytes"):
        FrontEnd(store, threshold=LOOKED, threads=threads)(np.zeros((4, 4), np.uint8))


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


def test_people_are_looked_at_from_near_and_faces_alone_are_people_too(front):
    """The detector is kept from finding two of the five: their faces are found all the same."""
    pixels = photos()[FIVE_MEN]
    sight = front.see(pixels)
    found = sight.found
    fewer = Detections(found.boxes[:3], found.scores[:3], found.classes[:3], found.labels[:3])
    assert fewer.labels == ("person",) * 3 and sight.people == ()
    near = front.near(pixels, replace(sight, found=fewer))
    more = near.found
    assert len(near.people) == 5 and all(person.face is not None for person in near.people)
    assert more.labels == ("person",) * 5 and (more.boxes[:3] == fewer.boxes).all() and more.classes.shape == (5, len(Detections.names))


def test_clothes_are_where_faces_tell_that_they_are(front):
    pixels = photos()[FIVE_MEN]
    sight = front.near(pixels, front.see(pixels))
    height, width = pixels.shape[:2]
    largest = max(sight.people, key=lambda person: np.prod(person.box[2:] - person.box[:2]))
    assert (sight.things.pieces[0].boxes[0] * (width, height, width, height))[3] == pytest.approx(largest.face[1], abs=1)


def test_without_the_networks_about_people_it_looks_as_well_as_it_can(store, tmp_path):
    """They come by npm, which not everybody has."""
    lacking = Store(tmp_path)
    (tmp_path / "prepared").mkdir()
    for name in ("ssd-mobilenet-v2-coco", "efficientnet-lite0", "efficientnet-lite3"):
        (tmp_path / "prepared" / name).symlink_to(store.get(name).folder)
    front = FrontEnd(lacking, threshold=LOOKED)
    sight = front.see(photos()[FIVE_MEN])
    assert front.near(photos()[FIVE_MEN], sight) is sight and "person" in sight.found.labels


def test_nobody_is_looked_at_in_a_picture_of_nobody(front):
    sight = front.see(photos()[CAT])
    assert front.near(photos()[CAT], sight) is sight
