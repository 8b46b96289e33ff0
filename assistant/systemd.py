"""What a service manager that started us wants to hear (sd_notify): that we are ready, that the loop lives, that we stop."""

from __future__ import annotations

import os
import socket
from contextlib import suppress

import anyio

from assistant.events import Event, StateChanged

SHARE = 0.4
"""Of the watchdog's time, after which the loop gives its next sign of life."""


def is_service() -> bool:
    """Whether a service manager has started us and waits to hear from us."""
    return bool(os.environ.get("NOTIFY_SOCKET"))


def notify(words: str) -> None:
    """One datagram; nothing where no service manager waits for it."""
    if address := os.environ.get("NOTIFY_SOCKET", ""):
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as out:
            out.setblocking(False)
            out.sendto(words.encode(), "\0" + address[1:] if address.startswith("@") else address)


def watchdog() -> float | None:
    """Seconds within which a sign of life is wanted; None where nobody waits for one."""
    microseconds, process = os.environ.get("WATCHDOG_USEC", ""), os.environ.get("WATCHDOG_PID", "")
    if not microseconds.isdigit() or int(microseconds) == 0 or process not in ("", str(os.getpid())):
        return None
    return int(microseconds) / 1e6


async def give_signs_of_life() -> None:
    """From the loop itself, so that they stop when it hangs, although the process goes on."""
    if (seconds := watchdog()) is not None:
        while True:
            notify("WATCHDOG=1")
            await anyio.sleep(seconds * SHARE)


class Teller:
    """A watcher for the bus."""

    def __init__(self) -> None:
        self._ready = False

    def __call__(self, event: Event) -> None:
        if not isinstance(event, StateChanged):
            return
        if event.state == "stopped":
            notify("STOPPING=1")
        elif not self._ready:
            self._ready = True
            notify("READY=1")
