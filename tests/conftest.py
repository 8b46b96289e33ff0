"""Fixtures for every room: the machine's model cache, prepared on first use."""

from __future__ import annotations

import signal

import pytest
from hypothesis import settings

from assistant.paths import model_dir
from models import registry
from models.store import Prepared, Store

settings.register_profile("house", deadline=None, derandomize=True, database=None)  # a busy machine is no failure, and each run is the same
settings.load_profile("house")
signal.signal(signal.SIGINT, signal.default_int_handler)  # started in the background it is ignored, and by all that is started here


TOGETHER = ("tests/assistant/session/",)
"""Rooms whose tests share what took long to make."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Which tests are run by one process where several run at a time (`make test`): those of a file, and all that listen or play in real
    time through a sound server, so that there is never more than one."""
    for item in items:
        file = item.nodeid.partition("::")[0]
        room = next((room for room in TOGETHER if file.startswith(room)), file)
        item.add_marker(pytest.mark.xdist_group("sound" if "pulse" in getattr(item, "fixturenames", ()) else room))


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
