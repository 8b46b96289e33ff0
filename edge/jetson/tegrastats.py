"""NVIDIA's tegrastats: memory, load, heat and power of a Jetson, one dense line for each interval.

    05-09-2026 18:42:06 RAM 18207/62841MB (lfb 466x4MB) SWAP 86/31420MB (cached 0MB) CPU [14%@2188,off,...] EMC_FREQ 3%@2133
    GR3D_FREQ 0%@[0,0] ... cpu@52.562C tj@52.562C ... VDD_GPU_SOC 2412mW/2412mW VDD_CPU_CV 1607mW/1607mW VIN_SYS_5V0 4707mW/4707mW

Which fields there are differs by board and release; what is missing is missing here too. Memory is shared by CPU and GPU.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from statistics import mean

RAM = re.compile(r"\bRAM (\d+)/(\d+)MB")
GPU = re.compile(r"\bGR3D_FREQ (\d+)%")
CPU = re.compile(r"\bCPU \[([^\]]*)\]")
HEAT = re.compile(r"\b([A-Za-z]\w*)@(-?\d+(?:\.\d+)?)C\b")
RAIL = re.compile(r"\b([A-Z]\w*) (\d+)mW/\d+mW")
ABSENT = -256.0
"""What a sensor says that is switched off."""
WHOLE_BOARD = ("VDD_IN",)
"""The rail of the module's input, on Orin Nano and NX."""
PARTS = ("VDD_GPU_SOC", "VDD_CPU_CV", "VIN_SYS_5V0")
"""On AGX Orin no rail has it all; these three are fed from the input, and their sum is taken for it."""


@dataclass(frozen=True)
class Sample:
    used: int
    """Bytes of memory."""
    memory: int
    """Bytes there are."""
    gpu: float | None
    """Share of the time that the GPU was busy."""
    cpus: Sequence[float]
    """The same for each core that is on."""
    heat: Mapping[str, float]
    """Degrees Celsius by sensor, in small letters; `tj` is the hottest."""
    power: Mapping[str, float]
    """Watts by rail, of the moment."""

    @property
    def watts(self) -> float | None:
        """Of the whole board; None where its rails are not known."""
        for rails in (WHOLE_BOARD, PARTS):
            if all(rail in self.power for rail in rails):
                return round(sum(self.power[rail] for rail in rails), 3)
        return None

    @property
    def hottest(self) -> float | None:
        return self.heat.get("tj", max(self.heat.values(), default=None))


def parse(line: str) -> Sample | None:
    """None for a line that is not tegrastats'."""
    memory = RAM.search(line)
    if memory is None:
        return None
    gpu, cores = GPU.search(line), CPU.search(line)
    heat = {name.lower(): float(degrees) for name, degrees in HEAT.findall(line) if float(degrees) != ABSENT}
    return Sample(
        used=int(memory[1]) << 20,
        memory=int(memory[2]) << 20,
        gpu=int(gpu[1]) / 100 if gpu else None,
        cpus=[int(share) / 100 for share in re.findall(r"(\d+)%", cores[1])] if cores else [],
        heat=heat,
        power={rail: int(milliwatts) / 1000 for rail, milliwatts in RAIL.findall(line) if rail != "NC"},
    )


@dataclass(frozen=True)
class Summary:
    samples: int
    most_memory: int
    """Bytes."""
    mean_watts: float | None
    most_watts: float | None
    hottest: float | None
    mean_gpu: float | None

    def __str__(self) -> str:
        """What is not known is left out."""
        parts = [f"memory at most {self.most_memory / 1e6:.0f} MB"]
        if self.mean_watts is not None:
            parts.append(f"{self.mean_watts:.1f} W on average, {self.most_watts:.1f} W at most")
        if self.hottest is not None:
            parts.append(f"{self.hottest:.0f} °C at most")
        if self.mean_gpu is not None:
            parts.append(f"GPU {self.mean_gpu:.0%} busy")
        return f"{', '.join(parts)} ({self.samples} samples)"


def summary(samples: Iterable[Sample]) -> Summary | None:
    """None for no sample at all."""
    samples = list(samples)
    if not samples:
        return None
    watts = [sample.watts for sample in samples if sample.watts is not None]
    heat = [sample.hottest for sample in samples if sample.hottest is not None]
    gpu = [sample.gpu for sample in samples if sample.gpu is not None]
    return Summary(
        samples=len(samples),
        most_memory=max(sample.used for sample in samples),
        mean_watts=mean(watts) if watts else None,
        most_watts=max(watts, default=None),
        hottest=max(heat, default=None),
        mean_gpu=mean(gpu) if gpu else None,
    )


class Watch:
    """Reads tegrastats while a block runs; where there is none, nothing is read, and `summary` stays None."""

    def __init__(self, interval: float = 0.5, program: str = "tegrastats") -> None:
        self.summary: Summary | None = None
        self.samples: list[Sample] = []
        path = shutil.which(program)
        self._command = [path, "--interval", str(int(interval * 1000))] if path else None

    def __enter__(self) -> Watch:
        if self._command:
            self._process = opened(self._command)
            self._lines = self._process.stdout or io.StringIO()
            self._reader = threading.Thread(target=self._read, name="tegrastats", daemon=True)
            self._reader.start()
        return self

    def __exit__(self, *exc: object) -> None:
        if self._command:
            kill(self._process)
            self._process.wait()
            self._reader.join()
            self._lines.close()
            self.summary = summary(self.samples)

    def _read(self) -> None:
        for line in self._lines:
            if (sample := parse(line)) is not None:
                self.samples.append(sample)


def opened(command: Sequence[str]) -> subprocess.Popen[str]:
    """In a group of its own, for `kill`."""
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8", errors="replace", start_new_session=True
    )


def kill(process: subprocess.Popen[str]) -> None:
    """With its children: one that a wrapper has started would hold the pipe open."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def once(program: str = "tegrastats") -> Sample | None:
    """The first line that it prints; None where there is none within three seconds."""
    path = shutil.which(program)
    if path is None:
        return None
    with opened([path, "--interval", "200"]) as process:
        killer = threading.Timer(3.0, kill, (process,))
        killer.start()
        try:
            return next(filter(None, map(parse, process.stdout or ())), None)
        finally:
            killer.cancel()
            kill(process)
