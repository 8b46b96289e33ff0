"""The one report is made of commands that exist."""

import argparse
import importlib.util
from pathlib import Path

import pytest

from bench.report import CAPTIONS, parts


def options(**given: object) -> argparse.Namespace:
    return argparse.Namespace(**{"photos": None, "blind": None, "run": None, "compare": "", "pictures": 5, **given})


def test_every_part_is_a_command_of_this_repository():
    whole = options(photos=Path("photos"), blind=Path("blind"), run=Path("run"), compare="teacher,student")
    modules = [module for _, module, *_ in parts(whole)]
    assert len(modules) == 12 and all(importlib.util.find_spec(module) for module in modules)
    assert {"bench.captions", "bench.vision", "bench.synthetic"} <= set(modules) and CAPTIONS.is_file()


@pytest.mark.parametrize("module", ["bench.vision", "bench.synthetic"])
def test_who_saw_no_picture_is_asked_of_photos_and_of_synthetic_pictures(module):
    (given,) = [rest for _, named, *rest in parts(options(photos=Path("photos"), blind=Path("blind"))) if named == module]
    assert given[-2:] == ["--blind", "blind"]


def test_a_run_that_is_named_is_measured_in_full_and_by_what_pretraining_taught_it():
    given = [rest for _, _, *rest in parts(options(run=Path("work/shipped"))) if "--work" in rest]
    assert [rest[2] for rest in given] == ["evaluate", "pretrained"]
    assert all(rest[1] == str(Path("work").absolute()) and rest[3:5] == ["--name", "shipped"] for rest in given)


def test_without_photos_what_needs_them_is_left_out():
    titles = [title for title, *_ in parts(options())]
    assert titles == ["Simulated and rendered pictures, easy-VQA", "Latency and memory"]
