"""What the doctor learns of the terminal: size, colours, and whether it can draw pictures, which it is asked."""

from __future__ import annotations

import os
import select
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.commands.finding import Finding
from assistant.config import Config
from assistant.tui.preview.ask import END, knows_sixel

KITTY = b"\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
"""A question that only the kitty graphics protocol answers."""
ATTRIBUTES = b"\x1b[c"
"""A question that every terminal answers, so that nobody waits long for the other."""
PATIENCE = 0.5
LEAST = (80, 24)


@dataclass(frozen=True)
class Abilities:
    kitty: bool
    sixel: bool


def terminal(config: Config) -> Iterator[Finding]:
    if not sys.stdout.isatty():
        yield Finding("terminal", "limited", "none here, so no UI: the conversation is printed", "Run it in a terminal to see the UI.")
        return
    size = shutil.get_terminal_size()
    encoding = sys.stdout.encoding.lower()
    abilities = asked(sys.stdin.fileno(), sys.stdout.fileno()) if sys.stdin.isatty() else Abilities(False, False)
    found = f"{size.columns}x{size.lines}, {colours()}, {pictures(abilities)}, {encoding}"
    if encoding != "utf-8":
        yield Finding("terminal", "limited", found, "Choose a UTF-8 locale, for example: LANG=C.UTF-8")
    elif size.columns < LEAST[0] or size.lines < LEAST[1]:
        yield Finding("terminal", "limited", found, "Make it at least 80x24.")
    else:
        yield Finding("terminal", "good", found)


def colours() -> str:
    if os.environ.get("NO_COLOR"):
        return "no colours, as NO_COLOR wishes"
    if os.environ.get("COLORTERM") in ("truecolor", "24bit"):
        return "16 million colours"
    return "256 colours" if "256" in os.environ.get("TERM", "") else os.environ.get("TERM", "no TERM")


def pictures(abilities: Abilities) -> str:
    able = [name for name, can in (("kitty", abilities.kitty), ("sixel", abilities.sixel)) if can]
    return f"pictures by {' and '.join(able)}" if able else "pictures as half blocks"


def asked(reads: int, writes: int, patience: float = PATIENCE) -> Abilities:
    """reads, writes: file descriptors of the terminal."""
    with _unbuffered(reads):
        os.write(writes, KITTY + ATTRIBUTES)
        answer, end = b"", time.monotonic() + patience
        while not END.search(answer) and (left := end - time.monotonic()) > 0:
            if select.select([reads], [], [], left)[0]:
                answer += os.read(reads, 1024)
    return Abilities(b"_Gi=31;OK" in answer, knows_sixel(answer))


@contextmanager
def _unbuffered(terminal: int) -> Iterator[None]:
    """Answers come at once and are not echoed."""
    import termios
    import tty

    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal, termios.TCSANOW)
        yield
    finally:
        termios.tcsetattr(terminal, termios.TCSANOW, before)
