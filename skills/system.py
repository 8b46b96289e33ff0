"""The machine and what runs on it: battery, temperature, memory, disk, load, network, models, provider, version."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import anyio.to_thread
import psutil

from assistant.skill import Reply, Skill, Turn
from skills.moments import lasting

GB = 1e9
MEASURED = 0.3
"""Seconds over which the processor's load is measured."""
SENSORS = ("coretemp", "k10temp", "cpu_thermal", "cpu-thermal", "CPU-therm", "soc_thermal", "acpitz")
"""Names of a processor's sensor, the most telling first; a Jetson's are among them."""
LOOPBACK = ("127.", "::1")


class System(Skill):
    name = "system"

    async def handle(self, turn: Turn) -> Reply:
        reply: Reply = await getattr(self, f"_{turn.intent}")(turn)
        return reply

    # ---- the machine

    async def _battery(self, turn: Turn) -> Reply:
        battery = psutil.sensors_battery()
        if battery is None:
            return self._said("no_battery")
        percent = round(battery.percent)
        if battery.power_plugged:
            return self._said("battery_full" if percent >= 100 else "battery_charging", percent=percent)
        left = battery.secsleft
        return self._said("battery_left", percent=percent, left=self._spoken(left)) if left > 0 else self._said("battery", percent=percent)

    async def _temperature(self, turn: Turn) -> Reply:
        degrees = temperature()
        return self._said("no_temperature") if degrees is None else self._said("temperature", degrees=round(degrees))

    async def _memory(self, turn: Turn) -> Reply:
        memory = psutil.virtual_memory()
        own = psutil.Process().memory_info().rss
        return self._said("memory", **self._gigabytes(free=memory.available, all=memory.total, own=own))

    async def _disk(self, turn: Turn) -> Reply:
        disk = await anyio.to_thread.run_sync(psutil.disk_usage, str(Path.home()), abandon_on_cancel=True)  # a share may hang
        full = 100 * (1 - disk.free / disk.total)  # what the system or a quota holds back is not free either
        return self._said("disk", percent=round(full), **self._gigabytes(free=disk.free, all=disk.total))

    async def _uptime(self, turn: Turn) -> Reply:
        machine = max(0.0, time.time() - psutil.boot_time())
        own = max(0.0, time.time() - psutil.Process().create_time())
        return self._said("uptime", machine=self._spoken(machine), own=self._spoken(own))

    async def _load(self, turn: Turn) -> Reply:
        percent = await anyio.to_thread.run_sync(psutil.cpu_percent, MEASURED, abandon_on_cancel=True)  # it sleeps as long
        return self._said("load", percent=round(percent), n=psutil.cpu_count() or 1)

    async def _network(self, turn: Turn) -> Reply:
        """No address is told: it would be said aloud, and kept in the record of turns."""
        return self._said("network" if on_a_network() else "no_network")

    async def _status(self, turn: Turn) -> Reply:
        """The whole in one breath."""
        said = [(await work(turn)).text for work in (self._load, self._memory, self._disk)]
        said += [(await self._temperature(turn)).text] if temperature() is not None else []
        said += [(await self._battery(turn)).text] if psutil.sensors_battery() is not None else []
        return Reply(self.phrases.text(said))

    # ---- the assistant on it

    async def _models(self, turn: Turn) -> Reply:
        models = (await turn.home.report()).get("models", {})
        named = [self.phrases.say("model", model=model, task=self.phrases.say(task)) for task, model in models.items()]
        return self._said("models", models=self.phrases.row(named, "and"))

    async def _provider(self, turn: Turn) -> Reply:
        provider = str((await turn.home.report()).get("provider", ""))
        device = self.phrases.section("providers").get(provider)
        return self._said("provider", provider=provider.removesuffix("ExecutionProvider"), device=device or self.phrases.say("accelerator"))

    async def _senses(self, turn: Turn) -> Reply:
        facts = await turn.home.report()
        named = ((sense, facts.get(sense)) for sense in ("microphone", "camera"))
        return Reply(self.phrases.text(self.phrases.say(sense if name else f"no_{sense}", name=name) for sense, name in named))

    async def _version(self, turn: Turn) -> Reply:
        return self._said("version", version=(await turn.home.report()).get("version", ""))

    async def _offline(self, turn: Turn) -> Reply:
        return self._said("offline" if (await turn.home.report()).get("offline") else "not_offline")

    def _said(self, key: str, **words: Any) -> Reply:
        return Reply(self.phrases.say(key, **words))

    def _gigabytes(self, **sizes: float) -> dict[str, str]:
        """Of sizes in bytes, with the language's own point."""
        return {name: gigabytes(size).replace(".", self.phrases.say("point")) for name, size in sizes.items()}

    def _spoken(self, seconds: float) -> str:
        return lasting(self.phrases, max(60, seconds), "minute")


def temperature() -> float | None:
    """The processor's, in degrees Celsius; None where no sensor tells it, as in a virtual machine."""
    found = psutil.sensors_temperatures() if hasattr(psutil, "sensors_temperatures") else {}
    known = [name for name in SENSORS if name in found] or [name for name in found if "cpu" in name.lower()]
    readings = [sensor.current for name in known[:1] for sensor in found[name] if sensor.current > 0]
    return max(readings, default=None)


def on_a_network() -> bool:
    """Whether an interface that is up has an address that is not the machine's own."""
    try:
        up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    except PermissionError:  # offline, this needs a socket that the kernel refuses
        up = set(psutil.net_if_addrs())
    return any(
        name in up and any(address.family.name.startswith("AF_INET") and not address.address.startswith(LOOPBACK) for address in addresses)
        for name, addresses in psutil.net_if_addrs().items()
    )


def gigabytes(size: float) -> str:
    """ "0.4", "12"."""
    return f"{size / GB:.1f}" if size < 10 * GB else str(round(size / GB))
