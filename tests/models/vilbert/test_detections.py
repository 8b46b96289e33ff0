"""Simulated detections are as noisy as they are asked to be."""

import random

import numpy as np

from models.vilbert.data.detections import observe
from models.vilbert.data.noise import Noise
from models.vilbert.data.ordinary import FAMILY
from models.vilbert.data.simulate import simulate
from models.vilbert.tokens import DRAWN_REGION, REGION
from models.vilbert.vocabulary import vocabulary

CLEAN = Noise(missed=0, doubled=0, confused=0, invented=0, jitter=0, drawn=0, named=1, masked=0)


def worlds(count: int):
    rng = random.Random(3)
    return rng, [simulate(rng) for _ in range(count)]


def test_without_noise_every_thing_is_found_where_it_is_and_as_what_it_is():
    rng, simulated = worlds(60)
    names = vocabulary().names
    for world in simulated:
        tokens, keys = observe(rng, world, CLEAN)
        found = [(row, int(keys[row][0])) for row in np.flatnonzero(tokens.kinds == REGION)]
        assert {number for _, number in found} == {number for number, thing in enumerate(world.things) if thing.name in FAMILY}
        for row, number in found:
            thing = world.things[number]
            assert names[tokens.names[row, 0]] == thing.name and np.allclose(tokens.boxes[row], thing.box, atol=0.006)


def test_misses_and_confusions_come_as_often_as_asked():
    rng, simulated = worlds(400)
    names = vocabulary().names
    noise = Noise(missed=0.25, small=1.0, doubled=0, confused=0.2, invented=0, jitter=0, drawn=0)
    things = found = wrong = 0
    for world in simulated:
        tokens, keys = observe(rng, world, noise)
        rows = np.flatnonzero(tokens.kinds == REGION)
        things += sum(thing.name in FAMILY for thing in world.things)
        found += len(rows)
        wrong += sum(names[tokens.names[row, 0]] != world.things[int(keys[row][0])].name for row in rows)
    assert 1 - found / things == np.clip(1 - found / things, 0.17, 0.24)  # 0.8 of the rate for what is not small
    assert wrong / found == np.clip(wrong / found, 0.1, 0.2)  # some are confused with themselves


def test_a_thing_that_is_found_twice_is_one_thing():
    rng, simulated = worlds(200)
    twice = Noise(missed=0, doubled=1, confused=0, invented=0, jitter=0.01, drawn=0, masked=0)
    owners = [[key for keys in observe(rng, world, twice)[1] for key in keys if key.isdigit()] for world in simulated]
    assert sum(map(len, owners)) == sum(len(set(found)) for found in owners) > 400


def test_chances_colours_and_boxes_are_in_their_ranges():
    rng, simulated = worlds(80)
    for world in simulated:
        tokens, keys = observe(rng, world)
        assert len(keys) == len(tokens)
        assert (tokens.chances >= 0).all() and (tokens.chances <= 1).all()
        assert (tokens.colours >= 0).all() and (tokens.colours.sum(1) < 1.7).all()
        assert (tokens.boxes >= 0).all() and (tokens.boxes <= 1).all()


def test_photos_are_sometimes_taken_for_drawn():
    rng, simulated = worlds(200)
    share = np.mean([(observe(rng, world)[0].kinds == DRAWN_REGION).any() for world in simulated])
    assert 0.0 < share < 0.12
