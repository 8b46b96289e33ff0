"""The machine, told as psutil finds it; what it lacks is said to be lacking."""

from __future__ import annotations

import re
from types import SimpleNamespace

import psutil
import pytest

from skills import system
from tests.skills.talk import Talk

FACTS = {
    "models": {"hearing": "whisper-tiny.en", "seeing": "vilbert 1", "speaking": "piper-joe"},
    "provider": "CPUExecutionProvider",
    "microphone": "Jabra",
    "camera": "",
    "version": "0.1.0",
    "offline": False,
}


@pytest.fixture
def talk() -> Talk:
    talk = Talk()
    talk.homes["system"].facts = FACTS
    return talk


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("how much memory is free", r"[\d.]+ of [\d.]+ gigabytes of memory are free; I use [\d.]+ myself\."),
        ("how much disk space is left", r"[\d.]+ of [\d.]+ gigabytes on the disk are free; it is \d+ percent full\."),
        ("how long have you been running", r"This machine has been on for .*(day|hour|minute)s?.*, and I for .*minutes?\."),
        ("what is the cpu load", r"The .*processor (is|are) \d+ percent busy\."),
        ("is this machine on a network", r"This machine is (not )?on a network\."),
        ("what is your IP address", r"This machine is (not )?on a network\."),
        ("system status", r".*busy\. .*memory.* .*disk.*\."),
        ("which models do you use", r"I use whisper-tiny\.en for hearing, vilbert 1 for seeing and piper-joe for speaking\."),
        ("are you running on the gpu", r"My networks run on the processor: ONNX Runtime's provider is CPU\."),
        ("which microphone do you use", r"My microphone is Jabra\. My camera is closed, or there is none\."),
        ("what version are you", r"This is Owlish 0\.1\.0\."),
        ("are you offline", r"Hearing, seeing and answering happen on this machine\. .*--offline.*"),
    ],
)
def test_it_tells_what_was_asked(talk: Talk, text: str, form: str) -> None:
    assert re.fullmatch(form, talk(text)[0]) and talk.took[-1].startswith("system.")


def test_what_is_free_of_the_disk_and_how_full_it_is_agree(talk: Talk) -> None:
    free, size, percent = (float(figure) for figure in re.findall(r"[\d.]*\d", talk("how much disk space is left")[0]))
    assert percent == pytest.approx(100 * (1 - free / size), abs=1)


def test_no_address_is_told(talk: Talk) -> None:
    assert not re.search(r"\d+\.\d+\.\d+|::", talk("what is your ip address")[0])


def test_memory_is_what_the_machine_has(talk: Talk) -> None:
    said = float(re.findall(r"[\d.]+", talk("how much memory is free")[0])[1])
    assert said == pytest.approx(psutil.virtual_memory().total / 1e9, rel=0.06)


def battery(percent: float, plugged: bool, left: float) -> SimpleNamespace:
    return SimpleNamespace(percent=percent, power_plugged=plugged, secsleft=left)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (None, "This machine has no battery."),
        (battery(80.4, False, 9000), "The battery is at 80 percent, which is enough for 2 hours and 30 minutes."),
        (battery(80, False, -1), "The battery is at 80 percent."),
        (battery(50, True, -2), "The battery is at 50 percent and charging."),
        (battery(100, True, -2), "The battery is full and plugged in."),
    ],
)
def test_a_battery_is_told_as_the_machine_reports_it(talk: Talk, monkeypatch: pytest.MonkeyPatch, found: object, said: str) -> None:
    monkeypatch.setattr(psutil, "sensors_battery", lambda: found)
    assert talk("how much battery is left") == [said]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({}, "This machine has no temperature sensor that I can read."),
        ({"nvme": [SimpleNamespace(current=40.0)]}, "This machine has no temperature sensor that I can read."),
        ({"coretemp": [SimpleNamespace(current=51.2), SimpleNamespace(current=56.8)]}, "The processor is at 57 degrees Celsius."),
        ({"cpu-thermal": [SimpleNamespace(current=48.0)]}, "The processor is at 48 degrees Celsius."),
    ],
)
def test_the_processors_sensor_is_read_where_there_is_one(talk: Talk, monkeypatch: pytest.MonkeyPatch, found: dict, said: str) -> None:
    monkeypatch.setattr(psutil, "sensors_temperatures", lambda: found, raising=False)
    assert talk("how hot is the processor") == [said]


def test_an_address_of_its_own_is_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    loopback = {name: addresses for name, addresses in psutil.net_if_addrs().items() if name == "lo"}
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: loopback)
    assert not system.on_a_network()
