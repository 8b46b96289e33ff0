from __future__ import annotations

import threading

import anyio

from assistant.worker import InlineWorker, ThreadWorker


def test_a_worker_does_one_thing_at_a_time_off_the_loop() -> None:
    inside, most, threads = 0, 0, set()

    def work(number: int) -> int:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        threads.add(threading.current_thread())
        inside -= 1
        return number

    async def live() -> None:
        worker = ThreadWorker("test")
        async with anyio.create_task_group() as tasks:
            for number in range(20):
                tasks.start_soon(worker.run, work, number)

    anyio.run(live)
    assert most == 1 and threading.main_thread() not in threads


def test_a_cancelled_caller_does_not_wait_for_the_thread() -> None:
    release = threading.Event()

    async def live() -> bool:
        with anyio.move_on_after(0.05) as scope:
            await ThreadWorker("test").run(release.wait, 20)
        release.set()
        return scope.cancelled_caught

    assert anyio.run(live)


def test_an_inline_worker_needs_no_thread() -> None:
    assert anyio.run(InlineWorker("test").run, threading.current_thread) is threading.current_thread()
