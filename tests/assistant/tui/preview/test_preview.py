from __future__ import annotations

from dataclasses import replace

import numpy as np

from assistant.events import Frame, Looked, Region, Replied, Scene, Seen, SenseChanged, SenseTrouble, TurnStarted
from assistant.tui.preview.preview import HELD, Picture

CUP = Region((33.0, 25.0, 60.0, 46.0), "cup", 0.91)


def opened() -> SenseChanged:
    return SenseChanged(0.0, "camera", "armed", "HD Webcam")


def looked(frame: Frame, *cited: Region) -> Looked:
    return Looked(2.0, 1, Scene(frame, (CUP,)), 0.1, cited, "rule-baseline", 0.9)


def at(frame: Frame, time: float) -> Seen:
    return Seen(time, Frame(frame.pixels, time))


def test_the_picture_of_an_answer_stays_for_a_while_with_its_boxes(show, frame):
    assert "┏ cup 0.91" in show([opened(), looked(frame, CUP), at(frame, 2.0 + HELD - 0.1)]).text


def test_then_the_live_picture_comes_back_without_them(show, frame):
    shown = show([opened(), looked(frame, CUP), at(frame, 2.0 + HELD + 0.1)])
    assert "cup" not in shown.text and "live" in shown.text


def test_a_new_turn_frees_the_picture_at_once(show, frame):
    assert "cup" not in show([opened(), looked(frame, CUP), TurnStarted(3.0, 2, "voice"), at(frame, 3.1)]).text


def test_a_reply_may_cite_what_the_look_did_not(show, frame):
    assert "┌ cup 0.91" in show([opened(), looked(frame)]).text
    assert "┏ cup 0.91" in show([opened(), looked(frame), Replied(2.1, 1, "There.", (CUP,))]).text


def test_what_watches_in_the_background_leaves_the_live_picture_and_is_shown_when_it_tells_of_it(show, frame):
    watching = replace(looked(frame, CUP), turn=0)
    shown = show([opened(), at(frame, 1.9), watching])
    assert "cup" not in shown.text and "live" in shown.text
    told = [TurnStarted(2.1, 3, "skill"), Replied(2.1, 3, "There is a cup.", (CUP,))]
    assert "┏ cup 0.91" in show([opened(), at(frame, 1.9), watching, *told, at(frame, 2.2)]).text


def test_an_open_camera_without_a_picture_says_that_it_waits(show):
    assert "Waiting for the first picture." in show([opened()]).text


def test_a_picture_younger_than_the_trouble_ends_it(show, frame):
    trouble = SenseTrouble(3.0, "camera", "The camera is gone.")
    assert show([opened(), trouble, at(frame, 2.9)]).text.count("The camera is gone.") == 2
    assert "▀" in show([opened(), trouble, at(frame, 3.1)]).text


def test_a_picture_that_comes_after_the_camera_was_closed_is_not_shown(show, frame):
    assert "▀" not in show([SenseChanged(0.0, "camera", "off", ""), at(frame, 1.0)]).text


def test_a_picture_without_pixels_is_no_picture(show):
    assert "▀" not in show([opened(), Seen(1.0, Frame(np.zeros((0, 0, 3), np.uint8), 1.0))]).text


def test_only_rows_that_changed_are_drawn_again(show, frame):
    drawn = []

    async def same_then_other(pilot):
        picture = pilot.app.query_one(Picture)
        await pilot.pause()
        picture.put(Frame(frame.pixels.copy(), 4.0))  # in the size that the screen has come to
        picture.refresh = lambda *areas, **_: drawn.append(areas)
        picture.put(Frame(frame.pixels.copy(), 5.0))
        other = frame.pixels.copy()
        other[:24] = 90
        picture.put(Frame(other, 6.0))

    show([opened(), at(frame, 1.0)], same_then_other)
    assert len(drawn) == 1 and 0 < len(drawn[0]) <= 9
