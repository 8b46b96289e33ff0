"""The lists that the fusion speaks in: words of the text stream, names of image tokens, answers. Their order is part of the weights.

words    WordPiece rows cut from MiniLM's vocabulary: [PAD] [UNK] [CLS] [MASK], then words and pieces
names    what an image token may be called: 0 nothing, the detector's classes, ImageNet's 1,000, parts, drawn things, tags
answers  yes, no, 0 to 20, colours, places in the picture, then scenes, weather, deeds, materials, and all names
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from models import weights
from models.clip.tags import tags
from models.colours import NAMES as COLOUR_NAMES
from models.detector.runtime import Detections
from models.drawings.names import names as drawn_names
from models.errors import UnfitInput
from models.lexicon import read_toml, shown_names

PAD, UNKNOWN, START, MASK = 0, 1, 2, 3
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[MASK]")
COLOURS = (*COLOUR_NAMES, "teal")
PARTS = ("shirt", "trousers", "hair", "hat", "shoes", "top", "bottom", "background", "subject")
"""Pieces of a person or of the picture whose colour is measured, without a detector."""
ANSWER_SORTS: Mapping[str, Sequence[str]] = read_toml("models.vilbert", "answers.toml")
"""Answers beside names, numbers and colours, by their sort."""
SIDES = frozenset(ANSWER_SORTS["sides"])
"""Answers that say where in the picture."""
NUMBERS, FIRST_NUMBER = 21, 2
"""The answers 0 to 20, which the count may raise, and where they begin: after yes and no."""
LEAST = 1e-4
"""Chance below which a name is not told apart from others."""
LONGEST_QUESTION = 32
"""Word pieces; what is longer is cut."""
LISTS = ("vilbert.words.txt", "vilbert.names.txt", "vilbert.answers.txt")


@dataclass(frozen=True)
class Vocabulary:
    words: tuple[str, ...]
    names: tuple[str, ...]
    answers: tuple[str, ...]

    @cached_property
    def answer_rows(self) -> dict[str, int]:
        return {answer: row for row, answer in enumerate(self.answers)}

    @cached_property
    def name_rows(self) -> dict[str, int]:
        """The detector's class before others where several have a word."""
        return {name: row for row, name in reversed(list(enumerate(self.names)))}

    @cached_property
    def digest(self) -> str:
        """Changes with any word of any list: what weights were trained with."""
        return hashlib.sha256("\n".join("\t".join(part) for part in (self.words, self.names, self.answers)).encode()).hexdigest()

    @cached_property
    def of_names(self) -> list[int]:
        """The answer that each name is; 0 (`yes`) for those that are none, whose chance is always zero."""
        return [self.answer_rows.get(name, 0) for name in self.names]

    @cached_property
    def of_colours(self) -> list[int]:
        return [self.answer_rows[colour] for colour in COLOURS]

    @cached_property
    def tokenizer(self):
        from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

        made = Tokenizer(
            models.WordPiece({word: row for row, word in enumerate(self.words)}, unk_token="[UNK]", max_input_chars_per_word=40)
        )
        made.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=True)
        made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        return made

    def ids(self, text: str, most: int = LONGEST_QUESTION) -> list[int]:
        """[CLS] and the pieces, as many as are read; punctuation is dropped, because nobody speaks it."""
        spoken = "".join(letter if letter.isalnum() or letter in " '" else " " for letter in text[:2000])
        return [START, *self.tokenizer.encode(spoken.replace("'", ""), add_special_tokens=False).ids][:most]

    def question(self, text: str) -> list[int]:
        """The same of a whole question. Raises UnfitInput where it has no words, or more than are read."""
        ids = self.ids(text, LONGEST_QUESTION + 1)
        if len(ids) < 2:
            raise UnfitInput("There are no words in the question; ask something like: what is on the table?")
        if len(ids) > LONGEST_QUESTION:
            raise UnfitInput(f"The question has more than {LONGEST_QUESTION - 1} pieces of words, and no more are read; use fewer.")
        return ids


DETECTED = 1
"""First row of the detector's classes in the names."""
NAMED = DETECTED + len(Detections.names)
"""First row of ImageNet's."""
FIRST_PART = NAMED + 1000
DRAWN = FIRST_PART + len(PARTS)
"""First row of the drawn things."""


TAGGED = DRAWN + len(drawn_names())
"""First row of the dual encoder's tags."""


def make_names() -> tuple[str, ...]:
    return ("", *Detections.names, *shown_names(), *PARTS, *drawn_names(), *tags())


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The lists of the shipped weights."""
    return Vocabulary(*(_lines(name) for name in ("words", "names", "answers")))


def _lines(name: str) -> tuple[str, ...]:
    return tuple(weights.verified(f"vilbert.{name}.txt").read_text("utf-8").split("\n")[:-1])


def write(vocabulary: Vocabulary, folder: Path = weights.FOLDER) -> None:
    for name in ("words", "names", "answers"):
        items: Sequence[str] = getattr(vocabulary, name)
        (folder / f"vilbert.{name}.txt").write_text("".join(f"{item}\n" for item in items), "utf-8")
