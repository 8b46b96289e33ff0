"""What a service manager hears, on a real datagram socket."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest

from assistant import systemd
from assistant.events import Notice, StateChanged


class Manager:
    """The other end of NOTIFY_SOCKET."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind("\0" + address[1:] if address.startswith("@") else address)

    def hears(self, seconds: float = 20.0) -> str:
        self._socket.settimeout(seconds)
        return self._socket.recv(1024).decode()

    def waiting(self) -> list[str]:
        """All that has come."""
        self._socket.setblocking(False)
        heard = []
        try:
            while True:
                heard.append(self._socket.recv(1024).decode())
        except BlockingIOError:
            return heard

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Manager]:
    manager = Manager(str(tmp_path / "notify"))
    monkeypatch.setenv("NOTIFY_SOCKET", manager.address)
    monkeypatch.delenv("WATCHDOG_PID", raising=False)
    yield manager
    manager.close()


def test_it_is_ready_once_and_stops_once(manager: Manager) -> None:
    tell = systemd.Teller()
    for event in (
        Notice(0, "x"),
        StateChanged(0, "idle"),
        StateChanged(0, "thinking"),
        StateChanged(0, "idle"),
        StateChanged(0, "stopped"),
    ):
        tell(event)
    assert manager.waiting() == ["READY=1", "STOPPING=1"]


def test_an_abstract_socket_is_one_too(monkeypatch: pytest.MonkeyPatch) -> None:
    manager = Manager(f"@owlish-test-{os.getpid()}")
    monkeypatch.setenv("NOTIFY_SOCKET", manager.address)
    systemd.notify("READY=1")
    assert manager.waiting() == ["READY=1"]
    manager.close()


def test_nobody_listening_is_no_trouble(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "none"))
    systemd.notify("READY=1")
    monkeypatch.delenv("NOTIFY_SOCKET")
    systemd.notify("READY=1")
    assert not systemd.is_service()


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "30000000"}, 30.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": str(os.getpid())}, 30.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
    ],
)
def test_the_watchdog_is_the_one_of_this_process(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], seconds: float | None
) -> None:
    for name in ("WATCHDOG_USEC", "WATCHDOG_PID"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert systemd.watchdog() == seconds


def test_a_loop_that_hangs_gives_no_sign_of_life(manager: Manager, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", "50000")

    async def live() -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(systemd.give_signs_of_life)
            while not manager.waiting():
                await anyio.sleep(0.01)
            time.sleep(0.2)  # the hang itself: four times what the watchdog allows
            assert manager.waiting() == []
            while not manager.waiting():
                await anyio.sleep(0.01)
            tasks.cancel_scope.cancel()

    anyio.run(live)


def test_the_assistant_tells_that_it_is_ready_lives_and_stops(owlish, default_models, manager: Manager) -> None:
    owlish.environment |= {"NOTIFY_SOCKET": manager.address, "WATCHDOG_USEC": "500000"}
    process = owlish.start("--offline", "run", "--headless", "--no-mic", "--no-camera", "--text-only")
    heard = [manager.hears() for _ in range(4)]
    assert sorted(set(heard)) == ["READY=1", "WATCHDOG=1"] and heard.count("READY=1") == 1
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (0, "")
    assert manager.waiting()[-1] == "STOPPING=1"
