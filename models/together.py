"""Several models prepared side by side: each in a process of its own, because a preparation computes on one core."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, as_completed

from models.errors import ModelError
from models.registry import Model
from models.store import Store

Progress = Callable[[Model, str, float], None]
"""Which model, what is being done to it, and how much of that, 0 to 1. Called from one thread that is not the caller's."""

Post = Callable[[tuple[int, str, float] | None], None]
PROCESSES = max(1, min(3, os.cpu_count() or 1))


def pull(store: Store, models: Sequence[Model], progress: Progress) -> dict[Model, ModelError]:
    """
    Returns the models that failed, each with its error; the others are prepared. The largest begin first.
    Raises what `progress` raises, when those that have begun are done.
    """
    order = sorted(models, key=lambda model: -sum(origin.bytes for origin in model.origins))
    context = multiprocessing.get_context("spawn")  # a fork would copy the threads of ONNX Runtime in the middle of their work
    news, untold = context.SimpleQueue(), list[Exception]()
    with ProcessPoolExecutor(min(PROCESSES, len(order)) or 1, context, _begin, (news,)) as pool:
        futures = {pool.submit(_pull, store, number, model): model for number, model in enumerate(order)}
        reader = threading.Thread(target=_read, args=(news, order, progress, futures, untold), name="model progress", daemon=True)
        reader.start()
        failed = {futures[future]: error for future in as_completed(futures) if (error := _error_of(future))}
    news.put(None)
    reader.join()
    if untold:
        raise untold[0]
    return failed


def _read(
    news: multiprocessing.SimpleQueue, order: Sequence[Model], progress: Progress, futures: Iterable[Future], untold: list[Exception]
) -> None:
    """To the end, though nobody is told any more: a full pipe would hold the processes up. What has not begun then does not begin."""
    while (entry := news.get()) is not None:
        number, label, done = entry
        try:
            if not untold:
                progress(order[number], label, done)
        except Exception as error:
            untold.append(error)
            for future in futures:
                future.cancel()


def _error_of(future: Future) -> ModelError | None:
    """Anything that is not a model's own error is raised on."""
    error = None if future.cancelled() else future.exception()
    if isinstance(error, BrokenExecutor):
        return ModelError(
            "Its preparation was ended from outside, as happens when memory runs out; close something, then run: owlish models pull."
        )
    if error is None or isinstance(error, ModelError):
        return error
    raise error


def _begin(news: multiprocessing.SimpleQueue) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C reaches the whole group; the parent alone speaks of it
    threading.Thread(target=_end_with_parent, name="watch of the parent", daemon=True).start()
    global _post
    _post = news.put


def _end_with_parent() -> None:
    """One that was killed tells its pool nothing, which would wait for work for ever."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


_post: Post


def _pull(store: Store, number: int, model: Model) -> None:
    store.pull(model, lambda label, done: _post((number, label, done)))
