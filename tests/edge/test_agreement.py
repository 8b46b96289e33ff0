import numpy as np

from edge import agreement


def logits(*best, many=6):
    return np.eye(many, dtype=np.float32)[list(best)]


def test_vectors_are_the_same_by_their_angle_and_not_their_length():
    one = {"vector": np.array([1.0, 2.0, 3.0], np.float32)}
    assert agreement.same_vector(one, {"vector": 7 * one["vector"]}) == [True]
    assert agreement.same_vector(one, {"vector": one["vector"][::-1]}) == [False]


def test_text_is_compared_without_blanks_and_repetitions():
    assert agreement.same_text({"x": logits(1, 1, 0, 2)[None]}, {"x": logits(1, 0, 0, 2, 2)[None]}) == [True]
    assert agreement.same_text({"x": logits(1, 0, 1)[None]}, {"x": logits(1, 1, 1)[None]}) == [False]


def test_an_answer_is_the_same_by_where_it_comes_from_and_what_it_is():
    said = {"gates": logits(0, many=3), "answers": logits(2), "pointer": logits(1), "matching": np.array([3.0])}
    assert agreement.same_answer(said, {**said, "pointer": logits(4)}) == [True, True]
    assert agreement.same_answer(said, {**said, "answers": logits(4)}) == [False, True]
    assert agreement.same_answer(said, {**said, "gates": logits(1, many=3)}) == [False, True]
    assert agreement.same_answer(said, {**said, "matching": np.array([-3.0])}) == [True, False]
    copied = {**said, "gates": logits(1, many=3)}
    assert agreement.same_answer(copied, {**copied, "answers": logits(5)}) == [True, True]
    assert agreement.same_answer(copied, {**copied, "pointer": logits(5)}) == [False, True]


def test_a_sound_is_the_same_where_its_spectrum_is_and_its_length():
    rng = np.random.default_rng(0)
    tone = np.sin(np.arange(22050) * np.linspace(0.05, 0.6, 22050)).astype(np.float32)
    assert agreement.same_sound({"x": tone}, {"x": tone + rng.normal(0, 1e-4, len(tone)).astype(np.float32)}) == [True]
    assert agreement.same_sound({"x": tone}, {"x": tone[::-1].copy()}) == [False]
    assert agreement.same_sound({"x": tone}, {"x": tone[: len(tone) // 2]}) == [False]


def test_speech_is_told_from_silence_the_same_way():
    probability = lambda share: {"output": np.array([[share]], np.float32)}  # noqa: E731
    assert agreement.same_side(probability(0.9), probability(0.6)) == [True]
    assert agreement.same_side(probability(0.6), probability(0.4)) == [False]


def test_a_sure_name_must_stay_the_first_and_a_guess_among_those_that_are_kept():
    sure, guess, other = (np.zeros((1, 10), np.float32) for _ in range(3))
    sure[0, 3], guess[0, 3], other[0, [1, 3]] = 9, 0.1, (5, 4)
    said = lambda logits: {"logits": logits}  # noqa: E731
    assert agreement.same_name(said(sure), said(sure)) == [True]
    assert agreement.same_name(said(sure), said(other)) == [False]
    assert agreement.same_name(said(guess), said(other)) == [True]
    assert agreement.same_name(said(guess), said(-guess)) == [False]
