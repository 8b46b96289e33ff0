"""The camera of a Jetson's CSI connector, `csi:0`: the GStreamer pipeline that brings its pictures through NVIDIA's image processor."""

from __future__ import annotations

import re

CAPTURE = (1280, 720)
"""Every sensor that JetPack supports delivers it, from its own modes or scaled; 16:9 is the widest view that these modes have."""
RATE_HZ = 30
NAME = re.compile(r"csi:(\d+)")


def sensor(device: str) -> int | None:
    """The number in `csi:N`, else None."""
    match = NAME.fullmatch(device)
    return int(match[1]) if match else None


def pipeline(sensor_id: int, height: int) -> str:
    """
    height: of the pictures, which keep the sensor's shape: what squeezes them deceives the detector.
    Scaled in hardware; BGR is what OpenCV takes; one that is not read at once is dropped, so that none is old.
    """
    width = 2 * round(height * CAPTURE[0] / CAPTURE[1] / 2)  # the hardware wants it even
    return " ! ".join(
        (
            f"nvarguscamerasrc sensor-id={sensor_id}",
            f"video/x-raw(memory:NVMM), width={CAPTURE[0]}, height={CAPTURE[1]}, format=NV12, framerate={RATE_HZ}/1",
            "nvvidconv",
            f"video/x-raw, width={width}, height={height}, format=BGRx",
            "videoconvert",
            "video/x-raw, format=BGR",
            "appsink drop=true max-buffers=1 sync=false",
        )
    )
