"""What OpenCV says about itself."""

from __future__ import annotations

import subprocess
import sys
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


def test_opencv_is_silent_though_a_network_has_imported_it_before(tmp_path):
    """In a process of its own: what FFmpeg writes is settled with the first video that a process opens."""
    (tmp_path / "broken.mp4").write_bytes(b"no video")
    looks = f"import cv2; from assistant.senses import opencv; opencv.from_file({str(tmp_path / 'broken.mp4')!r}).close()"
    looked = subprocess.run([sys.executable, "-c", looks], capture_output=True, text=True, check=True)
    assert looked.stderr == ""


class Recorded:
    """Stands for the C++ library of a Jetson, which no machine of the tests has: what it is asked to open."""

    CAP_GSTREAMER, CAP_PROP_OPEN_TIMEOUT_MSEC, CAP_PROP_READ_TIMEOUT_MSEC = 1800, 53, 54

    def __init__(self, version: str) -> None:
        self.__version__, self.asked = version, []

    def getBuildInformation(self) -> str:
        return "    GStreamer:                   YES (1.20.3)\n"

    def VideoCapture(self, *asked: object) -> object:
        self.asked.append(asked)
        return self


@pytest.mark.parametrize(("version", "timeouts"), [("4.8.0", [53, 10000, 54, 2000]), ("5.0.0", [53, 10000, 54, 2000]), ("4.6.0", [])])
def test_a_pipeline_has_timeouts_where_opencv_knows_them(monkeypatch, version, timeouts):
    library = Recorded(version)
    monkeypatch.setattr(opencv, "library", lambda: library)
    assert opencv.from_pipeline("videotestsrc ! appsink") is not None
    assert library.asked == [("videotestsrc ! appsink", 1800, timeouts)]
