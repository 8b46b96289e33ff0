"""The sound and the video that come with Owlish, and take the place of devices that a machine has not."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from assistant.config import Config, replace_section
from assistant.errors import SenseError
from assistant.phrases import Phrases
from assistant.senses import devices

SAMPLE_SOUND, SAMPLE_VIDEO = "question.flac", "table.avi"


def with_sample(config: Config, phrases: Phrases, *, eyes: bool = True, ears: bool = True) -> tuple[Config, tuple[str, ...]]:
    """The configuration, with the bundled question and video in place of default devices that this machine lacks, and what to say of it."""
    said: list[str] = []
    if ears and config.microphone.device == "default" and not devices.microphones():
        config = replace_section(config, "microphone", device=str(sample(SAMPLE_SOUND)))
        said.append(phrases.say("no_microphone_sample"))
    if eyes and config.camera.device == "0" and not devices.cameras():
        config = replace_section(config, "camera", device=str(sample(SAMPLE_VIDEO)))
        said.append(phrases.say("no_camera_sample"))
    if config.speech.voice != "none" and not devices.speakers():
        config = replace_section(config, "speech", voice="none")
        said.append(phrases.say("no_speaker"))
    return config, tuple(said)


def sample(name: str) -> Path:
    """Raises SenseError when the installation lacks it."""
    path = Path(str(resources.files("assistant") / "samples" / name))
    if not path.is_file():
        raise SenseError(f"The bundled sample {name} is missing from this installation; install Owlish again.")
    return path
