"""How a guest's process begins: found without running a line of it, then loaded on trial, in a process that ends at once."""

from __future__ import annotations

import contextlib
import math
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from functools import lru_cache
from importlib.machinery import ModuleSpec
from importlib.metadata import Distribution, EntryPoint
from pathlib import Path
from typing import Any

import assistant
from assistant.permissions import CONFIGURED, OWNER, checked
from assistant.routing import guest_wire
from models.scratch import own_prefix

NAME = re.compile(r"\w[\w-]{0,39}")
BOOT = "import sys; sys.path[:] = sys.argv[1:]; from assistant.routing.guest_process import main; main()"
START = 10.0
"""Seconds that the start may take."""
PATH = tuple(filter(None, sys.path))
"""As the program found it: while a thread imports OpenCV, the folder of that, with a `typing` of its own, is on the path for all."""


@dataclass(frozen=True)
class Limits:
    memory: int
    """Bytes of address space."""


@dataclass(frozen=True)
class Facts:
    """What a guest says of itself when it is loaded on trial."""

    name: str
    timeout: float
    permissions: tuple[str, ...]
    background: bool
    module: str
    """Its words are in `locales` beside it."""


def command() -> list[str]:
    return [sys.executable, "-I", "-B", "-X", "utf8", "-c", BOOT, str(Path(assistant.__file__).parents[1]), *PATH]


def environment(folder: Path) -> dict[str, str]:
    """Nothing of the person's own environment."""
    one_thread = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "MALLOC_ARENA_MAX"), "1")  # of address space
    return {"PATH": "", "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8", **one_thread}


def start_message(point: EntryPoint, language: str, limits: Limits, folder: Path) -> dict[str, Any]:
    """Raises ModuleNotFoundError when the guest is not there."""
    own = (Path(assistant.__file__).parent, folder_of(point.module.split(".")[0]))
    python = (sys.prefix, sys.base_prefix, sys.exec_prefix, *PATH)
    home = Path.home().resolve()
    readable = [path for path in python if not home.is_relative_to(Path(path).resolve())]  # started at home, all of it would be on the path
    return {
        "entry": point.value,
        "language": language,
        "memory": limits.memory,
        "readable": [*readable, *map(str, own)],
        "folder": str(folder),
    }


class Trial:
    """A process that loads the guest, says what it is, and ends; several can be on trial at once."""

    def __init__(self, point: EntryPoint, language: str, limits: Limits) -> None:
        """Raises ModuleNotFoundError."""
        folder_of(point.module.split(".")[0])
        self._folder = own_folder()
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  # until close; a pipe could be full while nobody reads
        self._process = subprocess.Popen(
            command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._said,
            cwd=self._folder, env=environment(self._folder), start_new_session=True,
        )  # fmt: skip
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.write(guest_wire.line({"start": start_message(point, language, limits, self._folder)}))
            self._process.stdin.flush()
        self._late = threading.Timer(START, self._process.kill)
        self._late.start()

    def facts(self) -> Facts:
        """Raises ValueError with what is wrong with the guest."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline(guest_wire.LONGEST_LINE)
        if not line:
            raise ValueError(self._end())
        message = guest_wire.message(line)
        if "broken" in message:
            raise ValueError(guest_wire.written(message["broken"]))
        return sound_facts(message["ready"])

    def _end(self) -> str:
        """Why nothing came: what was said last, else how the process ended."""
        code = self._process.wait()
        if not self._late.is_alive():
            return f"it did not load in {START:g} s"
        self._said.seek(max(0, self._said.seek(0, os.SEEK_END) - guest_wire.LONGEST_TEXT))
        if said := self._said.read().decode(errors="replace").strip().splitlines():
            return f"its process ended while it was loaded: {guest_wire.written(said[-1]).rstrip('.')}"
        return f"its process ended while it was loaded ({how_ended(code)})"

    def close(self) -> None:
        self._late.cancel()
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout, self._said):
            with contextlib.suppress(OSError):
                stream and stream.close()
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)


def own_folder() -> Path:
    """For one guest; whoever asks removes it. What was left in those of a house that was killed may be pictures, so it goes."""
    place = Path(tempfile.gettempdir())
    return Path(tempfile.mkdtemp(prefix=own_prefix(place, "owlish-guest"), dir=place))


def how_ended(code: int) -> str:
    """code: of a process, as Python gives it."""
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name


def sound_facts(said: Any) -> Facts:
    """Raises ValueError."""
    name, timeout = said["name"], said["timeout"]
    if not (isinstance(name, str) and NAME.fullmatch(name)):
        raise ValueError(f"its name is {str(name)[:60]!r}; it must be a word of at most 40 letters")
    if not (isinstance(timeout, (int, float)) and math.isfinite(timeout) and timeout > 0):
        raise ValueError(f"its timeout is {str(timeout)[:60]!r}; it must be seconds above 0")
    if said["takes_rest"]:
        raise ValueError("it would take what no other skill takes (takes_rest), which is for skills that come with Owlish")
    permissions, module = checked(said["permissions"]), str(said["module"])
    if CONFIGURED in permissions:
        raise ValueError(f"it declares {CONFIGURED}, which is for skills that come with Owlish; name each host, as network:example.org")
    return Facts(name, float(timeout), permissions, said["background"] is True, module)


def is_guest(point: EntryPoint) -> bool:
    """Of any distribution but Owlish's own."""
    home = getattr(point, "dist", None)
    return home is None or _titled(home).partition(" ")[0].lower() != OWNER


def distribution(point: EntryPoint) -> str:
    """`owlish-coin 0.1`"""
    home = getattr(point, "dist", None)
    return _titled(home) if home else point.module


@lru_cache(maxsize=64)
def _titled(home: Distribution) -> str:
    """Its name is parsed out of all that it says about itself, which its twenty skills need once."""
    return f"{home.name} {home.version}"


def folder_of(module: str) -> Path:
    """Where a module's file is, found without running a line of it. Raises ModuleNotFoundError."""
    path: Any = None
    spec: ModuleSpec | None = None
    name = ""
    for part in module.split("."):
        name = f"{name}.{part}" if name else part
        found = (finder.find_spec(name, path) for finder in sys.meta_path if hasattr(finder, "find_spec"))
        spec = next(filter(None, found), None)
        if spec is None:
            raise ModuleNotFoundError(f"No module named '{name}'")
        path = spec.submodule_search_locations
    assert spec is not None
    if path:
        return Path(next(iter(path)))
    if not spec.has_location or spec.origin is None:
        raise ModuleNotFoundError(f"'{module}' has no file")
    return Path(spec.origin).parent
