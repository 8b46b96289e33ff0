"""A caption from the decoder: beam search over words that the picture's tokens bear out, the truest of the best. numpy and ONNX Runtime.

Constrained decoding (Anderson et al. 2017, arXiv:1612.00576) the other way about: not words that must be said, but the only ones that may
be. Left alone, the small decoder says `a white designer background` of a photo. The matching head then chooses (CapFilt's idea, Li et al.
2022, arXiv:2201.12086).

Dimension key: U words of captions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from models.clip.tags import groups
from models.lexicon import plural
from models.vilbert.tokens import BAND, DRAWN_REGION, NAME, REGION, TAG, Tokens
from models.vilbert.vocabulary import COLOURS, PARTS, SPECIAL, Vocabulary

BEAM, LONGEST = 4, 12
JOINING = (
    "a an and of in at the there is i see picture photo left right above below next to on with many two three four five six seven eight "
    "nine ten empty room"
).split()
OPENING = ("picture", "photo", "see", "i")
ARTICLES = ("a", "an", "the")
PEOPLE = "person people man men woman women boy boys girl girls child children baby babies couple crowd hand hands face faces".split()
"""What has clothes or hair of a colour, and is never said to have one itself."""
LEAST = {REGION: 0.3, DRAWN_REGION: 0.3, NAME: 0.15, TAG: 0.12}
"""Chance from which a name of a kind of token may be said."""
COLOURED = 0.25
"""Share of a region or a band from which its colour may be said."""
BLOCKED = -1e9

Next = Callable[[Sequence[int]], np.ndarray]
"""Words so far, as places in the list of captions' words -> (U,) logits of the next."""


@dataclass(frozen=True)
class Caption:
    text: str
    likelihood: float
    """Mean log probability of a word."""


def captions(tokens: Tokens, used: Sequence[str], words: Vocabulary, follow: Next) -> list[Caption]:
    """used: the words of captions. Returns the ends of the beam, the likeliest first; none where nothing may be said."""
    allowed = sayable(tokens, used, words)
    start, end = used.index("[CLS]"), used.index("[PAD]")
    beam: list[tuple[float, list[int]]] = [(0.0, [start])]
    ended: list[Caption] = []
    for _ in range(LONGEST):
        grown: list[tuple[float, list[int]]] = []
        for score, said in beam:
            fitting = _fitting(allowed, said, used)
            chances = np.where(fitting, _log_softmax(np.where(fitting, follow(said), BLOCKED)), BLOCKED)
            ended += [Caption(spelt(said, used), (score + float(chances[end])) / len(said))] if fitting[end] and len(said) > 2 else []
            best = [int(row) for row in np.argsort(-chances)[: BEAM + 1] if fitting[row] and row != end]
            grown += [(score + float(chances[row]), [*said, row]) for row in best]
        beam = sorted(grown, key=lambda pair: -pair[0] / len(pair[1]))[:BEAM]
    return sorted(ended, key=lambda caption: -caption.likelihood)[:BEAM]


def spelt(said: Sequence[int], used: Sequence[str]) -> str:
    return " ".join(used[row] for row in said if used[row] not in SPECIAL)


def sayable(tokens: Tokens, used: Sequence[str], words: Vocabulary) -> np.ndarray:
    """(U,) bool: joining words, names of whole words that a token bears out, colours that are there."""
    said, unsaid = [*JOINING], {*PARTS, *groups()["sky"], *groups()["deed"]}  # no caption was learned with weather or deeds
    several = Counter(words.names[name] for name in tokens.names[tokens.counted, 0])
    for row, kind in enumerate(tokens.kinds):
        for name, chance in zip(tokens.names[row], tokens.chances[row], strict=True):
            if chance >= LEAST.get(int(kind), 2.0) and words.names[name] not in unsaid:
                said += [words.names[name], *([plural(words.names[name])] if several[words.names[name]] > 1 else [])]
        if kind in (REGION, DRAWN_REGION, BAND):
            said += [COLOURS[colour] for colour in np.flatnonzero(tokens.colours[row] >= COLOURED)]
    spelt_out = ([words.words[piece] for piece in words.ids(text)[1:]] for text in dict.fromkeys(said))
    whole = {piece for pieces in spelt_out if not any(piece.startswith("##") for piece in pieces) for piece in pieces}
    return np.array([word in whole or word in SPECIAL[:1] for word in used])


def _fitting(allowed: np.ndarray, said: Sequence[int], used: Sequence[str]) -> np.ndarray:
    """Words that may come next: no telling word twice, no joining word twice in a row, and nothing that clashes with the last."""
    fitting = allowed.copy()
    fitting[[row for row in said[1:] if used[row] not in JOINING or row == said[-1]]] = False
    if len(said) > 2:  # a photo of ...
        fitting[[row for row, word in enumerate(used) if word in OPENING]] = False
    last = used[said[-1]]
    fitting[[row for row, word in enumerate(used) if _clashes(last, word)]] = False
    return fitting


def _clashes(last: str, word: str) -> bool:
    """Whether a word may not follow another."""
    if word in SPECIAL:
        return last in (*COLOURS, *JOINING)
    if last in COLOURS and (word in COLOURS or word in PEOPLE):
        return True
    return last in (*COLOURS, *ARTICLES) and word in JOINING and word not in OPENING


def _log_softmax(logits: np.ndarray) -> np.ndarray:
    shifted = logits - logits.max()
    return shifted - np.log(np.exp(shifted).sum())
