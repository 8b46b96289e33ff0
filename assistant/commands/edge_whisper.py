"""`owlish edge whisper`: a recognizer of one's own weights, ready for `recognition.engine`."""

from __future__ import annotations

import sys
from pathlib import Path

from assistant import offline
from assistant.commands.output import emit
from assistant.paths import model_dir
from models import registry
from models.store import Prepared, Store
from models.whisper.convert import convert


def whisper(weights: Path, out: str, as_json: bool) -> int:
    """Raises ModelError."""
    store = Store(model_dir(), offline=offline.is_enforced())

    def lend(model_id: str) -> Prepared:
        """Its words are needed, and fetched where they are not here."""
        return store.pull(registry.find(model_id), shown)

    prepared, about = convert(weights, out, store.root, lend, shown)
    size = sum(path.stat().st_size for path in prepared.folder.iterdir())
    if as_json:
        emit({"engine": prepared.model.id, "folder": str(prepared.folder), "weights": about, "bytes": size})
    else:
        print(f"{prepared.model.id} is ready in {prepared.folder} ({size / 1e6:.0f} MB; {about}).")
        print(f'To hear with it: owlish config set recognition.engine "{prepared.model.id}"')
    return 0


def shown(label: str, done: float) -> None:
    print(f"{label}: {done:.0%}", file=sys.stderr, flush=True)
