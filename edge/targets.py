"""What a bundle can be made for: which Pythons and architectures, and which packages the device brings itself."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from models.errors import ModelError

GLIBC = 35
"""The newest minor of glibc 2 that wheels may ask for: JetPack 6 and Ubuntu 22.04 have it, Debian 12 is beyond it."""
OLDEST_GLIBC = {"x86_64": 5, "aarch64": 17}
PYTHONS = ("3.10", "3.11", "3.12", "3.13")


class UnfitTarget(ModelError):
    """A target, a Python or an architecture that do not go together."""


@dataclass(frozen=True)
class Target:
    name: str
    arches: tuple[str, ...]
    pythons: tuple[str, ...]
    brought: tuple[str, ...] = ()
    """Packages of Owlish that the device has already, built for it; a wheel from the registry would shadow them."""
    added: tuple[str, ...] = ()
    """Further requirements."""
    system_packages: bool = False
    """Whether the environment on the device sees the packages of its system."""
    needs: str = ""
    """What the device must have besides, for a person."""


TARGETS = {
    target.name: target
    for target in (
        Target("cpu", ("x86_64", "aarch64"), PYTHONS),
        # CUDA and cuDNN are the machine's own: the wheels that carry them are larger than all the rest together.
        Target("cuda", ("x86_64",), PYTHONS, brought=("onnxruntime",), added=("onnxruntime-gpu>=1.20",), needs="CUDA and cuDNN"),
        # JetPack's OpenCV is compiled against numpy 1, and cannot be imported beside numpy 2.
        Target(
            "jetson-orin",
            ("aarch64",),
            ("3.10", "3.12"),
            brought=("onnxruntime", "opencv-python-headless"),
            added=("numpy<2",),
            system_packages=True,
            needs="JetPack's OpenCV, and ONNX Runtime built for it",
        ),
    )
}


@dataclass(frozen=True)
class Device:
    """A target with its Python and architecture chosen."""

    target: Target
    python: str
    arch: str

    @property
    def name(self) -> str:
        return f"{self.target.name}-{self.arch}-py{self.python}"

    @property
    def platforms(self) -> list[str]:
        """Every platform tag whose wheels run there, the newest first."""
        tags = [f"manylinux_2_{minor}_{self.arch}" for minor in range(GLIBC, OLDEST_GLIBC[self.arch] - 1, -1)]
        return [*tags, f"manylinux2014_{self.arch}", f"linux_{self.arch}"]

    @property
    def environment(self) -> dict[str, str]:
        """What the markers of a requirement are held against."""
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{self.python}.0",
            "os_name": "posix",
            "platform_machine": self.arch,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": "Linux",
            "platform_version": "",
            "python_full_version": f"{self.python}.0",
            "python_version": self.python,
            "sys_platform": "linux",
        }

    def requirements(self, declared: Iterable[str]) -> list[str]:
        """
        declared: the lines of a package's metadata, or of a person
        Those that hold there, less what the device brings, and what it needs besides. Raises UnfitTarget.
        """
        kept = [text for text in declared if holds(parsed(text), self.environment) and name_of(text) not in self.target.brought]
        return [*kept, *self.target.added]


def choose(target: str, python: str | None, arch: str | None) -> Device:
    """What was left out is this machine's, where the target runs on it, else the target's first. Raises UnfitTarget."""
    if target not in TARGETS:
        raise UnfitTarget(f"There is no target '{target}'; choose one of: {', '.join(TARGETS)}.")
    found = TARGETS[target]
    python = python or preferred(f"{sys.version_info.major}.{sys.version_info.minor}", found.pythons)
    arch = arch or preferred(platform.machine(), found.arches)
    for what, value, allowed in (("Python", python, found.pythons), ("architecture", arch, found.arches)):
        if value not in allowed:
            raise UnfitTarget(f"A bundle for {target} cannot be for {what} {value}; choose one of: {', '.join(allowed)}.")
    return Device(found, python, arch)


def preferred(own: str, allowed: tuple[str, ...]) -> str:
    return own if own in allowed else allowed[0]


def parsed(requirement: str) -> Requirement:
    try:
        return Requirement(requirement)
    except InvalidRequirement:
        raise UnfitTarget(f"'{requirement}' is no requirement; write it as onnxruntime==1.23.2.") from None


def name_of(requirement: str) -> str:
    return canonicalize_name(Requirement(requirement).name)


def holds(requirement: Requirement, environment: dict[str, str], extras: Iterable[str] = ()) -> bool:
    """extras: those with which the package that declares it was asked for."""
    marker = requirement.marker
    return marker is None or any(marker.evaluate({**environment, "extra": extra}) for extra in ("", *extras))
