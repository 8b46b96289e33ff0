"""The pipeline of a Jetson's own camera, as text; no machine of the tests has one."""

from __future__ import annotations

import pytest

from assistant.senses import csi


@pytest.mark.parametrize(
    ("device", "sensor"), [("csi:0", 0), ("csi:12", 12), ("csi", None), ("csi:", None), ("0", None), ("csi:0 ! x", None), ("CSI:0", None)]
)
def test_csi_and_a_number_names_a_sensor(device, sensor):
    assert csi.sensor(device) == sensor


def test_the_pipeline_goes_from_the_sensor_to_what_opencv_takes():
    assert csi.pipeline(1, 480) == (
        "nvarguscamerasrc sensor-id=1 ! video/x-raw(memory:NVMM), width=1280, height=720, format=NV12, framerate=30/1 ! nvvidconv ! "
        "video/x-raw, width=854, height=480, format=BGRx ! videoconvert ! video/x-raw, format=BGR ! "
        "appsink drop=true max-buffers=1 sync=false"
    )


@pytest.mark.parametrize("height", [120, 240, 480, 600, 720, 1080])
def test_the_width_is_even_and_keeps_the_shape_of_the_sensor(height):
    width = int(csi.pipeline(0, height).split("video/x-raw, width=")[1].split(",")[0])
    assert width % 2 == 0 and abs(width / height - 16 / 9) < 0.02
