import numpy as np

from models.clip.features import DRAWN, THINGS, counted, things
from models.detector.runtime import Detections
from models.drawings.names import COLOURS, names
from models.drawings.runtime import Drawn


def found(*drawn: tuple[str, str | None, float]) -> Drawn:
    """Each: name, colour of a shape, score."""
    classes = np.eye(len(names()), dtype=np.float32)[[names().index(name) for name, _, _ in drawn]]
    colours = np.array([[float(shade == colour) for shade in COLOURS] for _, colour, _ in drawn], np.float32)
    return Drawn(np.zeros((len(drawn), 4), np.float32), classes, colours, np.array([score for *_, score in drawn], np.float32))


def test_drawn_things_are_counted_as_far_as_they_are_sure():
    row = dict(zip(DRAWN, counted(found(("dog", None, 1.0), ("dog", None, 0.5), ("circle", "red", 0.8))), strict=True))
    assert np.isclose([row["dog"], row["circle"], row["red circle"]], [1.5, 0.8, 0.8]).all()
    assert sum(value > 0 for value in row.values()) == 3


def test_nothing_drawn_counts_nothing():
    assert counted(Drawn(np.zeros((0, 4)), np.zeros((0, len(names()))), np.zeros((0, len(COLOURS))), np.zeros(0))).sum() == 0


def test_a_class_counts_by_its_best_and_less_where_it_is_small():
    classes = np.zeros((3, THINGS), np.float32)
    classes[0, 5], classes[1, 5], classes[2, 7] = 0.9, 0.4, 0.1
    boxes = np.array([[0, 0, 100, 100], [0, 0, 10, 10], [0, 0, 50, 50]], np.float32)
    row = things(Detections(boxes, classes.max(1), classes, ("a", "a", "b")), 10_000)
    assert np.isclose(row[5], 0.9) and row[7] == 0 and row.sum() == row[5]
    alone = things(Detections(boxes[1:2], classes[1:2].max(1), classes[1:2], ("a",)), 10_000)
    assert np.isclose(alone[5], 0.4 * 0.01**0.25)
