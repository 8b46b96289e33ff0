"""What the doctor says on a Jetson, from what its programs and files say; this machine is none."""

from __future__ import annotations

import pytest

from assistant.commands import jetson_check
from assistant.config import Config
from edge.jetson import power, tegrastats
from edge.jetson.board import Board

NANO = "NVIDIA Jetson Orin Nano Developer Kit"


def test_nothing_is_said_on_any_other_machine():
    assert list(jetson_check.jetson(Config())) == []


@pytest.mark.parametrize(
    ("board", "state", "found"),
    [
        (Board(NANO, "36.4.3"), "good", f"{NANO}, Jetson Linux 36.4.3 (JetPack 6)"),
        (Board("NVIDIA Jetson AGX Thor", "38.2.1"), "good", "NVIDIA Jetson AGX Thor, Jetson Linux 38.2.1 (JetPack 7)"),
        (Board("NVIDIA Jetson Xavier NX", "35.4.1"), "limited", "NVIDIA Jetson Xavier NX, Jetson Linux 35.4.1"),
        (Board(NANO, ""), "good", f"{NANO}; its Jetson Linux does not tell its version, as in a container"),
    ],
)
def test_the_board_is_named_and_an_old_jetpack_is_said(board, state, found):
    finding = jetson_check.on(board)
    assert (finding.state, finding.found) == (state, found)


def test_a_limited_power_mode_comes_with_the_commands_that_lift_it():
    finding = jetson_check.under(power.parse("NV Power Mode: 15W\n0\n"))
    assert (finding.state, finding.found) == ("limited", "15W") and "jetson_clocks" in finding.remedy
    assert jetson_check.under(power.parse("NV Power Mode: MAXN_SUPER\n2\n")).state == "good"
    assert jetson_check.under(None).remedy == "Ask as root: sudo nvpmodel -q"


def test_memory_power_and_heat_are_told():
    sample = tegrastats.parse("RAM 6712/7620MB (lfb 12x4MB) cpu@57.1C tj@58.3C VDD_IN 16321mW/11204mW")
    assert jetson_check.now(sample).found == "7.0 of 8.0 GB in use, 16.3 W, 58 °C"
    assert jetson_check.now(None).state == "limited"


@pytest.mark.parametrize(("wanted", "state"), [(True, "broken"), (False, "limited")])
def test_an_opencv_without_gstreamer_is_worse_where_a_csi_camera_is_configured(wanted, state):
    finding = jetson_check.eyes("    GStreamer:                   NO\n", wanted)
    assert finding.state == state and finding.remedy.endswith("pip uninstall opencv-python-headless opencv-python")
    assert jetson_check.eyes("    GStreamer:                   YES (1.20.3)\n", wanted).found.startswith("1.20.3 in the OpenCV of /")
