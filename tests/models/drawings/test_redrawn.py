import numpy as np

from models.drawings.redrawn import BARE, is_line_art, redrawn


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


def ring() -> np.ndarray:
    """A thin black circle on white paper, nothing around it."""
    rows, columns = np.mgrid[-40:40, -40:40]
    away = np.hypot(rows, columns)
    rgba = np.full((80, 80, 4), 255, np.float32)
    rgba[..., :3] = np.where(abs(away - 36) < 2.5, 0, 255)[..., None]
    rgba[..., 3] = 255 * (away < 38)
    return rgba


def looks(many: int) -> list[np.ndarray]:
    return [redrawn(np.random.default_rng(seed), ring()) for seed in range(many)]


def line_and_paper(drawn: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(4,) each: of the row through the middle, what is farthest from the middle of the ring but inside, and the middle."""
    row = drawn[drawn.shape[0] // 2]
    first = int(np.argmax(row[:, 3] > 250))
    return row[first + 1], row[len(row) // 2]


def test_line_art_is_drawn_in_any_ink_on_any_paper_or_on_none():
    assert is_line_art(ring()) and not is_line_art(layer())
    bare, lighter, inks = 0, 0, []
    for drawn in looks(200):
        line, paper = line_and_paper(drawn)
        assert drawn.dtype == np.float32 and drawn.min() >= 0 and drawn.max() <= 255.01
        inks.append(line[:3])
        if paper[3] == 0:
            bare += 1
        else:
            assert np.abs(line[:3] - paper[:3]).sum() > 60
            lighter += line[:3].mean() > paper[:3].mean()
    assert abs(bare / 200 - BARE) < 0.1 and 20 < lighter < 100
    assert np.std(inks, axis=0).min() > 40


def test_thin_lines_are_drawn_with_pens_of_several_widths():
    covered = [(drawn[..., 3] > 127).mean() for drawn in looks(200) if line_and_paper(drawn)[1][3] == 0]
    assert max(covered) > 1.6 * min(covered)


def test_each_piece_of_paper_may_have_a_colour_of_its_own():
    halved = ring()
    halved[:, 39:41, :3] = 0
    drawn = [redrawn(np.random.default_rng(seed), halved) for seed in range(60)]
    differ = 0
    for one in drawn:
        row = one[one.shape[0] // 2, :, :3]
        differ += np.abs(row[len(row) // 4] - row[3 * len(row) // 4]).sum() > 10
    assert 8 < differ < 40
