"""How one long piece of work shows where it is: a bar on a terminal, a line for each new step elsewhere, JSON for programs."""

from __future__ import annotations

import sys
from typing import Any

from assistant.commands.output import emit


class Doing:
    """A Progress of the models (label, 0 to 1), and a context that takes the bar away again."""

    def __init__(self, as_json: bool = False) -> None:
        """as_json: where the steps are a part of what is told; the others go to stderr."""
        self._json, self._last = as_json, ""
        self._bar: Any = bar() if not as_json and sys.stderr.isatty() else None

    def __enter__(self) -> Doing:
        if self._bar:
            self._bar.start()
            self._task = self._bar.add_task("", total=1)
        return self

    def __exit__(self, *exc: object) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, label: str, done: float) -> None:
        if self._json:
            emit({"doing": label, "done": round(done, 3)})
        elif self._bar:
            self._bar.update(self._task, description=label, completed=done)
        elif label != self._last:
            print(f"{label} ...", file=sys.stderr, flush=True)
        self._last = label


def bar() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(24), TextColumn("{task.description}"), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
