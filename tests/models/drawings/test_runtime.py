import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from models import weights
from models.drawings.names import COLOURS, names
from models.drawings.runtime import ARTEFACT, CELLS, MOST, SIDE, Drawings, colours, letterbox, read
from models.errors import UnfitInput

DOG, CAT, RED = names().index("dog"), names().index("cat"), COLOURS.index("red")
SHADES = 1 + len(names())


def cells(*things):
    """What a network says that sees things: (row, column, name, colour, reach in cells)."""
    said = np.zeros((1 + len(names()) + len(COLOURS) + 1 + 4, CELLS, CELLS), np.float32)
    said[0] = -6
    for row, column, name, colour, reach in things:
        said[0, row, column] = 4
        said[1 + name, row, column] = 9
        said[SHADES + colour, row, column] = 9
        said[-4:, row, column] = np.log(reach)
    return said


@pytest.fixture
def saying(tmp_path):
    def artefact(said):
        """A network that sees the same whatever it is shown."""
        picture = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, SIDE, SIDE])
        answer = helper.make_tensor_value_info("cells", TensorProto.FLOAT, [1, *said.shape])
        tensors = [numpy_helper.from_array(said[None], "said"), numpy_helper.from_array(np.zeros(1, np.float32), "none")]
        nodes = [
            helper.make_node("ReduceMean", ["image"], ["mean"], keepdims=0),
            helper.make_node("Mul", ["mean", "none"], ["nothing"]),
            helper.make_node("Add", ["said", "nothing"], ["cells"]),
        ]
        graph = helper.make_graph(nodes, "saying", [picture], [answer], tensors)
        onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), tmp_path / "saying.onnx")
        return Drawings(tmp_path / "saying.onnx")

    return artefact


def test_a_find_lies_where_its_cell_and_reach_say(saying):
    found = saying(cells((3, 5, DOG, len(COLOURS), 1.5)))(np.zeros((SIDE, SIDE, 3), np.uint8))
    assert np.allclose(found.boxes, [[64, 32, 112, 80]], atol=0.01)
    assert found.classes[0].argmax() == DOG and found.classes[0].sum() == pytest.approx(1, abs=1e-4)
    assert found.colours[0].sum() < 0.05 and found.scores[0] == pytest.approx(0.982, abs=1e-3)


def test_boxes_are_in_pixels_of_the_given_picture(saying):
    found = saying(cells((7, 7, 0, RED, 1.0)))(np.full((480, 640, 3), (220, 20, 30), np.uint8))
    assert np.allclose(found.boxes, [[104 * 640 / 224, (104 - 28) * 640 / 224, 136 * 640 / 224, (136 - 28) * 640 / 224]], atol=0.5)
    assert COLOURS[found.colours[0].argmax()] == "red"


def test_neighbouring_cells_that_see_one_thing_give_one_find(saying):
    found = saying(cells((3, 5, DOG, RED, 2.5), (3, 6, DOG, RED, 2.5), (10, 10, DOG, RED, 2.5)))(np.zeros((SIDE, SIDE, 3), np.uint8))
    assert len(found.scores) == 2


def test_cells_that_see_one_thing_name_it_together():
    said = cells((3, 5, DOG, RED, 2.5), (3, 6, CAT, RED, 2.5), (4, 5, CAT, RED, 2.5))
    said[0, 3, 5] = 5
    found = read(said, 0.5)
    assert len(found.scores) == 1 and found.classes[0].argmax() == CAT and found.classes[0].sum() == pytest.approx(1, abs=1e-4)
    assert found.scores[0] == pytest.approx(0.9933, abs=1e-3)


def test_where_nothing_is_surely_drawn_nothing_is():
    doubtful, sure = cells((3, 5, DOG, RED, 2.5)), cells((3, 5, DOG, RED, 2.5), (10, 10, DOG, RED, 2.5))
    doubtful[0, 3, 5] = sure[0, 3, 5] = 1.0
    assert len(read(doubtful, 0.5)) == 1 and not read(doubtful, 0.5).believed(colours=5)
    assert read(doubtful, 0.5).believed(colours=1), "what looks drawn may be doubtful"
    assert len(read(sure, 0.5)) == 2 and read(sure, 0.5).believed(colours=5)
    assert not read(sure, 0.5).believed(colours=60), "what looks like a photo must be surer"


def test_several_doubtful_finds_make_a_drawing():
    one, several = cells((1, 5, DOG, RED, 1.5)), cells(*((row, 5, DOG, RED, 1.5) for row in (1, 5, 9, 13)))
    one[0, 1, 5], several[0, [1, 5, 9, 13], 5] = 1.0, 1.0
    assert len(read(one, 0.5)) == 1 and not read(one, 0.5).believed(colours=5)
    assert len(read(several, 0.5)) == 4 and read(several, 0.5).believed(colours=5)


def test_a_poster_has_few_colours_and_noise_many():
    poster = np.zeros((40, 80, 3), np.uint8)
    poster[:, 40:] = 200
    patches, strip = np.random.default_rng(0).integers(0, 255, (80, 40, 3), np.uint8), np.zeros((900, 3, 3), np.uint8)
    for pixels, least, most in ((poster, 2, 2), (patches, 100, 512), (strip, 1, 1), (strip[:1, :1], 1, 1)):
        square, _, corner = letterbox(pixels)
        assert least <= colours(square, corner) <= most, "the grey beside it is not counted"


def test_nothing_is_an_answer_too(saying):
    found = saying(cells())(np.zeros((50, 50, 3), np.uint8))
    assert found.boxes.shape == (0, 4) and found.classes.shape == (0, len(names())) and found.colours.shape == (0, len(COLOURS))


def test_no_more_than_24_are_found():
    everywhere = cells(*((row, column, DOG, RED, 0.4) for row in range(CELLS) for column in range(CELLS)))
    assert len(read(everywhere, 0.5)) == MOST


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 900, 3), (64, 64, 3), (480, 640, 3)])
def test_letterbox_keeps_the_whole_picture_and_its_proportions(shape):
    square, scale, corner = letterbox(np.full(shape, 200, np.uint8))
    inside = (square == 200).all(2)
    rows, columns = np.nonzero(inside)
    assert square.shape == (SIDE, SIDE, 3) and max(inside.any(0).sum(), inside.any(1).sum()) == SIDE
    assert (columns.min(), rows.min()) == tuple(corner)
    assert scale[0] * shape[1] == pytest.approx(inside.any(0).sum())


def test_what_is_no_colour_picture_is_refused(saying):
    with pytest.raises(UnfitInput):
        saying(cells())(np.zeros((5, 5), np.uint8))


@pytest.mark.skipif(ARTEFACT not in weights.entries(), reason="no weights are shipped yet")
def test_the_shipped_weights_see_a_red_square_and_a_green_circle():
    import cv2

    pixels = np.full((300, 400, 3), 235, np.uint8)
    cv2.rectangle(pixels, (60, 80), (120, 140), (215, 25, 25), -1)
    cv2.circle(pixels, (290, 190), 40, (30, 150, 50), -1)
    found = Drawings()(pixels)
    said = {(COLOURS[colour], names()[name]) for colour, name in zip(found.colours.argmax(1), found.classes.argmax(1), strict=True)}
    assert said == {("red", "square"), ("green", "circle")}
    left = found.boxes[found.boxes[:, 0].argmin()]
    assert np.abs(left - (60, 80, 121, 141)).max() < 12
