from __future__ import annotations

import threading

import anyio
import pytest

from assistant.worker import ThreadWorker


def test_a_worker_does_one_thing_at_a_time_off_the_loop() -> None:
    together, threads = threading.Barrier(2), set()

    def work() -> None:
        threads.add(threading.current_thread())
        with pytest.raises(threading.BrokenBarrierError):  # nobody else comes
            together.wait(0.02)
        together.reset()

    async def live() -> None:
        worker = ThreadWorker("test")
        async with anyio.create_task_group() as tasks:
            for _ in range(5):
                tasks.start_soon(worker.run, work)

    anyio.run(live)
    assert threads and threading.main_thread() not in threads


def test_a_cancelled_caller_does_not_wait_for_the_thread() -> None:
    release = threading.Event()

    async def live() -> bool:
        with anyio.move_on_after(0.05) as scope:
            await ThreadWorker("test").run(release.wait, 20)
        release.set()
        return scope.cancelled_caught

    assert anyio.run(live)
