"""The search on a language model that is a table: what follows a token depends on that token alone."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from models.whisper.search import Search, Text, log_sum, top

END, WORDS = 6, 7


class Anything:
    end = END

    def forbid(self, logits: np.ndarray, texts) -> None:
        """All may follow."""


class Table:
    """logits of the next token by the last one; row END is the beginning"""

    def __init__(self, logits: np.ndarray) -> None:
        self.logits = logits.astype(np.float32)
        self.steps = 0

    def find(self, width: int, most: int = 8, seconds: float = 100.0) -> tuple[Text, bool]:
        def follow(beams, tokens) -> np.ndarray:
            assert len(beams) == len(tokens) <= width
            self.steps += 1
            return self.logits[list(tokens)]

        return Search(Anything(), width, seconds, most).run(self.logits[END:][:1].copy(), follow)

    def total(self, tokens) -> float:
        """Of the tokens and the end."""
        path = (END, *tokens, END)
        return sum(float(self.logits[a, b]) - log_sum(self.logits[a]) for a, b in pairwise(path))


def table(seed: int) -> Table:
    return Table(np.random.default_rng(seed).normal(0, 2, (WORDS, WORDS)))


@pytest.mark.parametrize("seed", range(12))
def test_a_width_of_one_takes_the_likeliest_token_each_time(seed: int) -> None:
    model = table(seed)
    tokens, last = [], END
    while len(tokens) < 8 and (last := int(model.logits[last].argmax())) != END:
        tokens.append(last)
    found, _ = model.find(1)
    assert list(found.tokens) == tokens
    if last == END:
        assert found.total == pytest.approx(model.total(tokens), abs=1e-4)


def test_more_texts_at_once_find_likelier_ones() -> None:
    means = [[table(seed).find(width)[0].mean for seed in range(50)] for width in (1, 3, 6)]
    assert np.mean(means[0]) < np.mean(means[1]) <= np.mean(means[2])
    assert sum(wide >= one - 1e-6 for one, wide in zip(means[0], means[2], strict=True)) >= 48


def test_the_likeliest_beginning_is_not_always_that_of_the_likeliest_text() -> None:
    logits = np.full((WORDS, WORDS), -20.0)
    logits[END, :2] = 1.0, 0.9  # 0 is the better beginning,
    logits[0, 2:6] = 0.0  # but nobody knows how it goes on
    logits[1, END] = logits[2:6, END] = 5.0
    model = Table(logits)
    assert model.find(1)[0].tokens[0] == 0
    assert model.find(3)[0].tokens == (1,)


def test_what_repeats_itself_is_cut_and_told() -> None:
    logits = np.full((WORDS, WORDS), -9.0)
    for token in range(4):
        logits[token, (token + 1) % 4] = 9.0
    logits[END, 0] = 9.0
    for width in (1, 3):
        found, repeated = Table(logits).find(width, most=40, seconds=0.5)
        assert repeated and found.tokens == (0, 1, 2, 3)


def test_a_loop_gives_way_to_a_likelier_text_that_ends() -> None:
    logits = np.full((WORDS, WORDS), -9.0)
    for token in range(4):
        logits[token, (token + 1) % 4], logits[token, 5] = 1.0, 0.0
    logits[END, 0], logits[END, 5], logits[5, END] = 9.0, 8.9, 9.0
    found, repeated = Table(logits).find(3, most=40, seconds=0.5)
    assert not repeated and found.tokens == (5,)


def test_a_text_without_an_end_ends_with_its_most_tokens() -> None:
    logits = np.zeros((WORDS, WORDS))
    logits[:, END] = -50.0
    found, repeated = Table(logits).find(4, most=5)
    assert len(found.tokens) == 5 and not repeated


def test_what_is_forbidden_never_follows() -> None:
    class Odd(Anything):
        def forbid(self, logits: np.ndarray, texts) -> None:
            logits[:, 0:END:2] = -np.inf

    model = table(3)
    found, _ = Search(Odd(), 4, 100.0, 6).run(model.logits[END:][:1].copy(), lambda beams, tokens: model.logits[list(tokens)].copy())
    assert found.tokens and all(token % 2 for token in found.tokens)


def test_the_largest_places() -> None:
    row = np.array([3.0, -1.0, 7.0, 5.0])
    assert top(row, 1) == [2] and sorted(top(row, 2)) == [2, 3]
    assert log_sum(row) == pytest.approx(np.log(np.exp(row).sum()))
