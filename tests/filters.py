"""Filters of system calls, run by a small machine of the tests' own."""

from __future__ import annotations

import errno
import struct

from assistant import seccomp


def decision(program: list[bytes], machine: str, call: int, first: int = 0, architecture: int | None = None, second: int = 0) -> str:
    """`allow`, or the name of the error; classic BPF has one accumulator and jumps forwards only."""
    steps = [struct.unpack("HBBI", step) for step in program]
    memory = {
        seccomp.NUMBER: call,
        seccomp.ARCHITECTURE: architecture or seccomp.MACHINES[machine],
        seccomp.FIRST_ARGUMENT: first,
        seccomp.SECOND_ARGUMENT: second,
    }
    at, held = 0, 0
    while True:
        code, if_true, if_false, value = steps[at]
        at += 1
        if code == seccomp.LOAD:
            held = memory[value]
        elif code == seccomp.GIVE:
            return "allow" if value == seccomp.ALLOW else errno.errorcode[value & 0xFFFF]
        else:
            tests = {
                seccomp.JUMP_IF_EQUAL: held == value,
                seccomp.JUMP_IF_AT_LEAST: held >= value,
                seccomp.JUMP_IF_ANY_BIT: bool(held & value),
            }
            at += if_true if tests[code] else if_false
