from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image

from assistant.errors import BadInput
from assistant.senses.files import load_frame, load_sound

POSTSCRIPT = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"


def middle(path):
    frame = load_frame(path)
    return frame.pixels[frame.size[1] // 2, frame.size[0] // 2].tolist()


def test_a_photo_is_turned_as_its_exif_says(tmp_path):
    picture = Image.new("RGB", (40, 20))
    exif = picture.getexif()
    exif[0x0112] = 6
    picture.save(tmp_path / "a.jpg", exif=exif)
    assert load_frame(tmp_path / "a.jpg").size == (20, 40)


@pytest.mark.parametrize(
    ("mode", "colour", "suffix", "seen"),
    [
        ("L", 90, "png", [90, 90, 90]),
        ("1", 1, "png", [255, 255, 255]),
        ("LA", (90, 0), "png", [255, 255, 255]),
        ("RGBA", (255, 0, 0, 0), "png", [255, 255, 255]),
        ("RGBA", (255, 0, 0, 255), "webp", [255, 0, 0]),
        ("P", 0, "gif", [0, 0, 0]),
        ("CMYK", (0, 0, 0, 0), "jpg", [255, 255, 255]),
        ("I;16", 65535 // 2, "png", [127, 127, 127]),
        ("F", 0.5, "tiff", [255, 255, 255]),
    ],
)
def test_every_kind_of_pixel_becomes_rgb(tmp_path, mode, colour, suffix, seen):
    path = tmp_path / f"a.{suffix}"
    Image.new(mode, (40, 20), colour).save(path, **({"lossless": True} if suffix == "webp" else {}))
    assert middle(path) == pytest.approx(seen, abs=3)


def test_of_an_animation_the_first_picture_is_seen(tmp_path):
    first, second = Image.new("RGB", (20, 20), "red"), Image.new("RGB", (20, 20), "blue")
    first.save(tmp_path / "a.gif", save_all=True, append_images=[second])
    assert middle(tmp_path / "a.gif") == [255, 0, 0]


def test_a_cut_picture_is_one_sentence(tmp_path):
    file = io.BytesIO()
    Image.effect_noise((200, 200), 90).save(file, "JPEG")
    (tmp_path / "cut.jpg").write_bytes(file.getvalue()[:2000])
    with pytest.raises(BadInput, match=r"cut\.jpg is damaged or cut off"):
        load_frame(tmp_path / "cut.jpg")


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"not a picture", b"\x89PNG\r\n\x1a\n", POSTSCRIPT])
def test_what_is_no_picture_is_one_sentence(tmp_path, content):
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(BadInput, match=r"a\.png (cannot be read as a picture|is damaged or cut off)"):
        load_frame(tmp_path / "a.png")


def png_of(width, height):
    """A header that promises so many pixels, and nothing behind it."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head)) + bytes(4) + b"IDAT"


@pytest.mark.parametrize("side", [9_000, 12_000, 20_000])
def test_a_huge_picture_is_refused_before_it_fills_the_memory(tmp_path, side):
    (tmp_path / "huge.png").write_bytes(png_of(side, side))
    with pytest.raises(BadInput, match=f"has {side * side // 1_000_000} million pixels; at most 64 million"):
        load_frame(tmp_path / "huge.png")


def test_a_picture_of_no_pixels_is_refused(tmp_path):
    (tmp_path / "none.ppm").write_bytes(b"P6 0 0 255\n")
    with pytest.raises(BadInput, match=r"none\.ppm"):
        load_frame(tmp_path / "none.ppm")


@pytest.mark.parametrize("load", [load_frame, load_sound])
def test_a_missing_file_or_a_folder_is_one_sentence(tmp_path, load):
    for path, fault in ((tmp_path / "none.xyz", "does not exist"), (tmp_path, "is a folder")):
        with pytest.raises(BadInput, match=fault):
            load(path)


@pytest.mark.parametrize("load", [load_frame, load_sound])
def test_what_the_system_does_not_give_is_one_true_sentence(tmp_path, load):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "gone").symlink_to("nowhere")
    told = {
        "pipe": "pipe is a pipe or a device",
        "loop": r"cannot be read \(Too many levels",
        "gone": "gone is a link to a file that does not",
    }
    for name, fault in {**told, "n" * 256: r"cannot be read \(File name too long\)", "a\0b": "cannot be read"}.items():
        with pytest.raises(BadInput, match=fault):
            load(tmp_path / name)
    with pytest.raises(BadInput, match="/dev/null is a pipe or a device"):
        load(Path("/dev/null"))


def test_memory_that_is_not_there_is_no_fault_of_the_picture(tmp_path):
    Image.new("RGB", (7_000, 7_000)).save(tmp_path / "large.png", compress_level=1)
    script = """
import resource, sys
from pathlib import Path
from assistant.errors import OutOfReach
from assistant.senses.files import load_frame
load_frame(Path(sys.argv[2]))
held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (held + (64 << 20), resource.RLIM_INFINITY))
try:
    load_frame(Path(sys.argv[1]))
except OutOfReach as error:
    print(error)
"""
    Image.new("RGB", (9, 9)).save(tmp_path / "small.png")
    given = [tmp_path / "large.png", tmp_path / "small.png"]
    done = subprocess.run([sys.executable, "-c", script, *given], capture_output=True, text=True, timeout=60)
    assert done.stdout == f"There is not enough memory to read {given[0]}; close other programs.\n", done.stderr


@pytest.mark.parametrize("suffix", ["wav", "flac", "mp3", "ogg"])
@pytest.mark.parametrize("rate", [16_000, 44_100, 8_000])
def test_sound_of_any_rate_and_channels_is_heard_at_16_khz(tmp_path, suffix, rate):
    wave = 0.5 * np.sin(np.arange(rate) * 2 * np.pi * 440 / rate)
    soundfile.write(tmp_path / f"a.{suffix}", np.stack([wave, wave], 1), rate)
    sound = load_sound(tmp_path / f"a.{suffix}")
    assert sound.rate_hz == 16_000 and sound.duration == pytest.approx(1, abs=0.08)
    assert np.argmax(np.abs(np.fft.rfft(sound.samples[:15_000]))) == pytest.approx(440 * 15 / 16, abs=2)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"not a sound", b"fLaC\0\0\0\x22" + bytes(34), b"OggS" + bytes(60)])
def test_what_is_no_sound_is_one_sentence(tmp_path, content):
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(BadInput, match=r"a\.wav"):
        load_sound(tmp_path / "a.wav")


def test_a_header_without_sound_is_refused(tmp_path):
    soundfile.write(tmp_path / "a.wav", np.zeros(0), 16_000)
    with pytest.raises(BadInput, match="holds no sound"):
        load_sound(tmp_path / "a.wav")


def test_values_that_are_no_numbers_become_silence(tmp_path):
    soundfile.write(tmp_path / "a.wav", np.array([np.nan, np.inf, 0.5, -9], np.float32), 16_000, subtype="FLOAT")
    assert load_sound(tmp_path / "a.wav").samples.tolist() == [0, 1, 0.5, -1]
