"""Simulated worlds are such as a camera could see."""

import random

import numpy as np

from models.vilbert.data.simulate import simulate
from models.vilbert.distinct import distinct


def test_hardly_a_thing_lies_on_another_of_its_kind():
    """What a front end would take for one thing; some fill the picture, so that there is no room beside them."""
    rng = random.Random(5)
    things = [world.things for world in (simulate(rng) for _ in range(400))]
    apart = sum(len(distinct(np.array([thing.box for thing in some]), [thing.name for thing in some])) for some in things)
    assert 0.985 < apart / sum(map(len, things)) <= 1
