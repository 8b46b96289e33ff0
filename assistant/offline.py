"""Hard offline mode: this process and all that it starts can open no internet socket, whatever code asks.

Two locks, because each alone has a gap. Python's audit hook says no with a sentence, but does not see native code (a camera library
that opens an address, a package client). Linux's system call filter (seccomp) says no to everything, child processes included, but
without a sentence. Neither can be taken off again before the process ends.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys

from assistant.errors import OfflineError

VARIABLE = "OWLISH_OFFLINE"
"""Set to 1 for a whole environment; child processes get it."""
INTERNET = (2, 10)
"""AF_INET and AF_INET6 on Linux."""
ADDRESSED = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"})
LOOKED_UP = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"})

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
SOCKET_CALL = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""By machine: the kernel's name of the architecture, and the number of the system call `socket`."""

WHY, REMEDY = "Offline mode is on", "leave out --offline to allow it"

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
        if platform.machine() in SOCKET_CALL:
            filter_calls(_program(*SOCKET_CALL[platform.machine()]))


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


def filter_calls(program: list[bytes]) -> bool:
    """program: classic BPF. False where the kernel has no such filter; the audit hook then stands alone."""
    if not sys.platform.startswith("linux"):
        return False
    code = ctypes.create_string_buffer(b"".join(program))
    header = ctypes.create_string_buffer(struct.pack("HP", len(program), ctypes.addressof(code)))
    return no_new_rights() and ctypes.CDLL(None, use_errno=True).prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, header, 0, 0) == 0


def no_new_rights() -> bool:
    """What the kernel wants to be promised before a process may restrict itself."""
    return ctypes.CDLL(None, use_errno=True).prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0


def _program(architecture: int, socket_call: int) -> list[bytes]:
    """Classic BPF over struct seccomp_data (nr at 0, arch at 4, args[0] at 16); each jump counts the instructions that it skips."""
    load, jump_if_equal, give = 0x20, 0x15, 0x06
    allow, deny = 0x7FFF0000, 0x00050000 | errno.EACCES

    def instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
        return struct.pack("HBBI", code, if_true, if_false, value)

    return [
        instruction(load, 4),
        instruction(jump_if_equal, architecture, 0, 6),
        instruction(load, 0),
        instruction(jump_if_equal, socket_call, 0, 4),
        instruction(load, 16),
        instruction(jump_if_equal, INTERNET[0], 1),
        instruction(jump_if_equal, INTERNET[1], 0, 1),
        instruction(give, deny),
        instruction(give, allow),
    ]
