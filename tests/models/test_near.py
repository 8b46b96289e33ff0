import numpy as np
import pytest

from models.near import Square, piece


def test_a_piece_has_the_find_in_its_middle_at_its_share():
    pixels = np.zeros((200, 300, 3), np.uint8)
    pixels[60:100, 120:200] = 255
    rows, columns = np.nonzero(piece(pixels, Square.around(np.array([120, 60, 200, 100], np.float32), 0.5), 224)[..., 0] > 127)
    assert columns.min() == pytest.approx(56, abs=1) and columns.max() == pytest.approx(167, abs=1)
    assert rows.min() == pytest.approx(84, abs=1) and rows.max() == pytest.approx(139, abs=1)


def test_a_large_find_is_made_smaller_by_means():
    board = np.zeros((900, 900, 3), np.uint8)
    board[::2, ::2] = board[1::2, 1::2] = 255
    assert (
        np.abs(piece(board, Square.around(np.array([100, 100, 800, 800], np.float32), 0.7), 224).astype(int)[20:-20, 20:-20] - 127).max()
        < 30
    )


@pytest.mark.parametrize("box", [(0, 0, 10, 10), (290, 195, 300, 200), (5, 5, 5, 5)])
def test_beyond_the_picture_its_edge_goes_on(box):
    assert (piece(np.full((200, 300, 3), 99, np.uint8), Square.around(np.array(box, np.float32), 0.35), 224) == 99).all()


def test_points_of_a_piece_are_found_again_in_the_picture():
    square = Square.around(np.array([120, 60, 200, 100], np.float32), 0.5)
    assert square.in_picture(np.array([[0.25, 0.5], [0.75, 0.5]])).tolist() == [[120, 80], [200, 80]]
