"""The command line in processes that begin with its modules loaded, which takes each of hundreds of runs more than a second less.

A server imports what the commands are made of, reads the words of the skills, and forks for each run; the fork goes on as
`python -m assistant` would, with arguments, environment, input and output of its own, and ends as that does. Where Python itself or the
terminal is told something else by the environment, this is not the same, so `same_python` asks before.
"""

from __future__ import annotations

import gc
import json
import os
import pkgutil
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np

LARGEST = 1 << 17
"""Bytes of arguments and environment together."""
OWN = "OWLISH"
"""Variables that begin so are read when they are needed, by Owlish alone."""
LEFT = ("TORCHINDUCTOR_CACHE_DIR", "PYTEST_CURRENT_TEST")
"""What transformers and pytest leave in the environment of a process that imports them, and what tells a run nothing."""


def same_python(environment: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return _foreign(environment) == _foreign(other)


def _foreign(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if not name.startswith(OWN) and name not in LEFT}


class Forks:
    """One server, and another one after a run that took too long."""

    def __init__(self, environment: Mapping[str, str], *modules: str) -> None:
        """modules: further ones that its runs import, and that take long"""
        self.environment, self._modules = dict(environment), modules
        self._begin()

    def _begin(self) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", "tests.forked", *self._modules]
        home = Path(__file__).parents[1]
        self._server = subprocess.Popen(command, stdin=theirs, cwd=home, env=self.environment, start_new_session=True)
        theirs.close()

    def run(self, arguments: list[str], environment: Mapping[str, str], stdin: bytes, timeout: float) -> subprocess.CompletedProcess[bytes]:
        said = json.dumps({"arguments": arguments, "environment": dict(environment), "folder": os.getcwd()})
        with TemporaryFile() as out, TemporaryFile() as err:
            try:
                code = self._ended(said.encode(), stdin, [out.fileno(), err.fileno()], timeout)
            except BaseException:  # what still runs must not be taken for the next run
                self.end()
                self._begin()
                raise
            for file in (out, err):
                file.seek(0)
            return subprocess.CompletedProcess(arguments, code, out.read(), err.read())

    def _ended(self, said: bytes, stdin: bytes, written: list[int], timeout: float) -> int:
        """The exit code."""
        reading, writing = os.pipe()
        threading.Thread(target=_give, args=(writing, stdin), daemon=True).start()
        try:
            socket.send_fds(self._socket, [said], [reading, *written])
        finally:
            os.close(reading)
        self._socket.settimeout(timeout)
        return int(json.loads(self._socket.recv(LARGEST)))

    def end(self) -> None:
        """With whatever still runs."""
        self._socket.close()
        os.killpg(self._server.pid, signal.SIGKILL)
        self._server.wait()


def _give(writing: int, stdin: bytes) -> None:
    try:
        with open(writing, "wb") as pipe:
            pipe.write(stdin)
    except BrokenPipeError:  # it ended without reading all
        pass


# ---- the server


def serve(modules: Sequence[str]) -> None:
    """Returns in each fork, which is what asked for it from then on."""
    asked = socket.socket(fileno=os.dup(0))
    _get_ready(modules)
    while True:
        said, files, *_ = socket.recv_fds(asked, LARGEST, 3)
        if not said:
            os._exit(0)
        if (fork := os.fork()) == 0:
            asked.close()
            return _become(json.loads(said), files)
        for file in files:
            os.close(file)
        asked.send(json.dumps(os.waitstatus_to_exitcode(os.waitpid(fork, 0)[1])).encode())


def _get_ready(modules: Sequence[str]) -> None:
    """All that is the same in each run, whatever it is asked: what is imported, and what is read of the installation's own files."""
    for name in (module.name for module in pkgutil.iter_modules(import_module("assistant.commands").__path__)):
        import_module(f"assistant.commands.{name}")
    for name in ("assistant.cli", *modules):
        import_module(name)
    import_module("assistant.routing.registry").load_registry()
    import_module("models.colours").Painted(np.zeros((1, 1, 3), np.uint8)).shares()  # the tables of all colours
    gc.collect()
    gc.freeze()  # else each fork would copy what its collector only looks at


def _become(said: dict, files: list[int]) -> None:
    for place, file in enumerate(files):
        os.dup2(file, place)
        os.close(file)
    os.environ.clear()
    os.environ.update(said["environment"])
    time.tzset()
    os.chdir(said["folder"])
    sys.path[0] = said["folder"]  # as `python -m` has it
    sys.argv = ["owlish", *said["arguments"]]


if __name__ == "__main__":
    serve(sys.argv[1:])
    runpy.run_module("assistant", run_name="__main__", alter_sys=True)
