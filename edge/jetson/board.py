"""Which Jetson this is, read from what Jetson Linux leaves on the disk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

RELEASE = "etc/nv_tegra_release"
MODEL = "proc/device-tree/model"
LINE = re.compile(r"#\s*R(\d+)\s*\(release\),\s*REVISION:\s*(\d+(?:\.\d+)*)")
JETPACK_OF = {35: 5, 36: 6, 38: 7, 39: 7}
"""Major of JetPack by major of Jetson Linux (L4T)."""
PYTHON_OF = {6: "3.10", 7: "3.12"}


@dataclass(frozen=True)
class Board:
    model: str
    """As the device tree has it: NVIDIA Jetson Orin Nano Developer Kit."""
    l4t: str
    """Jetson Linux, as 36.4.3; empty where it does not tell, as in a container."""

    @property
    def jetpack(self) -> int | None:
        """Its major; None for one that nobody knew when this was written."""
        return JETPACK_OF.get(int(self.l4t.partition(".")[0])) if self.l4t else None

    @property
    def python(self) -> str | None:
        """The system's, against which JetPack's OpenCV is built."""
        return PYTHON_OF.get(self.jetpack or 0)


def find(root: Path = Path("/")) -> Board | None:
    """root: of the file system that is looked at. None on everything that is no Jetson."""
    model = text(root / MODEL).rstrip("\0\n")
    release = l4t(text(root / RELEASE))
    if "Jetson" not in model and not release:
        return None
    return Board(model or "an unnamed Jetson", release)


def l4t(text: str) -> str:
    """`# R36 (release), REVISION: 4.3, GCID: ...` is 36.4.3."""
    match = LINE.match(text)
    return f"{match[1]}.{match[2]}" if match else ""


def text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""
