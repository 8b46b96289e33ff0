"""Offline means that no internet socket is opened: not by Python, not by native code, not by a child process."""

from __future__ import annotations

import shutil
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from assistant import offline, seccomp
from tests.filters import decision

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


@pytest.mark.parametrize("machine", seccomp.MACHINES)
def test_no_other_way_leads_to_an_internet_socket(machine):
    filtered, socket = offline.program(machine), seccomp.SOCKET[machine]
    assert [decision(filtered, machine, socket, family) for family in (1, 2, 10, 16)] == ["allow", "EACCES", "EACCES", "allow"]
    assert decision(filtered, machine, seccomp.OTHER_TABLE | socket, 2) == "EACCES"
    assert [decision(filtered, machine, call, 2, architecture=0x40000003) for call in (102, 359)] == ["EACCES"] * 2  # i386
    assert decision(filtered, machine, seccomp.IO_URING_SETUP, 8) == "EACCES"
    others = set(range(460)) - {socket, seccomp.IO_URING_SETUP}
    assert {decision(filtered, machine, call, 2) for call in others} == {"allow"}


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
    monkeypatch.delenv(offline.VARIABLE, raising=False)
    assert not offline.is_wanted(False)
    assert offline.is_wanted(True)
    monkeypatch.setenv(offline.VARIABLE, "1")
    assert offline.is_wanted(False)


# ---- the real commands


def sockets_opened(owlish, folder, *arguments) -> list[str]:
    """Every internet socket that the program or its children asked the kernel for."""
    if shutil.which("strace") is None:
        pytest.skip("install strace to watch the kernel")
    record = folder / "strace"
    command = ["strace", "-f", "-qq", "-e", "trace=socket", "-o", record, *owlish.command("--offline", *arguments)]
    done = subprocess.run(command, capture_output=True, env=owlish.environment, timeout=240)
    assert done.returncode == 0, done.stderr
    return [line for line in record.read_text().splitlines() if "AF_INET" in line]


@pytest.fixture
def command(request, prepared, tmp_path):
    """Of each kind one: a text, a sound file, a picture."""
    import soundfile

    soundfile.write(tmp_path / "tone.wav", np.sin(np.arange(32_000) / 5).astype(np.float32) / 9, 16_000)
    Image.new("RGB", (320, 240), "red").save(tmp_path / "red.png")
    commands = {
        "route": (("route", "what time is it"), ()),
        "transcribe": (("transcribe", tmp_path / "tone.wav"), ("silero-vad", "whisper-tiny.en")),
        "ask": (
            ("ask", "what is this?", "--image", tmp_path / "red.png"),
            ("ssd-mobilenet-v2-coco", "efficientnet-lite0", "efficientnet-lite3"),
        ),
    }
    arguments, models = commands[request.param]
    for model_id in models:
        prepared(model_id)
    return arguments


each_command = pytest.mark.parametrize("command", ["route", "transcribe", "ask"], indirect=True)


@each_command
def test_a_command_asks_the_kernel_for_no_internet_socket(owlish, tmp_path, command):
    assert sockets_opened(owlish, tmp_path, *command) == []


@each_command
def test_a_command_works_where_there_is_no_network_at_all(owlish, command):
    alone = ["unshare", "--net", "--map-root-user"]
    if subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("this user may not leave the network")
    done = subprocess.run([*alone, *owlish.command("--offline", *command)], capture_output=True, env=owlish.environment, timeout=240)
    assert done.returncode == 0, done.stderr


def test_the_setting_and_the_variable_are_as_good_as_the_option(owlish, tmp_path):
    (owlish.home / "config.toml").write_text("[network]\noffline = true\n")
    for environment in ({}, {"OWLISH_CONFIG": tmp_path / "none.toml", "OWLISH_OFFLINE": "1"}):
        done = owlish("models", "pull", "silero-vad", OWLISH_MODELS=tmp_path / "models", **environment)
        assert "Offline mode is on" in done.stderr


def test_whether_there_is_a_network_is_told_offline_too():
    assert run("from skills.system import on_a_network; print(on_a_network())").stdout in ("True\n", "False\n")
