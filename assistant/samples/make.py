"""Makes the bundled sample, a spoken question and a short video: python -m assistant.samples.make --photo FILE

The photo is filmed by a hand that moves slowly and a sensor that is noisy, so that no two frames are the same.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from assistant.paths import model_dir
from models import registry
from models.kokoro.runtime import Kokoro
from models.store import Store

FOLDER = Path(__file__).parent
QUESTIONS = ("What is on the table?", "How many cups do you see?")
BEFORE, BETWEEN = 1.2, 5.0
"""Seconds of quiet before the first question, and after each: long enough to hear the answer."""
SOUND_RATE_HZ = 16_000
QUIET_DB = -65.0
SIDE_PX = 400
FRAME_RATE_HZ = 10
SECONDS = 16.0
"""The hand is back where it began, so that the video can be played in a circle."""
VIEW, CENTRE = 0.75, (0.55, 0.44)
"""What is seen of the photo: the share of its width, and where. Chosen so that the detector is right in every frame."""
SWAY = 0.02
"""How far the hand moves to each side, as a share of the photo."""
SENSOR_NOISE = 1.0
"""Standard deviation in levels of 255."""


def make_sound(path: Path) -> None:
    """Speech of the quality voice in a quiet room, 16 kHz FLAC."""
    import soundfile
    import soxr

    voice = Kokoro(Store(model_dir()).pull(registry.find("kokoro")))
    parts = [np.zeros(round(BEFORE * SOUND_RATE_HZ), np.float32)]
    for question in QUESTIONS:
        words = soxr.resample(voice.synthesize(question), voice.rate_hz, SOUND_RATE_HZ)
        parts += [words, np.zeros(round(BETWEEN * SOUND_RATE_HZ), np.float32)]
    sound = np.concatenate(parts)
    hum = np.random.default_rng(0).standard_normal(len(sound)) * 10 ** (QUIET_DB / 20)
    soundfile.write(path, np.clip(sound + hum, -1, 1), SOUND_RATE_HZ, subtype="PCM_16")


def make_video(photo: Path, path: Path) -> None:
    """MPEG-4 in AVI, which the OpenCV wheel reads on every platform."""
    import cv2

    picture = cv2.imread(str(photo))
    if picture is None:
        raise SystemExit(f"{photo} cannot be read as a picture; name a JPEG or PNG file.")
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"XVID"), FRAME_RATE_HZ, (SIDE_PX, SIDE_PX))
    noise = np.random.default_rng(0)
    for turn in np.linspace(0, 2 * np.pi, round(SECONDS * FRAME_RATE_HZ), endpoint=False):
        place = hand(turn, picture.shape[1], picture.shape[0])
        view = cv2.warpAffine(picture, place, (SIDE_PX, SIDE_PX), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
        writer.write(np.clip(view + noise.normal(0, SENSOR_NOISE, view.shape), 0, 255).astype(np.uint8))
    writer.release()


def hand(turn: float, width: int, height: int) -> np.ndarray:
    """(2, 3) from pixels of the video to pixels of the photo; turn: 0 to 2 pi, once around."""
    scale = VIEW * (1 + 0.05 * np.cos(turn)) * width / SIDE_PX
    middle = width * (CENTRE[0] + SWAY * np.sin(turn)), height * (CENTRE[1] + SWAY / 2 * np.sin(2 * turn))
    corner = np.array(middle) - scale * SIDE_PX / 2
    return np.array([[scale, 0, corner[0]], [0, scale, corner[1]]])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m assistant.samples.make", description="Makes the bundled sample.")
    parser.add_argument("--photo", type=Path, required=True, help="a photo of a table; its licence belongs into the note beside the sample")
    make_video(parser.parse_args().photo, FOLDER / "table.avi")
    make_sound(FOLDER / "question.flac")
