import zlib
from collections import Counter

import numpy as np
import pytest

from models.drawings.names import HELD_PAIRS, SHAPES, icons, names, pictures
from models.drawings.scenes import SPLITS, arrange


def scenes(split, many=60, seed=3):
    rng = np.random.default_rng(seed)
    return [arrange(rng, split) for _ in range(many)]


@pytest.mark.parametrize("split", SPLITS)
def test_every_thing_has_a_known_name_and_lies_inside_the_picture(split):
    for thing in (thing for scene in scenes(split) for thing in scene):
        assert thing.name in names()
        assert 0 <= thing.box[0] < thing.box[2] <= 1 and 0 <= thing.box[1] < thing.box[3] <= 1
        assert (thing.colour is None) == (thing.identity != "") == (thing.name not in SHAPES)


def test_training_never_shows_a_held_out_picture_or_pair():
    held = {picture.identity for listed in pictures().values() for picture in listed if picture.is_held}
    for thing in (thing for scene in scenes("train", 300) for thing in scene):
        assert thing.identity not in held
        assert (thing.colour, thing.name) not in HELD_PAIRS


def test_the_held_out_splits_show_what_training_does_not():
    held = {picture.identity for listed in pictures().values() for picture in listed if picture.is_held}
    shown = [thing for scene in scenes("identity") for thing in scene if thing.identity]
    assert shown and all(thing.identity in held for thing in shown)
    shapes = [thing for scene in scenes("pair") for thing in scene if thing.colour]
    assert shapes and all((thing.colour, thing.name) in HELD_PAIRS for thing in shapes)


def test_the_count_split_has_two_things_more_than_training():
    assert {len(scene) for scene in scenes("train", 300)} == set(range(3, 9))
    assert {len(scene) for scene in scenes("count")} == {9, 10}


def test_names_repeat_within_a_scene_so_that_counting_is_needed():
    repeated = sum(max(Counter(thing.name for thing in scene).values()) > 1 for scene in scenes("train", 300))
    assert 0.5 < repeated / 300 < 0.95


def test_the_same_seed_gives_the_same_scene():
    assert scenes("train", 5) == scenes("train", 5)


def test_every_name_has_pictures_to_learn_from_and_one_held_out():
    assert set(names()) == {*SHAPES, *pictures()}
    for listed in pictures().values():
        assert sum(not picture.is_held for picture in listed) >= 3
        assert any(picture.is_held for picture in listed)


def test_icons_are_shown_where_they_are_asked_for_and_nowhere_else():
    known = {picture.identity for listed in icons().values() for picture in listed}
    assert not any(thing.identity in known for split in SPLITS for scene in scenes(split) for thing in scene)
    rng = np.random.default_rng(4)
    shown = [thing for _ in range(200) for thing in arrange(rng, iconic=True) if thing.identity]
    assert 0.4 < np.mean([thing.identity in known for thing in shown]) < 0.6
    held = {picture.identity for listed in pictures().values() for picture in listed if picture.is_held}
    assert not any(thing.identity in held for thing in shown)


@pytest.mark.parametrize(
    ("split", "digest"), [("train", 3342211241), ("identity", 2249307290), ("pair", 1697605176), ("count", 3851251341)]
)
def test_scenes_that_are_measured_on_are_those_from_before_there_were_icons(split, digest):
    shown = [(thing.name, thing.colour, thing.identity) for scene in scenes(split, 20) for thing in scene]
    assert zlib.crc32(repr(shown).encode()) == digest
