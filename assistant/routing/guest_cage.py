"""What a guest's process takes from itself before it loads the guest: memory, processes, sockets, other people's files.

    resource limits   memory, open files, file sizes                                         every Unix
    seccomp           no socket, no new process, no look into other processes                Linux on x86-64 and aarch64
    Landlock          reads Python and what it imports, writes its own folder, nothing else  Linux 5.13 and newer

Where the kernel lacks one, the others stand. None can be taken off again.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from assistant import offline, seccomp
from assistant.seccomp import ALLOW, FIRST_ARGUMENT, GIVE, JUMP_IF_ANY_BIT, JUMP_IF_EQUAL, LOAD, REFUSE, SOCKET, own_calls, step, without

MOST_FILES, LARGEST_FILE = 128, 64 * 2**20
POLITE = 10
"""The assistant's ears come before a guest's work."""

NEW_THREAD = 0x10000
CALLS: dict[str, dict[str, int]] = {
    "x86_64": dict(
        fork=57, vfork=58, execve=59, ptrace=101, mount=165, tkill=200, add_key=248, request_key=249, keyctl=250, unshare=272,
        perf_event_open=298, setns=308, process_vm_readv=310, process_vm_writev=311, bpf=321, execveat=322, userfaultfd=323,
        clone=56, kill=62, tgkill=234,
    ),
    "aarch64": dict(
        mount=40, unshare=97, ptrace=117, tkill=130, add_key=217, request_key=218, keyctl=219, execve=221, perf_event_open=241,
        setns=268, process_vm_readv=270, process_vm_writev=271, bpf=280, execveat=281, userfaultfd=282,
        clone=220, kill=129, tgkill=131,
    ),
}  # fmt: skip
EVERYWHERE = dict(pidfd_send_signal=424, io_uring_setup=seccomp.IO_URING_SETUP, pidfd_open=434, pidfd_getfd=438)
NEWER_CLONE = 435
"""Its flags lie where no filter can look; the C library takes the older call where this one is not there."""
SIGNALS = ("kill", "tgkill")

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
WRITE_FILE, READ_FILE, READ_FOLDER, TRUNCATE, DEVICE = 1 << 1, 1 << 2, 1 << 3, 1 << 14, 1 << 15
RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
"""By the version of Landlock that brought them, the rights that a rule can give."""
SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/localtime", "/etc/ssl", "/etc/mime.types", "/proc/self")
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")


def enter(memory: int, readable: Iterable[str], folder: str) -> None:
    """
    memory:   bytes of address space
    readable: files and folders that may be read, beside the system's libraries
    folder:   the only one that may be written
    """
    _limit(memory)
    _die_with_the_house()
    offline.enforce("A guest opens no socket", "ask with home.fetch")
    _restrict_files(readable, folder)
    if platform.machine() in CALLS:
        seccomp.filter_calls(program(platform.machine(), os.getpid()))


def _limit(memory: int) -> None:
    import resource

    os.nice(POLITE)
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_NOFILE, MOST_FILES),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a stricter limit of the system stays
            resource.setrlimit(kind, (most, most))


def _die_with_the_house() -> None:
    if sys.platform.startswith("linux"):
        kill, when_the_parent_dies = 9, 1
        ctypes.CDLL(None).prctl(when_the_parent_dies, kill, 0, 0, 0)


# ---- system calls


def program(machine: str, process: int) -> list[bytes]:
    """process: the only one it may signal"""
    calls = {**CALLS[machine], **EVERYWHERE, "socket": SOCKET[machine]}
    refused = [number for name, number in calls.items() if name not in ("clone", *SIGNALS)]
    return [
        *own_calls(machine, errno.EPERM),
        *without(NEWER_CLONE, errno.ENOSYS),
        *_only_with(calls["clone"], JUMP_IF_ANY_BIT, NEW_THREAD),
        *(one for name in SIGNALS for one in _only_with(calls[name], JUMP_IF_EQUAL, process)),
        *(one for number in refused for one in without(number, errno.EPERM)),
        step(GIVE, ALLOW),
    ]


def _only_with(call: int, jump: int, value: int) -> Iterator[bytes]:
    """The call is allowed where its first argument is such."""
    yield step(JUMP_IF_EQUAL, call, 0, 4)
    yield step(LOAD, FIRST_ARGUMENT)
    yield step(jump, value, 0, 1)
    yield step(GIVE, ALLOW)
    yield step(GIVE, REFUSE | errno.EPERM)


# ---- files


def _restrict_files(readable: Iterable[str], folder: str) -> bool:
    """False where the kernel has no Landlock."""
    if not sys.platform.startswith("linux"):
        return False
    call = ctypes.CDLL(None, use_errno=True).syscall
    version = call(CREATE_RULESET, None, 0, 1)
    if version < 1:
        return False
    rights = next(RIGHTS[least] for least in sorted(RIGHTS, reverse=True) if version >= least)
    attributes = struct.pack("QQQ", rights, 0, 0)[: 8 if version < 4 else 16 if version < 6 else 24]
    rules = call(CREATE_RULESET, attributes, len(attributes), 0)
    reading = READ_FILE | READ_FOLDER
    for path in (*SYSTEM, *readable):
        _allow(call, rules, path, reading)
    for path in DEVICES:
        _allow(call, rules, path, (READ_FILE | WRITE_FILE | DEVICE) & rights)
    _allow(call, rules, folder, rights)
    done = seccomp.no_new_rights() and call(RESTRICT_SELF, rules, 0) == 0
    os.close(rules)
    return done


def _allow(call: object, rules: int, path: str, rights: int) -> None:
    assert callable(call)
    try:
        place = os.open(path, os.O_PATH)
    except OSError:  # this system has no such place
        return
    if not Path(path).is_dir():
        rights &= READ_FILE | WRITE_FILE | TRUNCATE | DEVICE
    call(ADD_RULE, rules, 1, struct.pack("=Qi", rights, place), 0)
    os.close(place)
