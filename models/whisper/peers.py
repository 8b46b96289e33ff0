"""The same Whisper weights in other people's engines: for those who want them, and for honest comparison.

Both packages are optional (`pip install 'owlish[engines]'`). Weights come from the verified store, never from a hub; openai-whisper's
own checkpoints are pickles, so its network is filled from the CTranslate2 container instead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from models.errors import DamagedModel
from models.store import Store
from models.whisper.ct2 import read
from models.whisper.openai import our_name
from models.whisper.runtime import Decoded
from models.whisper.sound import checked

WEIGHTS = "whisper-tiny.en-ct2"


class FasterWhisper:
    name = "faster-whisper"

    def __init__(self, store: Store, threads: int, beam: int = 1) -> None:
        from faster_whisper import WhisperModel

        folder = str(store.get(WEIGHTS).folder)
        self._beam = beam
        self._model = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True)

    def transcribe(self, samples: np.ndarray, language: str | None = "en") -> Decoded:
        found, _ = self._model.transcribe(
            checked(samples),
            language=language,
            beam_size=self._beam,
            temperature=0.0,
            without_timestamps=True,
            condition_on_previous_text=False,
        )
        return joined([(part.text, part.avg_logprob, part.no_speech_prob, len(part.tokens)) for part in found])


class OpenaiWhisper:
    name = "openai-whisper"

    def __init__(self, store: Store, threads: int, beam: int = 1) -> None:
        import torch
        from whisper.model import ModelDimensions, Whisper

        torch.set_num_threads(threads)
        dims, weights = read([store.get(WEIGHTS).path("model.bin")])
        sizes = ModelDimensions(
            dims.mels, dims.audio_context, dims.width, dims.heads, dims.audio_layers,
            dims.vocabulary, dims.text_context, dims.width, dims.heads, dims.text_layers,
        )  # fmt: skip
        self._beam = beam if beam > 1 else None
        self._model = Whisper(sizes).eval()
        state = {
            theirs: torch.from_numpy(weights[ours].copy()) for theirs in self._model.state_dict() if (ours := our_name(theirs)) in weights
        }
        if missing := self._model.load_state_dict(state, strict=False).missing_keys:
            raise DamagedModel(f"The installed openai-whisper wants the weight {missing[0]}, which {WEIGHTS} lacks; choose another.")

    def transcribe(self, samples: np.ndarray, language: str | None = "en") -> Decoded:
        found: Any = self._model.transcribe(
            checked(samples), language=language, beam_size=self._beam, fp16=False, temperature=0.0, without_timestamps=True,
            condition_on_previous_text=False,
        )  # fmt: skip
        return joined([(part["text"], part["avg_logprob"], part["no_speech_prob"], len(part["tokens"])) for part in found["segments"]])


def joined(parts: list[tuple[str, float, float, int]]) -> Decoded:
    if not parts:
        return Decoded("", "en", float("-inf"), 1.0, 0, False)
    text = " ".join(part[0].strip() for part in parts)
    mean = float(np.average([part[1] for part in parts], weights=[max(1, part[3]) for part in parts]))
    return Decoded(text, "en", mean, min(part[2] for part in parts), sum(part[3] for part in parts), False)


OPEN: dict[str, Callable[[Store, int, int], Any]] = {"faster-whisper": FasterWhisper, "openai-whisper": OpenaiWhisper}
