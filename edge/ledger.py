"""What the models hold in memory, measured: each alone in a fresh process, and what each adds where all are open.

    python -m edge.ledger ROOT PART...     one line of JSON for each part that is opened and used, one after the other

Sizes are of the whole process as the kernel counts them, so that arenas, allocators and libraries are in them.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np

from models.calibration import photos
from models.device import Device
from models.errors import ModelError
from models.memory import collect, peak, resident, tune_heap
from models.plan import PARTS, READING, RECOGNIZER, SENTENCE, SIGHT, VOICE, Need
from models.store import Store

TEXT = "There are two cups and a book on the table, and a dog is asleep under it."
"""As long as a long reply's sentence."""
SECONDS = 6
"""Of sound that is recognized: a long command."""


@dataclass(frozen=True)
class Row:
    part: str
    before: int
    """Bytes that the process held before the part was opened."""
    resident: int
    """Bytes that it holds after its use."""
    peak: int
    """Bytes that it held at most so far."""
    mapped: int = 0
    """Bytes that it maps from files beside that."""

    @property
    def need(self) -> Need:
        held, most = max(0, self.resident - self.before), max(0, self.peak - self.before)
        return Need(held + self.mapped, most + self.mapped, self.mapped)


def alone(store: Store, parts: Sequence[str] = PARTS) -> Iterator[Row]:
    """Each in a process of its own. Raises ModelError, as ModelMissing does."""
    for part in parts:
        yield from together(store, (part,))


def together(store: Store, parts: Sequence[str] = PARTS) -> Iterator[Row]:
    """One after the other in one process, which keeps all of them."""
    command = [sys.executable, "-m", "edge.ledger", str(store.root), *parts]
    with TemporaryFile("w+") as told:  # not a pipe, which fills while nobody reads it
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=told, text=True) as child:
            assert child.stdout
            yield from (Row(**json.loads(line)) for line in child.stdout)
        if child.returncode:
            told.seek(0)
            said = told.read().strip()
            raise ModelError(f"Memory could not be measured: {said.splitlines()[-1] if said else f'exit code {child.returncode}'}")


def ledger(base: int, screen: int, rows: Sequence[Row], device: Device, version: str) -> dict:
    """As models.plan reads it. base, screen: bytes of the assistant without the parts, and of its UI; version: of Python and the system"""
    needs = {row.part: asdict(row.need) for row in rows}
    measured = f"{device.cpu}, ONNX Runtime {device.onnxruntime}, {version}"
    return {"measured": measured, "device": device.key, "base": base, "screen": screen, "parts": needs}


# ---- in the child


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m edge.ledger", description="What each part holds in memory, one after the other.")
    parser.add_argument("root", type=Path, metavar="ROOT", help="folder of the prepared models")
    parser.add_argument("parts", nargs="+", metavar="PART", choices=PARTS, help=", ".join(PARTS))
    options = parser.parse_args(arguments)
    tune_heap()
    store, kept = Store(options.root), []
    try:
        libraries(store)
        for part in options.parts:
            collect()
            before = resident()
            kept.append(USED[part](store))
            collect()
            print(json.dumps(asdict(Row(part, before, resident(), peak()))), flush=True)
    except ModelError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def libraries(store: Store) -> None:
    """What every part shares is counted with the assistant itself: OpenCV, tokenizers, ONNX Runtime with a first network that has run."""
    import cv2  # noqa: F401
    import tokenizers  # noqa: F401

    from models.silero.runtime import STEP, Silero

    Silero(store.get("silero-vad"))(np.zeros(STEP, np.float32))


def _recognizer(store: Store) -> object:
    from models.whisper.runtime import RATE_HZ, Whisper

    network = Whisper(store.get("whisper-tiny.en"), threads=2)
    network.transcribe(np.random.default_rng(0).normal(0, 0.05, SECONDS * RATE_HZ).astype(np.float32))
    return network


def _sentence(store: Store) -> object:
    from models.minilm.runtime import SentenceEncoder

    network = SentenceEncoder(store.get("all-minilm-l6-v2"))
    network([TEXT])
    return network


def _voice(store: Store) -> object:
    from models.piper.runtime import BRIEF, Piper

    network = Piper(store.get("piper-joe"), threads=2, steady=True, longest=BRIEF)
    network.synthesize(TEXT)
    return network


def _sight(store: Store) -> object:
    from models.vilbert.frontend import LOOKED, FrontEnd

    networks = FrontEnd(store, threshold=LOOKED, threads=2)
    sight = networks.see(photos()[PEOPLE])
    networks.tokens(networks.near(photos()[PEOPLE], sight))
    return networks


def _reading(store: Store) -> object:
    from models.ocr.runtime import Ocr

    network = Ocr(store.get("ppocr-v6-small"), threads=2)
    network(noise())
    return network


PEOPLE = 16
"""The calibration photo of five people: the networks about people are opened with the first look from near."""


def noise() -> np.ndarray:
    """A camera's picture; every value is computed, whatever it shows."""
    return np.random.default_rng(0).integers(0, 255, (480, 640, 3), np.uint8)


USED: Mapping[str, Callable[[Store], object]] = {
    RECOGNIZER: _recognizer,
    SENTENCE: _sentence,
    VOICE: _voice,
    SIGHT: _sight,
    READING: _reading,
}

if __name__ == "__main__":
    sys.exit(main())
