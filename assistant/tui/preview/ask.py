"""What the terminal can draw, asked of itself before the UI begins."""

from __future__ import annotations

import os
import re
import select
import struct
import sys
import time
from collections.abc import Mapping

from assistant.tui.preview.pixels import Graphics, Way

QUESTION = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[16t\x1b[c"
"""Do you know kitty's protocol? How large is a cell? What are you? Every terminal answers the last one."""
END = re.compile(rb"\x1b\[\?([\d;]*)c")
CELL = re.compile(rb"\x1b\[6;(\d+);(\d+)t")
PATIENCE = 0.5
SIXEL = b"4"


def understood(answer: bytes, window: tuple[int, int, int, int] = (0, 0, 0, 0)) -> Graphics:
    """window: (rows, columns, width, height), the last two in pixels, as the system knows it; zeros where it does not."""
    rows, columns, width, height = window
    cell = (width // columns, height // rows) if rows and columns and width and height else Graphics().cell
    if told := CELL.search(answer):
        cell = (int(told[2]), int(told[1]))
    if b"\x1b_Gi=31;OK" in answer:
        return Graphics("kitty", cell)
    return Graphics("sixel" if knows_sixel(answer) else "blocks", cell)


def knows_sixel(answer: bytes) -> bool:
    """The first number is what kind of terminal it is; those that follow are what it can."""
    end = END.search(answer)
    return end is not None and SIXEL in end[1].split(b";")[1:]


def graphics(wanted: str, environment: Mapping[str, str] = os.environ) -> Graphics:
    """wanted: a way of drawing, or `auto`: blocks over SSH, in a multiplexer and without colour, else the best that the terminal knows."""
    if wanted == "blocks" or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return Graphics()
    remote = any(environment.get(name) for name in ("SSH_CONNECTION", "TMUX", "STY", "NO_COLOR"))
    if wanted == "auto" and remote:
        return Graphics()
    found = understood(_answer(), _window())
    way: Way = found.way if wanted == "auto" else "kitty" if wanted == "kitty" else "sixel"
    return Graphics(way, found.cell)


def _answer() -> bytes:
    import termios
    import tty

    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        os.write(sys.stdout.fileno(), QUESTION.encode())
        return _read_until_end()
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSAFLUSH, before)


def _read_until_end() -> bytes:
    answer, deadline = b"", time.monotonic() + PATIENCE
    while not END.search(answer) and (left := deadline - time.monotonic()) > 0:
        if select.select([sys.stdin.fileno()], [], [], left)[0]:
            answer += os.read(sys.stdin.fileno(), 1024)
    return answer


def _window() -> tuple[int, int, int, int]:
    import fcntl
    import termios

    rows, columns, width, height = struct.unpack("HHHH", fcntl.ioctl(sys.stdout.fileno(), termios.TIOCGWINSZ, b"\0" * 8))
    return rows, columns, width, height
