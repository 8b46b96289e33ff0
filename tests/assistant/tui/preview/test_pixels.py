"""Pictures in pixels: what is sent is read back as a terminal reads it."""

from __future__ import annotations

import re
from base64 import standard_b64decode

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from assistant.events import Frame, Region, Seen, SenseChanged
from assistant.tui.preview import pixels
from assistant.tui.preview.ask import graphics, understood
from assistant.tui.preview.pixels import Graphics
from assistant.tui.preview.preview import PixelPicture

OPENED = (SenseChanged(0.0, "camera", "armed", "HD"),)
SIDES = some.integers(1, 2000)


def flags(width: int = 40, height: int = 20) -> Image.Image:
    """Red over blue, with a white pixel in the corner."""
    made = np.zeros((height, width, 3), np.uint8)
    made[: height // 2, :, 0] = 255
    made[height // 2 :, :, 2] = 255
    made[0, 0] = 255
    return Image.fromarray(made)


def kitty_pixels(sent: str) -> np.ndarray:
    keys, data = {}, ""
    for control, piece in re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", sent):
        keys = keys or dict(pair.split("=") for pair in control.split(","))
        assert len(piece) <= pixels.CHUNK and ("m=0" in control) == sent.endswith(piece + "\x1b\\")
        data += piece
    return np.frombuffer(standard_b64decode(data), np.uint8).reshape(int(keys["v"]), int(keys["s"]), 3)


def sixel_pixels(sent: str) -> np.ndarray:
    """A terminal's way to read it: colours, repeats, `$` back to the left, `-` to the next band."""
    start = re.match(r'\x1bP0;1q"1;1;(\d+);(\d+)', sent)
    assert start and sent.endswith("\x1b\\")
    width, height = int(start[1]), int(start[2])
    made, colours = np.zeros((height + 5, width, 3)), {}
    x = band = colour = 0
    for token in re.findall(r"#\d+;2;\d+;\d+;\d+|#\d+|!\d+.|[$-]|[?-~]", sent[start.end() : -2]):
        if token.startswith("#") and ";" in token:
            number, _, *parts = map(int, token[1:].split(";"))
            colours[number] = np.array(parts) * 2.55
        elif token.startswith("#"):
            colour = int(token[1:])
        elif token in "$-":
            x, band = 0, band + (token == "-")
        else:
            count, bits = (int(token[1:-1]), ord(token[-1]) - 63) if token.startswith("!") else (1, ord(token) - 63)
            for row in range(6):
                if bits >> row & 1:
                    made[band * 6 + row, x : x + count] = colours[colour]
            x += count
    return made[:height]


def test_kitty_reads_back_every_pixel():
    picture = Image.fromarray(np.random.default_rng(0).integers(0, 255, (60, 80, 3), np.uint8))
    assert (kitty_pixels(pixels.kitty(picture, 10, 5)) == np.asarray(picture)).all()


@pytest.mark.parametrize("size", [(40, 20), (41, 23), (1, 1), (3, 6)])
def test_sixel_reads_back_pure_colours_exactly(size):
    picture = flags(*size)
    assert abs(sixel_pixels(pixels.sixel(picture)) - np.asarray(picture)).max() < 1


def test_sixel_reads_back_any_colour_to_one_level():
    picture = Image.fromarray(np.random.default_rng(0).integers(0, 255, (13, 17, 3), np.uint8))
    assert abs(sixel_pixels(pixels.sixel(picture)) - np.asarray(picture)).max() <= 51


@given(SIDES, SIDES, some.integers(1, 200), some.integers(1, 60))
def test_a_fitted_picture_never_leaves_its_room(width, height, columns, rows):
    across, down = pixels.fitted((width, height), columns, rows, (9, 18))
    assert 1 <= across <= columns and 1 <= down <= rows


def test_a_box_that_an_answer_rests_on_is_over_the_others_and_both_have_their_label():
    plate, cup = Region((10, 20, 90, 90), "plate", 0.7), Region((50, 50, 95, 95), "cup", 0.9)
    made = np.asarray(pixels.painted(np.full((100, 100, 3), 255, np.uint8), (200, 200), (cup, plate), (cup,)))
    assert tuple(made[150, 100]) == pixels.AMBER and tuple(made[100, 20]) == pixels.PALE
    assert (made[40:60, 20:80] < 100).any() and (made[100:120, 100:160] < 100).any()


@given(some.tuples(*[some.floats(-500, 1500)] * 4))
def test_a_box_outside_of_the_picture_is_drawn_at_its_edge(box):
    region = Region(box, "thing", 0.5)
    assert pixels.painted(np.zeros((40, 60, 3), np.uint8), (30, 20), (region,), (region,)).size == (30, 20)


# ---- which terminal can what


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (b"\x1b_Gi=31;OK\x1b\\\x1b[6;20;10t\x1b[?62;c", Graphics("kitty", (10, 20))),
        (b"\x1b[6;16;8t\x1b[?62;4;22c", Graphics("sixel", (8, 16))),
        (b"\x1b[?64;1;2;4c", Graphics("sixel", (9, 18))),
        (b"\x1b[?4;6c", Graphics("blocks", (9, 18))),
        (b"\x1b[?62;14;24c", Graphics()),
        (b"\x1b_Gi=31;ENOTSUPPORTED\x1b\\\x1b[?1;2c", Graphics()),
        (b"", Graphics()),
    ],
)
def test_the_answer_of_a_terminal_is_understood(answer, found):
    assert understood(answer) == found


