"""`owlish read`: the text in a picture from a file."""

from __future__ import annotations

import time
from pathlib import Path

from assistant.commands.output import emit
from assistant.config import Config
from assistant.errors import BadInput
from assistant.paths import model_dir
from assistant.perception.text import TextReader
from assistant.phrases import Phrases
from assistant.senses.files import load_frame
from models.store import Store


def read(config: Config, image: Path | None, as_json: bool) -> int:
    """Raises BadInput, and CameraError where the network is not prepared."""
    if image is None:
        raise BadInput("Give a picture, for example: owlish read --image photo.jpg.")
    begin = time.perf_counter()
    reader = TextReader(config.vision, Store(model_dir()), Phrases("assistant", "vision", config.routing.language))
    answer = reader.read(load_frame(image))
    seconds = round(time.perf_counter() - begin, 4)
    if as_json:
        lines = [{"text": line.label, "box": list(line.box), "confidence": line.score} for line in answer.regions]
        emit(
            {
                "image": str(image),
                "text": answer.short,
                "lines": lines,
                "engine": answer.engine,
                "spoken": answer.spoken,
                "seconds": seconds,
            }
        )
    else:
        print(answer.short or answer.spoken)
        print(f"({answer.engine}, confidence {answer.confidence:.2f}, {seconds:.2f} s)")
    return 0
