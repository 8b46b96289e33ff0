"""Fixtures for every room: the machine's model cache, prepared on first use."""

from __future__ import annotations

import os
import signal
import sys
import tempfile

import pytest
from hypothesis import settings

from assistant.paths import model_dir
from models import registry
from models.store import Prepared, Store

settings.register_profile("house", deadline=None, derandomize=True, database=None)  # a busy machine is no failure, and each run is the same
settings.load_profile("house")
HOME = tempfile.TemporaryDirectory(prefix="owlish-tests-")
"""Settings and data of the tests: whoever runs them finds no turns of theirs among one's own, and one's own settings change no test."""
os.environ |= {"OWLISH_CONFIG": f"{HOME.name}/config.toml", "OWLISH_DATA": f"{HOME.name}/data"}
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of processes start, and each would compile all that it imports
sys.dont_write_bytecode = False
os.environ["OWLISH_CHOICES"] = os.devnull  # what ships is tested, whatever was chosen on this machine
signal.signal(signal.SIGINT, signal.default_int_handler)  # started in the background it is ignored, and by all that is started here
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # the same under nohup


TOGETHER = ("tests/assistant/senses/", "tests/assistant/session/")
"""Rooms whose tests follow each other also where two run at a time (`make test`): the sound servers of the one keep real time, and those
of the other share a session that takes long to record. Elsewhere it is the tests of a file."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    from xdist.scheduler import LoadScopeScheduling

    class ByRoom(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return next((room for room in TOGETHER if file.startswith(room)), file)

    return ByRoom(config, log)


@pytest.fixture(scope="session")
def store() -> Store:
    return Store(model_dir())


@pytest.fixture(scope="session")
def prepared(store: Store):
    """`prepared("silero-vad")` is that model, pulled when this machine does not have it yet."""

    def pull(model_id: str) -> Prepared:
        return store.pull(registry.find(model_id))

    return pull


@pytest.fixture(scope="session")
def default_models(prepared) -> None:
    """All that `make run` prepares."""
    for model in registry.defaults():
        prepared(model.id)
