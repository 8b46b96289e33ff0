"""The words of permission: what a skill may declare, and what stands for which act.

camera            looks through the camera
speech            speaks or plays a sound by itself
files             saves in a folder of the person's own
network:HOST      asks that host; network:* stands for the hosts that the configuration names, and for no others; no guest may declare it
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from assistant.errors import NetworkError

OWNER = "owlish"
"""The distribution whose skills are not guests."""
SENSES = ("camera", "speech")
"""What its skills are granted from the start: it stays on the device, and each sense shows its state."""
NETWORK, CONFIGURED = "network:", "network:*"
KNOWN = re.compile(r"camera|speech|files|network:(?:\*|[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|[0-9a-f]*:[0-9a-f:.]+)")
MOST = 16
"""Permissions of one skill; each is a question to a person."""


def checked(declared: Any) -> tuple[str, ...]:
    """Raises ValueError for what is no permission."""
    found = tuple(declared) if isinstance(declared, Iterable) and not isinstance(declared, str) else (declared,)
    for permission in found:
        if not (isinstance(permission, str) and KNOWN.fullmatch(permission)):
            known = "there are camera, speech, files and network:HOST, HOST being a name in small letters without a port"
            raise ValueError(f"it declares the permission {permission!r}; {known}")
    if len(found) > MOST:
        raise ValueError(f"it declares {len(found)} permissions; {MOST} are the most")
    return found


def for_address(url: str) -> str:
    """The permission that an address needs. Raises NetworkError for anything but http and https."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = None, None
    if parts is None or parts.scheme not in ("http", "https") or not host:
        raise NetworkError(f"{url[:200]!r} is no address that can be asked; it must begin with http:// or https:// and name a host.")
    return NETWORK + host.rstrip(".")


def host_of(permission: str) -> str:
    return permission.removeprefix(NETWORK)


def named_hosts(settings: Mapping[str, Any]) -> frozenset[str]:
    """
    Hosts of the addresses that the configuration holds, which `network:*` stands for. A camera's is not among them.
    settings: section -> field -> value
    """
    values = (value for name, section in settings.items() if name != "camera" for value in section.values())
    hosts = set()
    for value in values:
        with suppress(NetworkError):  # no address; who uses it will say so
            hosts.add(host_of(for_address(value)) if isinstance(value, str) else "")
    return frozenset(hosts - {""})


def declares(declared: Iterable[str], permission: str, configured: frozenset[str] = frozenset()) -> bool:
    return permission in declared or (CONFIGURED in declared and permission.startswith(NETWORK) and host_of(permission) in configured)
