"""Filters of system calls: classic BPF over struct seccomp_data, which Linux asks before each call. None can be taken off again."""

from __future__ import annotations

import ctypes
import struct
import sys

LOAD, JUMP_IF_EQUAL, JUMP_IF_AT_LEAST, JUMP_IF_ANY_BIT, GIVE = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT, SECOND_ARGUMENT = 0, 4, 16, 24
ALLOW, REFUSE = 0x7FFF0000, 0x00050000
MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
"""The kernel's name of each architecture."""
OTHER_TABLE = 0x40000000
"""From here on the numbers of x86-64 name the calls of its 32-bit sister."""
SOCKET = {"x86_64": 41, "aarch64": 198}
IO_URING_SETUP = 425
"""What is asked for by way of a ring, no filter sees."""
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2


def step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    """if_true, if_false: how many steps a jump skips"""
    return struct.pack("HBBI", code, if_true, if_false, value)


def own_calls(machine: str, error: int) -> list[bytes]:
    """Refuses the calls of other architectures, whose numbers mean something else; the number of the call is loaded then."""
    return [
        *(step(LOAD, ARCHITECTURE), step(JUMP_IF_EQUAL, MACHINES[machine], 1), step(GIVE, REFUSE | error)),
        *(step(LOAD, NUMBER), step(JUMP_IF_AT_LEAST, OTHER_TABLE, 0, 1), step(GIVE, REFUSE | error)),
    ]


def without(call: int, error: int) -> list[bytes]:
    return [step(JUMP_IF_EQUAL, call, 0, 1), step(GIVE, REFUSE | error)]


def filter_calls(program: list[bytes]) -> bool:
    """False where the kernel has no such filter."""
    if not sys.platform.startswith("linux"):
        return False
    code = ctypes.create_string_buffer(b"".join(program))
    header = ctypes.create_string_buffer(struct.pack("HP", len(program), ctypes.addressof(code)))
    return no_new_rights() and ctypes.CDLL(None, use_errno=True).prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, header, 0, 0) == 0


def no_new_rights() -> bool:
    """What the kernel wants to be promised before a process may restrict itself."""
    return ctypes.CDLL(None, use_errno=True).prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
