"""Offline means that no internet socket is opened: not by Python, not by native code, not by a child process."""

from __future__ import annotations

import subprocess
import sys

import pytest

PREAMBLE = "import socket, subprocess, sys\nfrom assistant import offline\noffline.enforce()\n"


def run(code: str) -> subprocess.CompletedProcess:
    """In a process of its own: the locks cannot be taken off again."""
    return subprocess.run([sys.executable, "-c", PREAMBLE + code], capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    "act",
    [
        "socket.socket()",
        "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('localhost', 80)",
        "socket.gethostbyname('localhost')",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9')",
    ],
)
def test_python_is_refused_with_a_sentence(act):
    done = run(act)
    assert done.returncode == 1
    assert "OfflineError: Offline mode is on" in done.stderr


def test_native_code_is_refused_by_the_kernel():
    act = "import ctypes; libc = ctypes.CDLL(None, use_errno=True); print(libc.socket(2, 1, 0), libc.socket(10, 1, 0), ctypes.get_errno())"
    assert run(act).stdout.split() == ["-1", "-1", "13"]


def test_a_child_process_is_refused_and_told():
    child = "import os, socket; print(os.environ['OWLISH_OFFLINE']); socket.socket()"
    done = run(f"subprocess.run([sys.executable, '-c', {child!r}])")
    assert done.stdout == "1\n"
    assert "PermissionError" in done.stderr


def test_sockets_of_this_machine_still_work():
    done = run("a, b = socket.socketpair(); a.send(b'x'); print(b.recv(1)); import asyncio; asyncio.run(asyncio.sleep(0))")
    assert (done.stdout, done.stderr) == ("b'x'\n", "")


def test_a_socket_that_was_open_before_reaches_nobody():
    done = subprocess.run(
        [sys.executable, "-c", "import socket; s = socket.socket()\n" + PREAMBLE + "s.connect(('127.0.0.1', 9))"],
        capture_output=True,
        text=True,
    )
    assert "OfflineError: Offline mode is on: ('127.0.0.1', 9) is not reached" in done.stderr


def test_the_environment_of_an_offline_parent_counts(monkeypatch):
    from assistant import offline

    monkeypatch.delenv(offline.VARIABLE, raising=False)
    assert not offline.is_wanted(False)
    assert offline.is_wanted(True)
    monkeypatch.setenv(offline.VARIABLE, "1")
    assert offline.is_wanted(False)
