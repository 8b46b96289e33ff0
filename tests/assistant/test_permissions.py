"""The words of permission."""

from __future__ import annotations

import inspect
import re
import sys

import pytest

from assistant.config import Config
from assistant.errors import NetworkError
from assistant.permissions import checked, declares, for_address, named_hosts
from assistant.routing.registry import load_registry

NEEDS = {
    "camera": r"\.sight\b",
    "speech": r"\.(?:announce|play)\(",
    "files": r"\.pictures\(",
    "network": r"\.(?:fetch|stream)\(",
}
"""By permission, how a skill's own text shows that it needs it."""


CHATTY = Config(chat={"url": "http://llama.lan/v1"})
"""Chat declares its host when it has one."""


@pytest.mark.parametrize("skill", [one.skill for one in load_registry(config=CHATTY).loaded], ids=lambda skill: skill.name)
def test_each_built_in_skill_declares_what_it_uses(skill) -> None:
    source = inspect.getsource(sys.modules[type(skill).__module__])
    declared = {permission.partition(":")[0] for permission in checked(skill.permissions)}
    assert declared >= {permission for permission, pattern in NEEDS.items() if re.search(pattern, source)}


@pytest.mark.parametrize(
    "permission", ["microphone", "network", "network:", "network:HOST", "network:a b", "network:https://a.org", "network:a.*", 3]
)
def test_what_is_no_permission_is_told(permission: object) -> None:
    with pytest.raises(ValueError, match="there are camera, speech, files and network:HOST"):
        checked([permission])


def test_nobody_is_asked_a_hundred_questions() -> None:
    with pytest.raises(ValueError, match="declares 100 permissions"):
        checked(f"network:h{number}.org" for number in range(100))


@pytest.mark.parametrize(
    ("url", "permission"),
    [
        ("https://api.open-meteo.com/v1/forecast?q=1", "network:api.open-meteo.com"),
        ("http://LOCALHOST:8080/v1", "network:localhost"),
        ("https://api.open-meteo.com@evil.example/", "network:evil.example"),
        ("https://evil.example./", "network:evil.example"),
        ("http://[::1]:80/", "network:::1"),
    ],
)
def test_an_address_needs_the_permission_for_its_very_host(url: str, permission: str) -> None:
    assert for_address(url) == permission
    assert checked([permission])


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a.org", "no address", "http://", "http://[", "//a.org"])
def test_other_addresses_are_asked_by_nobody(url: str) -> None:
    with pytest.raises(NetworkError, match="no address that can be asked"):
        for_address(url)


def test_any_host_means_those_that_the_configuration_names() -> None:
    settings = Config().model_dump() | {"chat": {"url": "http://localhost:11434/v1", "on": True}}
    settings["camera"]["device"] = "http://door.local/stream.mjpeg"
    configured = named_hosts(settings)
    assert configured - named_hosts(Config().model_dump()) == {"localhost"}
    assert declares(["network:*"], "network:localhost", configured)
    assert not declares(["network:*"], "network:door.local", configured)
    assert not declares(["network:*"], "camera", configured)
    assert not declares(["network:sub.a.org"], "network:a.org", configured)
