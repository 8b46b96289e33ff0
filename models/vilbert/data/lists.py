"""Makes the vocabulary and the frozen table of word vectors from MiniLM's (all-MiniLM-L6-v2, Apache-2.0).

Words are kept that are frequent in its own order, that any list here uses, or that are pieces to spell the others with. The vectors are
the first `width` principal components of all of MiniLM's word embeddings, scaled to unit variance.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from models.backbone.runtime import names as imagenet
from models.lexicon import lexicon, plural, shown_names
from models.vilbert.templates import TEMPLATES
from models.vilbert.vocabulary import ANSWER_SORTS, COLOURS, FIRST_PART, PARTS, SPECIAL, Vocabulary, make_names

FREQUENT = 9_000
"""Rows of MiniLM's list, which begins with the most frequent words, from which every ASCII word is kept."""
LONGEST_PIECE = 5
"""Of a piece within a word, with its ##."""


def answers(names: Sequence[str], more: Iterable[str] = ()) -> tuple[str, ...]:
    """yes, no, 0 to 20, then the colours and sides, then all else; each once."""
    named = [name for row, name in enumerate(names) if name and not FIRST_PART <= row < FIRST_PART + len(PARTS)]
    first = [item for key in ("sides", "weather", "times") for item in ANSWER_SORTS[key]]
    listed = [*lexicon()["rooms"], *lexicon()["deeds"]]
    listed += [item for key in ("scenes", "deeds", "stuff", "looks", "things") for item in ANSWER_SORTS[key]]
    return tuple(dict.fromkeys(["yes", "no", *map(str, range(21)), *COLOURS, *first, *more, *listed, *named]))


def in_use(names: Sequence[str], answer_list: Sequence[str]) -> set[str]:
    """Every word of any list, in both numbers."""
    lists: list[str] = [*names, *answer_list, *imagenet(), *shown_names()]
    lists += [word for words in lexicon()["things"].values() for word in words]
    lists += [word for members in lexicon()["groups"].values() for word in members["words"]]
    lists += [template for templates in TEMPLATES.values() for template in templates]
    lists += [plural(item) for item in (*names, *answer_list) if item]
    return {word for item in lists for word in "".join(letter if letter.isalnum() else " " for letter in item.lower()).split()}


def make(minilm: Path, more_answers: Iterable[str] = ()) -> Vocabulary:
    """minilm: the folder with tokenizer.json."""
    names = make_names()
    answer_list = answers(names, more_answers)
    used = in_use(names, answer_list)
    words = [word for row, word in enumerate(listed(minilm)) if _kept(row, word, used)]
    return Vocabulary((*SPECIAL, *words), names, answer_list)


def listed(minilm: Path) -> list[str]:
    """MiniLM's own list of words, row by row."""
    vocabulary: dict[str, int] = json.loads((minilm / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    return sorted(vocabulary, key=vocabulary.__getitem__)


def _kept(row: int, word: str, used: set[str]) -> bool:
    if not word or not word.isascii() or word.startswith("["):
        return False
    if word.startswith("##"):
        return len(word) <= LONGEST_PIECE
    return word in used or len(word) == 1 or (row < FREQUENT and word.isalpha())


def table(minilm: Path, vocabulary: Vocabulary, width: int) -> np.ndarray:
    """
    minilm: the folder with tokenizer.json and model.safetensors
    Returns (words, width) float32; the special words are random but fixed.
    """
    rows = {word: row for row, word in enumerate(listed(minilm))}
    vectors = read_tensor(minilm / "model.safetensors", "embeddings.word_embeddings.weight")
    vectors = vectors - vectors.mean(0)
    # Of MiniLM's whole list, so that a word keeps its vector when our list changes: what a network has learned of it stays true.
    _, _, directions = np.linalg.svd(vectors, full_matrices=False)
    directions = directions[:width] * np.sign(directions[:width].sum(1, keepdims=True))
    reduced = vectors @ directions.T
    own = reduced[[rows[word] for word in vocabulary.words[len(SPECIAL) :]]] / reduced.std()
    special = np.random.default_rng(0).normal(size=(len(SPECIAL), width))
    special[0] = 0.0
    return np.concatenate([special, own]).astype(np.float32)


def read_tensor(path: Path, name: str) -> np.ndarray:
    """One float32 tensor of a safetensors file."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header: Mapping[str, dict] = json.loads(file.read(length))
        key = next(key for key in header if key.endswith(name))
        start, end = header[key]["data_offsets"]
        file.seek(8 + length + start)
        return np.frombuffer(file.read(end - start), np.float32).reshape(header[key]["shape"])


def told_of_photos() -> list[str]:
    """Answers that the annotations of photos give; an empty list before there are any."""
    path = Path(__file__).parent / "photos.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
    told = [answer for row in rows for _, answer in row["qa"]] + [
        word for row in rows for word in (*row["place"], *row["actions"], *(w for t in row["things"] for w in (t["name"], *t["material"])))
    ]
    return [answer.lower().strip() for answer in dict.fromkeys(told) if answer and answer != "unanswerable"]


def means(vocabulary: Vocabulary, items: Sequence[str], vectors: np.ndarray) -> np.ndarray:
    """(items, width): the mean vector of each one's words."""
    rows = [vocabulary.ids(item)[1:] for item in items]
    return np.stack([vectors[row].mean(0) if row else np.zeros(vectors.shape[1], np.float32) for row in rows]).astype(np.float32)
