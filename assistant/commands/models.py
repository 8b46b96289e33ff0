"""`owlish models`: what exists, fetch and prepare it, hash it again."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands.output import emit, table
from assistant.paths import model_dir
from models import choice, registry, together
from models.errors import DamagedModel, ModelError, ModelMissing
from models.memory import MB
from models.place import choices_file
from models.providers import short
from models.registry import Model
from models.store import MANIFEST, Store, manifest_in
from models.whisper import own

if TYPE_CHECKING:
    from rich.progress import TaskID


def list_models(as_json: bool) -> None:
    rows = [describe(model, Store(model_dir())) for model in registry.MODELS]
    if as_json:
        for row in rows:
            emit(row)
        return
    yes = {True: "yes", False: ""}
    cells = (
        (
            row["id"],
            row["task"],
            f"{row['bytes'] / MB:.0f}",
            row["licence"],
            yes[row["default"]],
            yes[row["prepared"]],
            "; ".join(map(told, row["runs"])),
        )
        for row in rows
    )
    table(("id", "task", "MB", "licence", "default", "prepared", "chosen here"), cells)


def describe(model: Model, store: Store) -> dict:
    """`bytes` is what is fetched; `prepared` says that it is on this machine; `runs` what this device has chosen (owlish edge tune)."""
    size = sum(origin.bytes for origin in model.origins)
    about = {"id": model.id, "task": model.task, "bytes": size, "licence": model.licence, "credit": model.credit}
    return {**about, "default": model.default, "prepared": store.is_prepared(model), "runs": runs(model, store)}


def runs(model: Model, store: Store) -> list[dict]:
    """Of each artefact that this device has chosen for: what is opened in its place, with which provider, and how long a run takes."""
    if not choices_file().is_file() or not store.is_prepared(model):
        return []
    from models.runtime import device_of

    known = choice.read(device_of())
    found = [(name, known.of_artefact(digest)) for name, digest in store.digests(model).items()]
    return [
        {"file": name, "variant": one.variant, "provider": short(one.provider), "ms": one.ms, "shipped_ms": one.shipped_ms}
        for name, one in found
        if one is not None
    ]


def told(run: dict) -> str:
    return f"{run['file']}: {run['variant']}, {run['provider']}, {run['ms']:.2f} ms"


def verify(as_json: bool) -> int:
    """Exit code 2 when a model is damaged; one that is not prepared is no fault."""
    store, code = Store(model_dir()), 0
    for model in registry.MODELS:
        state, sentence = check(store, model)
        code = 2 if state == "damaged" else code
        if as_json:
            emit({"id": model.id, "state": state, "sentence": sentence})
        else:
            print(f"{model.id}: {sentence}")
    return code


def check(store: Store, model: Model) -> tuple[str, str]:
    """One of whole, missing, damaged; and a sentence."""
    if not store.is_prepared(model):
        return "missing", f"not prepared; to have it, run: owlish models pull {model.id}"
    try:
        store.verify(model)
    except DamagedModel as error:
        return "damaged", str(error)
    return "whole", "every byte is as prepared"


def pull(ids: Sequence[str], everything: bool, offline: bool, as_json: bool) -> int:
    """
    The default models unless others are named. Exit code 2 when one failed, after the others are ready; of the default ones not where that
    is one that Owlish works without.
    """
    chosen = registry.MODELS if everything else tuple(map(registry.find, ids)) or registry.defaults()
    screen = JsonScreen() if as_json else BarScreen() if sys.stderr.isatty() else LineScreen()
    with screen:
        failed = together.pull(Store(model_dir(), offline=offline), chosen, screen.show)
        for model in chosen:
            screen.end(model, failed.get(model))
    return 2 if any(ids or everything or not model.optional for model in failed) else 0


def adopt(folders: Sequence[Path], as_json: bool) -> int:
    """Prepared models out of folders, as a bundle carries them. Raises ModelError at the first that is not fit; those before it stay."""
    store, screen = Store(model_dir()), JsonScreen() if as_json else LineScreen()
    for folder in folders:
        screen.end(adopted(folder, store), None)
    return 0


def adopted(folder: Path, store: Store) -> Model:
    manifest = manifest_in(folder)
    if not manifest:
        raise ModelMissing(f"{folder} holds no prepared model; name a folder with a whole {MANIFEST}, as those in the models/ of a bundle.")
    model_id = str(manifest.get("model", folder.name))
    if own.is_own(model_id):
        return own.adopt(model_id.removeprefix(own.PREFIX), folder, store.root).model
    return store.adopt(registry.find(model_id), folder).model


class JsonScreen:
    """Progress for programs."""

    def __enter__(self) -> None: ...
    def __exit__(self, *exc: object) -> None: ...

    def show(self, model: Model, label: str, done: float) -> None:
        emit({"id": model.id, "doing": label, "done": round(done, 3)})

    def end(self, model: Model, error: ModelError | None) -> None:
        emit({"id": model.id, "prepared": error is None, **({"error": str(error)} if error else {})})


class LineScreen:
    """Progress without a terminal: a line for each new thing that is done."""

    def __init__(self) -> None:
        self._last: dict[str, str] = {}

    def __enter__(self) -> None: ...
    def __exit__(self, *exc: object) -> None: ...

    def show(self, model: Model, label: str, done: float) -> None:
        if self._last.get(model.id) != label:
            self._last[model.id] = label
            print(f"{model.id}: {label}", flush=True)

    def end(self, model: Model, error: ModelError | None) -> None:
        print(f"{model.id}: {error or 'ready'}", file=sys.stderr if error else sys.stdout, flush=True)


class BarScreen:
    """Progress on a terminal: a bar for each model."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.fields[model]:18}"), BarColumn(24), TextColumn("{task.description}"), TimeElapsedColumn())
        self._progress = Progress(*columns, console=Console(stderr=True))
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> None:
        self._progress.start()

    def __exit__(self, *exc: object) -> None:
        self._progress.stop()

    def show(self, model: Model, label: str, done: float) -> None:
        self._progress.update(self._task(model), description=label, completed=done)

    def end(self, model: Model, error: ModelError | None) -> None:
        self._progress.update(self._task(model), description=str(error or "ready"), completed=0 if error else 1)
        self._progress.stop_task(self._task(model))

    def _task(self, model: Model) -> TaskID:
        if model.id not in self._tasks:
            self._tasks[model.id] = self._progress.add_task("", total=1, model=model.id)
        return self._tasks[model.id]
