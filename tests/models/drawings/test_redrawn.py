import numpy as np

from models.drawings.redrawn import redrawn


def layer() -> np.ndarray:
    """A red disc with a blue half."""
    rows, columns = np.mgrid[-40:40, -40:40]
    rgba = np.zeros((80, 80, 4), np.float32)
    rgba[..., 0], rgba[..., 3] = 220, 255 * (rows**2 + columns**2 < 38**2)
    rgba[:, 40:, :3] = (20, 40, 230)
    return rgba


def test_a_redrawn_picture_keeps_its_outline_nearly():
    for seed in range(20):
        drawn = redrawn(np.random.default_rng(seed), layer())
        assert drawn.shape[2] == 4 and min(drawn.shape[:2]) > 50 and drawn.min() >= 0 and drawn.max() <= 255.01
        assert 0.6 < (drawn[..., 3] > 127).mean() < 0.95


def test_each_look_is_another():
    looks = [redrawn(np.random.default_rng(seed), layer())[30:50, 30:50, :3].mean((0, 1)) for seed in range(12)]
    assert np.std(looks, axis=0).max() > 20


def test_the_same_seed_gives_the_same_picture():
    first, second = (redrawn(np.random.default_rng(4), layer()) for _ in range(2))
    assert np.array_equal(first, second)
