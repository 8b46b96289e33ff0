import numpy as np
import pytest

from models.drawings.easy import Question, box_of, said_to_be_there


@pytest.mark.parametrize(
    ("text", "answer", "there"),
    [
        ("is there a red shape?", "yes", True),
        ("is there a red shape?", "no", False),
        ("is no red shape present?", "no", True),
        ("does the image not contain a red shape?", "yes", False),
        ("what is the red shape?", "circle", True),
    ],
)
def test_a_question_with_its_answer_tells_what_is_there(text, answer, there):
    assert ("red" in said_to_be_there(Question(text, answer, 0))) == there


def test_the_answer_itself_is_there():
    assert "teal" in said_to_be_there(Question("what color is the shape?", "teal", 0))


def test_the_box_is_where_the_picture_differs_from_its_ground():
    pixels = np.full((64, 64, 3), (240, 250, 245), np.uint8)
    pixels[10:20, 0:16] = (255, 0, 0)  # touches the border
    assert box_of(pixels) == (0.0, 10 / 64, 16 / 64, 20 / 64)
