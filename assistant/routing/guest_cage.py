"""What a guest's process takes from itself before it loads the guest: memory, processes, sockets, other people's files.

    resource limits   memory, open files, file sizes                                         every Unix
    seccomp           no socket, no new process, no hand on other processes and other files  Linux on x86-64 and aarch64
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
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from assistant import offline, seccomp
from assistant.seccomp import (
    ALLOW,
    FIRST_ARGUMENT,
    GIVE,
    JUMP_IF_ANY_BIT,
    JUMP_IF_EQUAL,
    LOAD,
    REFUSE,
    SECOND_ARGUMENT,
    SOCKET,
    own_calls,
    step,
    without,
)

MOST_FILES, LARGEST_FILE = 128, 64 * 2**20
POLITE = 10
"""The assistant's ears come before a guest's work."""

NEW_THREAD = 0x10000
CALLS: dict[str, dict[str, int]] = {
    "x86_64": dict(
        fork=57, vfork=58, execve=59, ptrace=101, mount=165, tkill=200, add_key=248, request_key=249, keyctl=250, unshare=272,
        perf_event_open=298, setns=308, process_vm_readv=310, process_vm_writev=311, bpf=321, execveat=322, userfaultfd=323,
        rt_sigqueueinfo=129, rt_tgsigqueueinfo=297, setpriority=141, sched_setparam=142, sched_setscheduler=144, sched_setattr=314,
        ioprio_set=251, migrate_pages=256, move_pages=279, kcmp=312, inotify_add_watch=254, fanotify_init=300, truncate=76, chmod=90,
        fchmod=91, fchmodat=268, chown=92, fchown=93, lchown=94, fchownat=260, utime=132, utimes=235, futimesat=261, utimensat=280,
        setxattr=188, lsetxattr=189, fsetxattr=190, removexattr=197, lremovexattr=198, fremovexattr=199,
        shmget=29, shmat=30, shmctl=31, semget=64, semop=65, semctl=66, semtimedop=220, msgget=68, msgsnd=69, msgrcv=70, msgctl=71,
        clone=56, kill=62, tgkill=234, prlimit64=302, sched_setaffinity=203, fcntl=72,
    ),
    "aarch64": dict(
        mount=40, unshare=97, ptrace=117, tkill=130, add_key=217, request_key=218, keyctl=219, execve=221, perf_event_open=241,
        setns=268, process_vm_readv=270, process_vm_writev=271, bpf=280, execveat=281, userfaultfd=282,
        rt_sigqueueinfo=138, rt_tgsigqueueinfo=240, setpriority=140, sched_setparam=118, sched_setscheduler=119, sched_setattr=274,
        ioprio_set=30, migrate_pages=238, move_pages=239, kcmp=272, inotify_add_watch=27, fanotify_init=262, truncate=45,
        fchmod=52, fchmodat=53, fchown=55, fchownat=54, utimensat=88,
        setxattr=5, lsetxattr=6, fsetxattr=7, removexattr=14, lremovexattr=15, fremovexattr=16,
        shmget=194, shmat=196, shmctl=195, semget=190, semop=193, semctl=191, semtimedop=192, msgget=186, msgsnd=189, msgrcv=188,
        msgctl=187, clone=220, kill=129, tgkill=131, prlimit64=261, sched_setaffinity=122, fcntl=25,
    ),
}  # fmt: skip
"""What reaches other processes, be it by signals, limits, priorities or shared memory; and what Landlock lets pass: a file's mode, owner,
time and attributes, and the watch over a folder."""
EVERYWHERE = dict(
    pidfd_send_signal=424, io_uring_setup=seccomp.IO_URING_SETUP, pidfd_open=434, pidfd_getfd=438, fchmodat2=452, setxattrat=463,
    removexattrat=466, file_setattr=469,
)  # fmt: skip
NEWER_CLONE = 435
"""Its flags lie where no filter can look; the C library takes the older call where this one is not there."""
SIGNALS = ("kill", "tgkill")
OF_ITSELF = ("prlimit64", "sched_setaffinity")
"""Allowed of the process that asks, which is also called 0."""
F_SETOWN, F_SETOWN_EX = 8, 15
"""Whom the kernel shall signal when a file can be read."""

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
    refused = [number for name, number in calls.items() if name not in ("clone", "fcntl", *SIGNALS, *OF_ITSELF)]
    no, yes = REFUSE | errno.EPERM, ALLOW
    return [
        *own_calls(machine, errno.EPERM),
        *without(NEWER_CLONE, errno.ENOSYS),
        *_by(calls["clone"], FIRST_ARGUMENT, JUMP_IF_ANY_BIT, (NEW_THREAD,), yes, no),
        *_by(calls["fcntl"], SECOND_ARGUMENT, JUMP_IF_EQUAL, (F_SETOWN, F_SETOWN_EX), no, yes),
        *(one for name in SIGNALS for one in _by(calls[name], FIRST_ARGUMENT, JUMP_IF_EQUAL, (process,), yes, no)),
        *(one for name in OF_ITSELF for one in _by(calls[name], FIRST_ARGUMENT, JUMP_IF_EQUAL, (0, process), yes, no)),
        *(one for number in refused for one in without(number, errno.EPERM)),
        step(GIVE, ALLOW),
    ]


def _by(call: int, argument: int, jump: int, values: Sequence[int], answer: int, otherwise: int) -> Iterator[bytes]:
    """The call is answered so where its argument is one of the values."""
    yield step(JUMP_IF_EQUAL, call, 0, len(values) + 3)
    yield step(LOAD, argument)
    for left, value in reversed([*enumerate(reversed(values), 1)]):
        yield step(jump, value, left)
    yield step(GIVE, otherwise)
    yield step(GIVE, answer)


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
