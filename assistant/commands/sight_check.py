"""What the doctor sees: the formats that a camera offers, and the frames that it really delivers."""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from assistant.commands.finding import Finding
from assistant.config import Config
from assistant.phrases import Phrases
from assistant.senses.devices import cameras, video_nodes
from assistant.senses.lens import find_lens

WATCHED = 2.0
"""Seconds of counting frames."""
SLOW = 0.7
"""Share of the configured rate below which a camera is slow."""
FORMAT, SIZE, INTERVAL = (2, 64), (74, 44), (75, 52)
"""Number and bytes of V4L2's requests that enumerate formats, frame sizes and frame intervals (linux/videodev2.h)."""
CAPTURE, DISCRETE = 1, 1
"""V4L2_BUF_TYPE_VIDEO_CAPTURE, and what a size or an interval is when it is no range."""
MOST = 64
"""Entries of one list; no camera has more, and a broken driver never ends."""


def formats(config: Config) -> Iterator[Finding]:
    """As the driver lists them, without turning the camera on."""
    indexes = {name: index for index, name in video_nodes().items()}
    for camera in cameras() if sys.platform.startswith("linux") else ():
        try:
            offered = offers(Path(f"/dev/video{indexes[camera.name]}"))
        except PermissionError:
            yield Finding("camera", "broken", f"{camera.name} may not be opened", "Run: sudo usermod -aG video $USER, and log in again.")
        except OSError as error:
            yield Finding("camera", "limited", f"{camera.name} does not tell its formats ({error.strerror})", "Plug it in again.")
        else:
            yield Finding("camera", "good", f"{camera.name} offers {'; '.join(offered) or 'no format that it names'}")


def offers(node: Path) -> list[str]:
    """`MJPG 640x480 at 30 Hz` for the largest size of each format. Raises OSError."""
    device = os.open(node, os.O_RDWR | os.O_NONBLOCK)
    try:
        return [_offer(device, code) for code in map(format_of, _listed(device, FORMAT, lambda n: struct.pack("II56x", n, CAPTURE)))]
    finally:
        os.close(device)


def _offer(device: int, code: bytes) -> str:
    sizes = [size for one in _listed(device, SIZE, lambda n: struct.pack("I4s36x", n, code)) if (size := size_of(one))]
    name = code.decode("ascii", "replace").strip()
    if not sizes:
        return name
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    asked = [one for one in _listed(device, INTERVAL, lambda n: struct.pack("I4sII36x", n, code, width, height))]
    rates = [rate for one in asked if (rate := rate_of(one))]
    return f"{name} {width}x{height}" + (f" at {max(rates):g} Hz" if rates else "")


def _listed(device: int, request: tuple[int, int], ask) -> Iterator[bytes]:
    """The driver's answers to the request with 0, 1, 2 and so on, until it has no more."""
    import fcntl

    number, size = request
    code = 3 << 30 | size << 16 | ord("V") << 8 | number  # _IOWR('V', number, size)
    for index in range(MOST):
        answer = ctypes.create_string_buffer(ask(index), size)
        try:
            fcntl.ioctl(device, code, answer)
        except OSError as error:
            if error.errno in (errno.EINVAL, errno.ENOTTY):
                return
            raise
        yield answer.raw


def format_of(answer: bytes) -> bytes:
    """The four letters out of struct v4l2_fmtdesc."""
    return answer[44:48]


def size_of(answer: bytes) -> tuple[int, int] | None:
    """(width, height) out of struct v4l2_frmsizeenum; of a range the largest."""
    kind, *numbers = struct.unpack("8xI6I", answer[:36])
    return (numbers[0], numbers[1]) if kind == DISCRETE else (numbers[1], numbers[4])


def rate_of(answer: bytes) -> float | None:
    """Frames a second out of struct v4l2_frmivalenum: the first interval, which of a range is the shortest."""
    _, above, below = struct.unpack("16xIII", answer[:28])
    return below / above if above else None


def frames(config: Config) -> Iterator[Finding]:
    """Turns the configured camera on and counts. Raises SenseError with its own sentence."""
    if not cameras() and config.camera.device.isdigit():
        return
    lens = find_lens(config.camera, Phrases("assistant", "senses", config.routing.language))
    with closing(lens.open()) as pictures:
        first = pictures.read()
        if first is None:
            yield Finding("frames", "broken", f"{lens.name} opens and sends no picture", "Plug it in again, or close what else uses it.")
            return
        begin, count = time.monotonic(), 0
        while time.monotonic() - begin < WATCHED and pictures.read() is not None:
            count += 1
        rate = count / max(time.monotonic() - begin, 1e-6)
    found = f"{lens.name} sends {first.shape[1]}x{first.shape[0]} at {rate:.1f} Hz"
    if rate < SLOW * config.camera.rate_hz:
        yield Finding("frames", "limited", found, "Give it more light, or a smaller picture: camera.width and camera.height.")
    else:
        yield Finding("frames", "good", found)
