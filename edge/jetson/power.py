"""Power modes of a Jetson, and what to say about them: a benchmark without its mode says nothing."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass

QUERY = ("nvpmodel", "-q")
FASTEST = re.compile(r"MAXN")
"""MAXN, MAXN_SUPER: the modes without a limit, whatever their number on this board (0 on AGX Orin, 2 on Orin Nano Super)."""


@dataclass(frozen=True)
class PowerMode:
    name: str
    """As `nvpmodel -q` names it: 15W, MAXN_SUPER."""
    number: int | None

    @property
    def is_fastest(self) -> bool:
        return bool(FASTEST.match(self.name))

    @property
    def advice(self) -> str:
        """What to do for measurements; empty where nothing is to be done. Numbers differ by board, so the list is asked for."""
        if self.is_fastest:
            return ""
        look = "For the full speed, look for the number of MAXN in /etc/nvpmodel.conf"
        return f"{look}, then run: sudo nvpmodel -m NUMBER && sudo jetson_clocks"


def parse(said: str) -> PowerMode | None:
    """said: what `nvpmodel -q` prints, `NV Power Mode: MAXN_SUPER` and the number on the line below."""
    match = re.search(r"NV Power Mode:\s*(\S+)[ \t]*(?:\n\s*(\d+))?", said)
    return PowerMode(match[1], int(match[2]) if match[2] else None) if match else None


def current() -> PowerMode | None:
    """None where nvpmodel is missing or refuses."""
    if shutil.which(QUERY[0]) is None:
        return None
    try:
        return parse(subprocess.run(QUERY, capture_output=True, encoding="utf-8", errors="replace", timeout=10).stdout)
    except (OSError, subprocess.TimeoutExpired):
        return None
