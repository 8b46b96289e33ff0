"""Hard offline mode: this process and all that it starts can open no internet socket, whatever code asks.

Two locks, because each alone has a gap. Python's audit hook says no with a sentence, but does not see native code (a camera library
that opens an address, a package client). Linux's system call filter (seccomp) says no to everything, child processes included, but
without a sentence. Neither can be taken off again before the process ends.
"""

from __future__ import annotations

import errno
import os
import platform
import sys

from assistant import seccomp
from assistant.errors import OfflineError

VARIABLE = "OWLISH_OFFLINE"
"""Set to 1 for a whole environment; child processes get it."""
INTERNET = (2, 10)
"""AF_INET and AF_INET6 on Linux."""
ADDRESSED = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"})
LOOKED_UP = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"})

WHY, REMEDY = "Offline mode is on", "leave out what says so to allow it: --offline, network.offline or OWLISH_OFFLINE=1"

_on = False
_why, _remedy = WHY, REMEDY


def is_wanted(setting: bool) -> bool:
    """By configuration or flag, or by the environment of a parent that is offline."""
    return setting or os.environ.get(VARIABLE, "") not in ("", "0")


def enforce(why: str = WHY, remedy: str = REMEDY) -> None:
    """From here on to the end of the process. why, remedy: what the error says."""
    global _on, _why, _remedy
    if not _on:
        _on, _why, _remedy = True, why, remedy
        os.environ[VARIABLE] = "1"
        sys.addaudithook(_refuse)
        if platform.machine() in seccomp.MACHINES:  # where the kernel filters nothing, the audit hook stands alone
            seccomp.filter_calls(program(platform.machine()))


def is_enforced() -> bool:
    return _on


def _refuse(event: str, args: tuple) -> None:
    if not event.startswith("socket."):
        return
    if event == "socket.__new__" and args[1] in INTERNET:
        raise OfflineError(f"{_why}: no internet socket is opened; {_remedy}.")
    if event in ADDRESSED and args[0].family in INTERNET:
        raise OfflineError(f"{_why}: {args[1]!r} is not reached; {_remedy}.")
    if event in LOOKED_UP:
        raise OfflineError(f"{_why}: {args[0]!r} is not looked up; {_remedy}.")


def program(machine: str) -> list[bytes]:
    """No internet socket, and no way around that: by the calls of another architecture, or by a ring."""
    return [
        *seccomp.own_calls(machine, errno.EACCES),
        *seccomp.without(seccomp.IO_URING_SETUP, errno.EACCES),
        seccomp.step(seccomp.JUMP_IF_EQUAL, seccomp.SOCKET[machine], 0, 4),
        seccomp.step(seccomp.LOAD, seccomp.FIRST_ARGUMENT),
        seccomp.step(seccomp.JUMP_IF_EQUAL, INTERNET[0], 1),
        seccomp.step(seccomp.JUMP_IF_EQUAL, INTERNET[1], 0, 1),
        seccomp.step(seccomp.GIVE, seccomp.REFUSE | errno.EACCES),
        seccomp.step(seccomp.GIVE, seccomp.ALLOW),
    ]
