"""What the doctor sees on a Jetson: the board, its power mode, heat and power, and whether OpenCV can open its CSI camera."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.commands.finding import Finding
from assistant.config import Config
from assistant.senses import csi, opencv

if TYPE_CHECKING:
    from edge.jetson.board import Board
    from edge.jetson.power import PowerMode
    from edge.jetson.tegrastats import Sample


def jetson(config: Config) -> Iterator[Finding]:
    """Nothing on any other machine."""
    from edge.jetson import board, power, tegrastats

    if (found := board.find()) is None:
        return
    yield on(found)
    yield under(power.current())
    yield now(tegrastats.once())
    yield eyes(opencv.library().getBuildInformation(), csi.sensor(config.camera.device) is not None)


def on(board: Board) -> Finding:
    if not board.l4t:
        return Finding("jetson", "good", f"{board.model}; its Jetson Linux does not tell its version, as in a container")
    if board.jetpack is None or board.jetpack < 6:
        remedy = "Owlish is made for JetPack 6 and 7; see docs/jetson.md."
        return Finding("jetson", "limited", f"{board.model}, Jetson Linux {board.l4t}", remedy)
    return Finding("jetson", "good", f"{board.model}, Jetson Linux {board.l4t} (JetPack {board.jetpack})")


def under(mode: PowerMode | None) -> Finding:
    if mode is None:
        return Finding("power mode", "limited", "nvpmodel does not tell it", "Ask as root: sudo nvpmodel -q")
    return Finding("power mode", "limited" if mode.advice else "good", mode.name, mode.advice)


def now(sample: Sample | None) -> Finding:
    if sample is None:
        return Finding("tegrastats", "limited", "says nothing", "Power and heat are not shown; in a container, mount /usr/bin/tegrastats.")
    said = [f"{sample.used / 1e9:.1f} of {sample.memory / 1e9:.1f} GB in use"]
    said += [f"{sample.watts:.1f} W"] if sample.watts is not None else []
    said += [f"{sample.hottest:.0f} °C"] if sample.hottest is not None else []
    return Finding("tegrastats", "good", ", ".join(said))


def eyes(build_information: str, wanted: bool) -> Finding:
    """wanted: whether a CSI camera is configured."""
    version = opencv.gstreamer(build_information)
    if version:
        return Finding("gstreamer", "good", f"{version} in the OpenCV of {opencv.where()}: CSI cameras can be opened, as csi:0")
    found = f"the OpenCV of {opencv.where()} has none, so a CSI camera cannot be opened"
    remedy = "Take it away, so that JetPack's is found: pip uninstall opencv-python-headless opencv-python"
    return Finding("gstreamer", "broken" if wanted else "limited", found, remedy)
