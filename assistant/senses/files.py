"""Sound and picture files, whose bytes are never trusted: whatever is wrong with them is one BadInput sentence."""

from __future__ import annotations

import os
import re
import stat
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import BadInput, OutOfReach
from assistant.events import AudioChunk, Frame
from assistant.phrases import Phrases
from assistant.senses.resample import RATE_HZ, Resampler

SOUND_SUFFIXES = frozenset({".wav", ".flac", ".mp3", ".ogg"})
PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".ppm", ".pgm"})
VIDEO_SUFFIXES = frozenset({".mp4", ".avi", ".mkv", ".webm", ".mov", ".m4v"})
OTHER_SUFFIXES = frozenset(
    ".heic .heif .hif .avif .jxl .jp2 .j2k .jpx .jpf .psd .tga .exr .hdr "
    ".dng .raw .cr2 .cr3 .nef .nrw .arw .sr2 .orf .rw2 .raf .pef .srw .x3f".split()
)
"""Of pictures that cannot be read here."""
PICTURE_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF", "PPM")
"""Nothing that starts another program, as PostScript would."""
MOST_PIXELS = 64_000_000
"""192 MB in memory."""
BLOCK = 65_536
Version = tuple[int, int, int]
"""When the content and when anything of a file changed, in nanoseconds, and its size. The second tells of files that changed their names;
a file's number in its file system would, too, but on cards and sticks each mount gives it another."""
ENGLISH = Phrases("assistant", "senses")


def is_sound(name: str) -> bool:
    """Whether a microphone's name means a sound file: by its ending, or because a file has that name, which has a folder or any ending."""
    folder, ending = os.path.dirname(name), os.path.splitext(name)[1]
    return ending.lower() in SOUND_SUFFIXES or ((folder or ending) != "" and os.path.isfile(name))


def load_sound(path: Path, phrases: Phrases = ENGLISH) -> AudioChunk:
    """The whole file as 16 kHz mono. Raises BadInput."""
    import soundfile

    exists(path, phrases)
    try:
        with soundfile.SoundFile(path) as file:
            resampler = Resampler(file.samplerate)
            blocks = [resampler.feed(block) for block in file.blocks(BLOCK, dtype="float32")]
    except (soundfile.SoundFileError, OSError, ValueError) as error:
        raise BadInput(phrases.say("sound_unreadable", path=path, reason=_reason(error))) from None
    samples = np.concatenate([*blocks, resampler.finish()]) if blocks else np.zeros(0, np.float32)
    if not len(samples):
        raise BadInput(phrases.say("sound_empty", path=path))
    return AudioChunk(np.clip(np.nan_to_num(samples), -1, 1), 0.0, RATE_HZ)


def load_frame(path: Path, phrases: Phrases = ENGLISH, *, least_px: int = 0) -> Frame:
    """
    The picture as it is meant to be seen: turned as its EXIF says, on white where it is transparent.
    least_px: when above 0, a photograph may come at a half, a quarter or an eighth, with sides no shorter than this: so it is read faster
    Raises BadInput; OutOfReach for what is no fault of the file.
    """
    exists(path, phrases)
    try:
        pixels = _decode(path, phrases, least_px)
    except BadInput:
        raise
    except MemoryError:
        raise OutOfReach(phrases.say("picture_memory", path=path)) from None
    except Exception as error:  # decoders of broken files raise almost anything
        if isinstance(error, OSError) and error.errno:
            raise OutOfReach(phrases.say("file_refused", path=path, reason=error.strerror)) from None
        raise BadInput(phrases.say(_fault(error), path=path, reason=_reason(error))) from None
    return Frame(np.ascontiguousarray(pixels), source=str(path))


def _decode(path: Path, phrases: Phrases, least_px: int) -> np.ndarray:
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            opened = Image.open(path, formats=PICTURE_FORMATS)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise _too_large(path, int(re.findall(r"\d+", str(error))[0]), phrases) from None
        with opened as image:
            if least_px:
                image.draft("RGB", (least_px, least_px))
            if image.width * image.height > MOST_PIXELS:
                raise _too_large(path, image.width * image.height, phrases)
            if not image.width * image.height:
                raise BadInput(phrases.say("picture_empty", path=path))
            return _rgb(ImageOps.exif_transpose(image))


def _rgb(image: Any) -> np.ndarray:
    from PIL import Image

    if image.mode.startswith(("I", "F")):  # 16 bit and float: Pillow would clip, not scale
        deep = np.asarray(image, np.float32)
        top = 65_535 if image.mode.startswith("I") else max(float(deep.max()), 1e-6)
        return np.repeat(np.clip(deep / top * 255, 0, 255).astype(np.uint8)[..., None], 3, axis=2)
    if image.has_transparency_data:
        seen = image.convert("RGBA")
        return np.asarray(Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB"))
    return np.asarray(image.convert("RGB"))


def _fault(error: Exception) -> str:
    """Whether it is no picture that can be read here, or a broken one."""
    from PIL import UnidentifiedImageError

    return "picture_unreadable" if isinstance(error, UnidentifiedImageError) else "picture_damaged"


def _too_large(path: Path, pixels: int, phrases: Phrases) -> BadInput:
    return BadInput(phrases.say("picture_too_large", path=path, pixels=pixels // 1_000_000, most=MOST_PIXELS // 1_000_000))


def exists(path: Path, phrases: Phrases) -> os.stat_result:
    """Raises BadInput when there is no such file, OutOfReach when the system does not tell."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise BadInput(phrases.say("link_dangling" if os.path.islink(path) else "file_missing", path=path)) from None
    except (OSError, ValueError) as error:
        raise OutOfReach(phrases.say("file_refused", path=path, reason=getattr(error, "strerror", "") or error)) from None
    if stat.S_ISDIR(found.st_mode):
        raise BadInput(phrases.say("file_is_folder", path=path))
    if not stat.S_ISREG(found.st_mode):
        raise BadInput(phrases.say("file_is_device", path=path))
    return found


def version_of(path: Path) -> Version:
    """What changes when the file does. Raises BadInput."""
    found = exists(path, ENGLISH)
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size


def _reason(error: Exception) -> str:
    """The library's reason in few words, without the path, which the sentence names already."""
    words = str(getattr(error, "error_string", "") or error).splitlines() or [type(error).__name__]
    return re.sub(r"cannot identify image file .*", "unknown format", words[0]).rstrip(". ")
