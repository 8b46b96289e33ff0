import pytest

from edge.accuracy import matched, measure
from edge.networks import find


@pytest.mark.parametrize(
    ("name", "kinds", "least"),
    [
        ("vilbert-question", {"count", "relation"}, 0.7),
        ("drawings", {"circle", "square"}, 0.8),
        ("ocr-recognizer", {"plain", "on photos"}, 0.9),
        ("whisper-tiny.en/decoder", {"quiet", "noisy"}, 0.7),
        ("voice", {"heard back"}, 0.6),
    ],
)
def test_the_shipped_graphs_are_mostly_right_by_kind(name, kinds, least, store, default_models):
    network = find(name)
    scores = measure(network, store, network.artefact(store), 3)
    assert kinds <= set(scores) and scores["all"].share >= least
    assert scores["all"].of == sum(score.of for kind, score in scores.items() if kind != "all")


def test_where_no_truth_is_known_nothing_is_claimed(store, default_models):
    network = find("backbone")
    assert measure(network, store, network.artefact(store), 2) == {}


@pytest.mark.parametrize(
    ("wanted", "got", "right"),
    [("the cat", "the cat", 7), ("the cat", "the hat", 6), ("the cat", "", 0), ("cat", "quite another text", 0)],
)
def test_matching_counts_what_need_not_be_edited(wanted, got, right):
    assert matched(wanted, got) == (right, len(wanted))
