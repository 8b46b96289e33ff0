"""The Dockerfile keeps to the convention of jetson-containers; whether it builds was not tried, for want of a Jetson."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

FOLDER = Path(__file__).parents[3] / "edge" / "jetson"
TEXT = (FOLDER / "Dockerfile").read_text("utf-8")
KEYS = {"name", "alias", "group", "depends", "requires", "config", "build_args", "build_flags", "test", "docs", "notes", "dockerfile"}


def test_its_header_is_yaml_with_the_keys_that_the_build_system_reads():
    header = re.match(r"#---\n(.*?)#---\n", TEXT, re.DOTALL)
    assert header
    about = yaml.safe_load(re.sub(r"^# ?", "", header[1], flags=re.MULTILINE))
    assert about["name"] == "owlish" and about.keys() <= KEYS
    assert {"onnxruntime", "opencv", "numpy", "python"} <= set(about["depends"])
    assert (FOLDER / about["test"]).is_file() and (FOLDER / about["docs"]).is_file()


def test_it_is_built_on_the_image_that_the_build_system_names():
    instructions = [line for line in TEXT.splitlines() if line and not line.startswith("#")]
    assert instructions[:2] == ["ARG BASE_IMAGE", "FROM ${BASE_IMAGE}"]


def test_it_installs_by_the_installer_of_the_bundle_with_options_that_this_has():
    options = set(re.findall(r"--[a-z-]+", TEXT.split("install.sh", 1)[1].split("\\", 1)[0]))
    known = set(re.findall(r"--[a-z-]+", (FOLDER.parent / "install.sh").read_text("utf-8")))
    assert options == {"--python", "--no-venv", "--no-service"} and options <= known
