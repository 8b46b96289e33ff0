"""Large and small letters: sentences are routed in small ones, and a name is said back as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterable

WORD = re.compile(r"[^\W\d_\u3400-\u9fff]+")
"""Chinese signs, which are neither large nor small, are no part of it."""
BEGIN = re.compile(r"(?:^|[.!?:„“\"]\s*)\W*$")
"""What stands before the first word of a sentence, which says nothing by its large letter."""
TYING = r"(?:\s+|\s*[&/+]\s*|-)"
"""Between words that are one thing, of which no more is read than a space."""
WITHIN = r"[\s&/+-]*"
"""The same between letters of a language that is read without spaces."""
UNSPACED = ("zh",)
"""Languages that are read without spaces, of which some stand in names from elsewhere."""
LARGE_NOUNS = ("de",)
"""Languages in which a sentence that begins with a noun tells how that is written."""


def as_written(words: str, said: str, others: Iterable[str] = (), language: str = "en") -> str:
    """
    words:  in small letters
    said:   the sentence that they are of
    others: what was said before, in which they may stand as well
    Each word as it is written there, and what ties it to the next; as it is where it stands nowhere.
    """
    words = _tied(words, said, language)
    known: dict[str, str] = {}
    for text, begins in ((said, language in LARGE_NOUNS), *((text, False) for text in others)):
        for word in WORD.finditer(text):
            if not word[0].islower() and (begins or not BEGIN.search(text[: word.start()])):
                known.setdefault(word[0].lower(), word[0])
    return WORD.sub(lambda word: known.get(word[0], word[0]), words)


def _tied(words: str, said: str, language: str) -> str:
    """With what ties them in the sentence."""
    foreign = language in UNSPACED and re.search("[a-z]", words)
    pattern = WITHIN.join(map(re.escape, words)) if foreign else rf"(?<!\w){TYING.join(map(re.escape, words.split()))}(?!\w)"
    tied = re.search(pattern, said, re.IGNORECASE) if words.strip() else None
    return tied[0].lower() if tied and (foreign or re.search("[&/+-]", tied[0])) else words
