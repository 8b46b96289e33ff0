from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import anyio.to_thread
import pytest

from assistant.session.virtual import VirtualLoop


def run(work: Callable[[], Awaitable[Any]]) -> Any:
    return anyio.run(work, backend_options={"loop_factory": VirtualLoop})


def test_a_day_passes_at_once_and_callbacks_come_in_the_order_of_their_times() -> None:
    woken: list[tuple[str, float]] = []

    async def sleeper(name: str, until: float) -> None:
        await anyio.sleep_until(until)
        woken.append((name, anyio.current_time()))

    async def work() -> None:
        async with anyio.create_task_group() as tasks:
            for name, until in (("night", 86_400.0), ("noon", 43_200.5), ("dawn", 0.1)):
                tasks.start_soon(sleeper, name, until)

    run(work)
    assert [(name, round(at, 6)) for name, at in woken] == [("dawn", 0.1), ("noon", 43_200.5), ("night", 86_400.0)]


def test_a_time_limit_ends_what_hangs() -> None:
    async def work() -> float:
        with anyio.move_on_after(8.3):
            await anyio.sleep_forever()
        return anyio.current_time()

    assert run(work) == pytest.approx(8.3)


def test_while_a_thread_works_no_time_limit_is_jumped_to() -> None:
    async def work() -> str:
        VirtualLoop.of_this().watch_threads()
        with anyio.fail_after(60):
            return await anyio.to_thread.run_sync(lambda: str(sum(range(1_000_000))))

    assert run(work) == str(sum(range(1_000_000)))


def test_another_loop_is_refused() -> None:
    async def work() -> None:
        with pytest.raises(TypeError, match="keeps the time of the world"):
            VirtualLoop.of_this()

    anyio.run(work)
