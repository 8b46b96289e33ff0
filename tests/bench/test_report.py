"""The one report is made of commands that exist."""

import argparse
import importlib.util
from pathlib import Path

from bench.report import CAPTIONS, parts


def options(**given: object) -> argparse.Namespace:
    return argparse.Namespace(**{"photos": None, "blind": None, "run": None, "compare": "", "pictures": 5, **given})


def test_every_part_is_a_command_of_this_repository():
    whole = options(photos=Path("photos"), blind=Path("blind"), run=Path("run"), compare="teacher,student")
    modules = [module for _, module, *_ in parts(whole)]
    assert len(modules) == 9 and all(importlib.util.find_spec(module) for module in modules)
    assert CAPTIONS.is_file()


def test_without_photos_what_needs_them_is_left_out():
    titles = [title for title, *_ in parts(options())]
    assert titles == ["Simulated and rendered pictures, easy-VQA", "Latency and memory"]
