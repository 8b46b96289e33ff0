"""`owlish say`: a text aloud, or into a sound file."""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path

import anyio
import numpy as np

from assistant.commands.output import emit, replacing
from assistant.config import Config
from assistant.errors import BadInput, SenseError
from assistant.events import Event, SenseTrouble
from assistant.paths import model_dir
from assistant.phrases import Phrases
from assistant.senses.files import SOUND_SUFFIXES
from assistant.senses.speaker import open_speaker
from assistant.speech.tts import Voice, open_voice, sentences
from assistant.speech.voice import Mouth
from assistant.worker import ThreadWorker
from models.store import Store


def say(config: Config, text: str, out: Path | None, as_json: bool) -> int:
    if not text.strip():
        raise BadInput('Give something to say, for example: owlish say "good morning".')
    voice = open_voice(config.speech.voice, Store(model_dir()), language=config.routing.language, threads=config.speech.threads)
    if voice is None:
        raise BadInput("speech.voice is none, which says nothing; choose another with --voice.")
    seconds = write(text, voice, out) if out else anyio.run(speak, text, voice, config)
    if as_json:
        emit({"text": text, "voice": voice.name, "file": out and str(out), "seconds": round(seconds, 4)})
    elif out:
        print(f"{out} is written.")
    return 0


def write(text: str, voice: Voice, out: Path) -> float:
    """Returns the seconds of synthesis. Raises BadInput when the file cannot be written."""
    import soundfile

    if out.suffix.lower() not in SOUND_SUFFIXES:
        raise BadInput(f"{out} has no ending of a sound file; name one that ends in {', '.join(sorted(SOUND_SUFFIXES))}.")
    begin = time.perf_counter()
    samples = np.concatenate([voice.synthesize(sentence) for sentence in sentences(text)])
    seconds = time.perf_counter() - begin
    made = io.BytesIO()  # soundfile shows the traceback of each fault of a file
    soundfile.write(made, samples, voice.rate_hz, format=out.suffix[1:].upper())
    with replacing(out) as file:
        file.write(made.getbuffer())
    return seconds


async def speak(text: str, voice: Voice, config: Config) -> float:
    """Returns the seconds until the first sentence was ready. Raises SpeakerError."""
    speaker = open_speaker(config.speaker, tell, Phrases("assistant", "senses", config.routing.language))
    if speaker is None:
        raise SenseError("speaker.device is none, so nothing can be said aloud; write a file with --out.")
    said = await Mouth(voice, speaker, ThreadWorker("voice")).say(text)
    return said.synthesis


def tell(event: Event) -> None:
    """A trouble that is over; one that stays comes as an error."""
    if isinstance(event, SenseTrouble) and event.recovered:
        print(event.sentence, file=sys.stderr)
