"""What is asked of the picture itself, and what is measured for it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from assistant.phrases import Phrases
from assistant.understanding.answering.itself import Told, told
from assistant.understanding.answering.saying import Saying
from models.calibration import photos
from models.measured import Measured
from tests.models.test_colours import PAINT, picture

CAT = 13


def asked(question: str, pixels: np.ndarray) -> Told | None:
    return told(question, lambda: Measured(pixels))


def answer(question: str, pixels: np.ndarray) -> str:
    found = asked(question, pixels)
    return found.answer if found else ""


BLURRED = cv2.GaussianBlur(photos()[CAT], (0, 0), 8)
GREY = np.repeat(cv2.cvtColor(photos()[CAT], cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)
DARK = (photos()[CAT] * 0.05).astype(np.uint8)
RED = picture("white", "red")


@pytest.mark.parametrize(
    ("question", "sharp", "blurred"),
    [
        ("Is the picture blurry?", "no", "yes"),
        ("is it out of focus", "no", "yes"),
        ("is this a blurred photo", "no", "yes"),
        ("is everything in focus", "yes", "no"),
        ("does the picture look sharp", "yes", "no"),
        ("is the camera image clear", "yes", "no"),
        ("is it blurry or sharp", "sharp", "blurry"),
        ("is the photo sharp or blurred", "sharp", "blurry"),
        ("is it sharp or blurry", "sharp", "blurry"),
        ("is this a sharp or a blurry picture", "sharp", "blurry"),
    ],
)
def test_whether_it_is_sharp(question, sharp, blurred):
    assert (answer(question, photos()[CAT]), answer(question, BLURRED)) == (sharp, blurred)


def test_a_little_blurred_is_sooner_said_than_blurred():
    soft = cv2.GaussianBlur(photos()[CAT], (0, 0), 0.8)
    assert answer("is it a bit blurry", soft) == "yes" and answer("is it blurry", soft) == "no"
    assert answer("is it a bit blurry", photos()[CAT]) == "no"


@pytest.mark.parametrize(
    ("question", "coloured", "grey"),
    [
        ("is the picture black and white", "no", "yes"),
        ("is this a black-and-white photo", "no", "yes"),
        ("is the image in grayscale", "no", "yes"),
        ("is it black and white", "", "yes"),
        ("is it in color", "yes", "no"),
        ("is this a color picture", "yes", "no"),
        ("is this picture in colour", "yes", "no"),
        ("is it black and white or in color", "color", "black and white"),
        ("is this a color or a black and white photo", "color", "black and white"),
        ("what colors are there", "", "black and white"),
    ],
)
def test_whether_it_has_colours(question, coloured, grey):
    assert answer(question, GREY) == grey and (answer(question, photos()[CAT]) == coloured or "what" in question)


@pytest.mark.parametrize(
    ("question", "light", "dark"),
    [
        ("is the picture dark", "no", "yes"),
        ("is the picture too dark", "no", "yes"),
        ("is it too dark to see me", "no", "yes"),
        ("is there enough light in here", "yes", "no"),
        ("is it too bright", "no", "no"),
        ("is the picture dark or bright", "bright", "dark"),
        ("does the photo look light or dark", "bright", "dark"),
    ],
)
def test_whether_it_is_light(question, light, dark):
    assert (answer(question, photos()[CAT]), answer(question, DARK)) == (light, dark)
    assert (
        answer("is the picture bright", np.full((20, 20, 3), 240, np.uint8))
        == "yes"
        == answer("is it too bright", np.full((9, 9, 3), 255, np.uint8))
    )


@pytest.mark.parametrize(
    "question",
    [
        "what colors do you see",
        "Which colours are in the picture?",
        "what color is this picture",
        "what are the colors of the picture",
        "list all the colors",
    ],
)
def test_which_colours_it_has(question):
    assert answer(question, RED) == "white, red"


def test_its_main_colour():
    assert {
        answer(question, RED)
        for question in ("what's the main color", "whats the dominant colour of this image", "which color do you see most")
    } == {"white"}


@pytest.mark.parametrize(
    ("question", "there"),
    [
        ("is there anything red", "yes"),
        ("is anything red here", "yes"),
        ("do you see something red in the picture", "yes"),
        ("are there any red things on the left side", "yes"),
        ("is there any red in the top left corner", "yes"),
        ("is there red on the right", "no"),
        ("is there anything red at the right edge of the picture", "no"),
        ("is there some blue", "no"),
        ("does the picture contain any gray", "no"),
        ("is there anything orange", "no"),
    ],
)
def test_whether_there_is_anything_of_a_colour(question, there):
    pixels = np.concatenate([RED[:, 25:], np.full((200, 25, 3), PAINT["white"], np.uint8)], axis=1)
    found = asked(question, pixels)
    assert found and found.answer == there and (found.box is not None) == (there == "yes")


@pytest.mark.parametrize(
    ("question", "wide", "tall"),
    [
        ("portrait or landscape", "landscape", "portrait"),
        ("is it in portrait or landscape format", "landscape", "portrait"),
        ("is the picture wider than it is tall", "yes", "no"),
        ("is the photo upright", "no", "yes"),
        ("is the picture square", "no", "no"),
        ("how big is the picture", "300 x 200", "200 x 300"),
        ("how tall is the photo", "300 x 200", "200 x 300"),
        ("what's the resolution of the camera", "300 x 200", "200 x 300"),
    ],
)
def test_its_form_and_size(question, wide, tall):
    assert (answer(question, RED), answer(question, RED.transpose(1, 0, 2))) == (wide, tall)


@pytest.mark.parametrize(
    "question",
    [
        "is there a red cup",
        "is there anything red on the table",
        "is there an orange",
        "is there any orange",
        "what color is the sky",
        "what colors are the flowers",
        "is the cat black and white",
        "is the lamp bright",
        "is it dark outside",
        "is it dark",
        "is the knife sharp",
        "is the sky clear",
        "is it clear",
        "is the background blurry",
        "is the room dark",
        "what color is the main building",
        "how big is the dog",
        "how big is the picture on the wall",
        "is the picture on the wall black and white",
        "is the camera black",
        "what color is the camera",
        "how big is the camera",
        "is the camera square",
        "does the camera have red in it",
        "is everything clear",
        "is there a portrait",
        "is it a picture",
        "is the picture upside down",
    ],
)
def test_what_is_asked_of_things_is_not_taken_for_it(question):
    assert asked(question, GREY) is None


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_it_is_said_in_each_language(language):
    saying = Saying(Phrases("assistant", "vision", language), lambda _: False)
    said = [
        saying.of_itself(found.key, found.answer, sure)
        for question in (
            "what colors do you see",
            "what is the main color",
            "portrait or landscape",
            "how big is the picture",
            "is it sharp or blurry",
        )
        if (found := asked(question.replace("is it sharp", "is the picture sharp"), RED))
        for sure in (True, False)
    ]
    assert len(said) == 10 == len(set(said)) and all(one[-1] in ".。" for one in said)
    if language != "en":
        assert not any(word in " ".join(said) for word in ("white", "landscape", "sharp", "pixels"))
