"""What OpenCV says about itself."""

from __future__ import annotations

from pathlib import Path

import cv2
import pytest

from assistant.senses import opencv


@pytest.mark.parametrize(
    ("line", "version"),
    [
        ("    GStreamer:                   YES (1.20.3)", "1.20.3"),
        ("    GStreamer:                   YES", "of an unknown version"),
        ("    GStreamer:                   NO", None),
        ("    FFMPEG:                      YES", None),
    ],
)
def test_gstreamer_is_read_from_the_build_information(line, version):
    assert opencv.gstreamer(f"  Video I/O:\n{line}\n    v4l/v4l2:                    YES (linux/videodev2.h)\n") == version


def test_the_opencv_in_use_tells_the_truth_about_itself():
    built_in = cv2.videoio_registry.hasBackend(cv2.CAP_GSTREAMER)
    assert (opencv.gstreamer(cv2.getBuildInformation()) is not None) == built_in


def test_the_folder_is_that_of_the_opencv_in_use():
    assert (Path(opencv.where()) / "__init__.py").is_file()
