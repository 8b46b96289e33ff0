import numpy as np
import pytest

from edge.errors import UnknownNetwork
from edge.networks import ALL, CALIBRATE, MEASURE, companions, find
from models.runtime import open_session


def outputs(session, feeds):
    names = [node.name for node in session.get_outputs()]
    return dict(zip(names, session.run(names, feeds), strict=True))


DEFAULTS = [network for network in ALL if not network.id.startswith("whisper-base")]


@pytest.mark.parametrize("network", DEFAULTS, ids=lambda network: network.id)
def test_a_network_takes_its_own_inputs_and_agrees_with_itself(network, store, default_models):
    session = open_session(network.artefact(store))
    said = [outputs(session, feeds) for feeds in network.feeds(store, 2, MEASURE)]
    agreed = [answer for one in said for answer in network.agreement(one, one)]
    assert len(said) == 2 and agreed and all(agreed)


@pytest.mark.parametrize("name", ["detector", "sentence", "clip-image"])
def test_the_same_seed_gives_the_same_inputs_and_calibration_sees_others_than_measuring(name, store, default_models):
    network = find(name)
    once, again, other = (next(network.feeds(store, 1, seed)) for seed in (CALIBRATE, CALIBRATE, MEASURE))
    assert all(np.array_equal(once[key], again[key]) for key in once)
    assert not all(np.array_equal(once[key], other[key]) for key in once)


def test_a_network_that_does_not_exist_is_answered_with_those_that_do():
    with pytest.raises(UnknownNetwork, match=r"Network 'eyes' does not exist; choose one of: vad, whisper-tiny\.en/encoder"):
        find("eyes")


def test_another_graph_takes_the_place_of_the_artefact_beside_its_companions(store, tmp_path, default_models):
    network = find("sentence")
    folder = companions(network, store, tmp_path / "model", find("clip-text").artefact(store))
    assert (folder / "tokenizer.json").is_file()
    assert (folder / network.file).read_bytes() == find("clip-text").artefact(store).read_bytes()
