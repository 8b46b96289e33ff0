"""The filter of system calls of a guest's process; what this kernel does with it, test_guest shows."""

from __future__ import annotations

import pytest

from assistant.routing.guest_cage import CALLS, EVERYWHERE, F_SETOWN, F_SETOWN_EX, NEW_THREAD, NEWER_CLONE, program
from assistant.seccomp import SOCKET
from tests.filters import decision

PROCESS = 4711


def decided(machine: str, call: int, first: int = PROCESS + 1, architecture: int | None = None, second: int = F_SETOWN) -> str:
    return decision(program(machine, PROCESS), machine, call, first, architecture, second)


each_machine = pytest.mark.parametrize("machine", ["x86_64", "aarch64"])


@each_machine
def test_what_leads_out_is_refused_and_the_rest_is_allowed(machine: str) -> None:
    calls = {**CALLS[machine], **EVERYWHERE, "socket": SOCKET[machine]}
    refused = {name: decided(machine, number) for name, number in calls.items()}
    assert set(refused.values()) == {"EPERM"}
    others = [number for number in range(460) if number not in {*calls.values(), NEWER_CLONE}]
    assert {decided(machine, number) for number in others} == {"allow"}


@each_machine
def test_threads_are_allowed_and_processes_are_not(machine: str) -> None:
    clone = CALLS[machine]["clone"]
    assert decided(machine, clone, NEW_THREAD | 0x100) == "allow"
    assert decided(machine, clone, 17) == "EPERM"
    assert decided(machine, NEWER_CLONE) == "ENOSYS"


@each_machine
def test_a_guest_may_signal_itself_alone(machine: str) -> None:
    for name in ("kill", "tgkill"):
        assert decided(machine, CALLS[machine][name], PROCESS) == "allow"
        assert decided(machine, CALLS[machine][name], 1) == "EPERM"


@each_machine
def test_nor_may_it_have_another_signalled_when_a_file_can_be_read(machine: str) -> None:
    fcntl, others = CALLS[machine]["fcntl"], {*range(20), 1030} - {F_SETOWN, F_SETOWN_EX}
    assert {decided(machine, fcntl, second=command) for command in (F_SETOWN, F_SETOWN_EX)} == {"EPERM"}
    assert {decided(machine, fcntl, second=command) for command in others} == {"allow"}


@each_machine
def test_a_guest_may_limit_itself_alone(machine: str) -> None:
    for name in ("prlimit64", "sched_setaffinity"):
        assert [decided(machine, CALLS[machine][name], process) for process in (0, PROCESS, 1)] == ["allow", "allow", "EPERM"]


@each_machine
def test_other_tables_of_calls_are_closed(machine: str) -> None:
    assert decided(machine, 1, architecture=0x40000003) == "EPERM"
    assert decided(machine, 0x40000000 | 41) == "EPERM"
