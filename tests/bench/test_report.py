"""The one report is made of commands that exist."""

import importlib.util
from pathlib import Path

from bench.report import CAPTIONS, parts


def test_every_part_is_a_command_of_this_repository():
    modules = [module for _, module, *_ in parts(Path("photos"), Path("blind"), 5)]
    assert len(modules) == 5 and all(importlib.util.find_spec(module) for module in modules)
    assert CAPTIONS.is_file()


def test_without_photos_what_needs_them_is_left_out():
    titles = [title for title, *_ in parts(None, None, 5)]
    assert titles == ["Simulated and rendered pictures, easy-VQA", "Latency and memory"]