def test_the_system_may_know_the_size_of_a_cell():
    assert understood(b"\x1b[?4c", (24, 80, 800, 480)).cell == (10, 20)


def test_without_a_terminal_there_are_half_blocks():
    assert graphics("auto", {}) == graphics("kitty", {}) == Graphics()


# ---- on the screen


@pytest.fixture
def written(monkeypatch) -> list[str]:
    """What goes to the terminal beside the cells; no picture ever does while a page lies over its place."""
    sent: list[str] = []

    def write(picture: PixelPicture, escape: str) -> None:
        assert escape == pixels.KITTY_CLEAR or len(picture.app.screen_stack) == 1
        sent.append(escape)

    monkeypatch.setattr(PixelPicture, "_write", write)
    return sent


def seen(time: float, shade: int):
    async def send(pilot):
        pilot.app.assistant.bus.send(Seen(time, Frame(np.full((48, 64, 3), shade, np.uint8), time)))

    return send


def test_the_picture_is_written_over_its_place_and_taken_away_with_the_camera(show, frame, written):
    shown = show([*OPENED, Seen(0.1, frame)], "f3", graphics=Graphics("kitty", (10, 20)))
    assert re.match(r"\x1b7\x1b\[\d+;\d+H\x1b_Ga=T", written[0]) and written[-1] == pixels.KITTY_CLEAR
    assert "▀" not in shown.text


def test_sixel_draws_fewer_pictures(show, written):
    show(OPENED, seen(1.0, 10), seen(1.05, 100), seen(1.2, 200), graphics=Graphics("sixel", (10, 20)))
    assert len(set(written)) == 2 and all("\x1bP0;1q" in escape for escape in written)


@pytest.mark.parametrize("way", ["kitty", "sixel"])
def test_a_page_is_not_drawn_over_and_the_picture_comes_back_when_it_is_closed(show, frame, written, way):
    counts: list[int] = []

    async def count(pilot):
        before = -1
        while before != len(written):  # what is still under way from before
            before = len(written)
            await pilot.pause()
        counts.append(len([escape for escape in written if escape != pixels.KITTY_CLEAR]))

    script = [*OPENED, Seen(0.1, frame)]
    show(script, count, "f1", count, seen(1.0, 50), count, "escape", count, graphics=Graphics(way, (10, 20)))
    assert counts[0] == counts[1] == counts[2] < counts[3]
    assert (pixels.KITTY_CLEAR in written) == (way == "kitty")


def test_sixel_is_sent_again_when_its_cells_were_written_anew(show, frame, written):
    async def refresh(pilot):
        written.clear()
        pilot.app.query_one(PixelPicture).refresh()

    show([*OPENED, Seen(0.1, frame)], refresh, graphics=Graphics("sixel", (10, 20)))
    assert len(written) >= 1
