"""Which of two or three things a question leaves to choose from: `is it day or night`, `which way is he looking left or right`.

Only what surely is such a choice counts, since then no other answer does: both ends must be whole names of one kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

IS_IT = re.compile(r"^(?:is|are|was|were) (?:it|this|that|these|those|the|he|she|they)\b")
LEAVES_SIDES = re.compile(r"^(?:does|do|where|which|(?:what|whats) (?:side|way|direction|part|half|corner|end)\b)")
"""May leave sides to choose from."""
OPEN = re.compile(r"^(?:where|which|what|whats)\b")
"""May leave things, each with its article."""
NO_CHOICE = re.compile(
    r"\b(?:there|any|anyone|anybody|anything|someone|something|wear|wearing|hold|holding|carry|carrying|have|has|having|with|see|more|fewer|"
    r"less|colou?r|doing|not|isnt|arent)\b"
)
"""Then it may be yes or no, or something else again."""
LITTLE = frozenset("a an the in on at to of by near towards toward from is it its his her their this that rather maybe just during".split())
ARTICLES = ("a", "an")
TAIL = re.compile(r"^(?:hand )?(?:sides?|ends?|parts?|half|corners?|one)?(?: ?(?:of|from|in|side of) .*)?$")
"""What may follow a side that is named."""
LONGEST = 3
"""Words of a name."""


class Either:
    def __init__(self, rows: Mapping[str, set[int]], kind: Callable[[str], str]) -> None:
        """rows: of answers, by their names; kind: of a name, `side` and `thing` among them"""
        self._rows, self._kind = rows, kind

    def __call__(self, text: str) -> set[int]:
        """Rows of the answers to choose from; none where it is no such question."""
        before, *others = text.split(" or ")
        if not others or NO_CHOICE.search(text):
            return set()
        said = before.split()
        last = [self._begins(part.split(), said) for part in others]
        kinds = {self._kind(name) for name in last}
        if not all(last) or len(kinds) > 1:
            return set()
        kind = kinds.pop()
        names, article = self._ends(said, kind)
        if not names or not self._asks(text, kind, article):
            return set()
        return set().union(*(self._rows[name] for name in (*names, *last)))

    def _asks(self, text: str, kind: str, article: bool) -> bool:
        return bool(IS_IT.match(text) or (kind == "side" and LEAVES_SIDES.match(text)) or (article and OPEN.match(text)))

    def _begins(self, words: Sequence[str], said: Sequence[str]) -> str:
        """The name that these words are, after little ones and such as were said before, but for a side's tail; "" where they are none."""
        first = next((place for place, word in enumerate(words[:-1]) if word not in LITTLE and word not in said), len(words) - 1)
        bare = words[first:]
        for many in range(min(LONGEST, len(bare)), 0, -1):
            name, rest = " ".join(bare[:many]), " ".join(bare[many:])
            if name in self._rows and (not rest or (self._kind(name) == "side" and TAIL.match(rest))):
                return name
        return ""

    def _ends(self, words: Sequence[str], kind: str) -> tuple[list[str], bool]:
        """The names of the kind that these words end with, nearest first, and whether the nearest has the article of any one of them."""
        found: list[str] = []
        nearest, left = False, list(words)
        if kind == "side" and left and TAIL.match(left[-1]):
            left = left[:-1]
        while left:
            many = next((many for many in range(min(LONGEST, len(left)), 0, -1) if " ".join(left[-many:]) in self._rows), 0)
            article = len(left) > many and left[-many - 1] in ARTICLES
            if not many or self._kind(" ".join(left[-many:])) != kind or (found and kind == "thing" and not article):
                break
            nearest = nearest or (not found and article)
            found.append(" ".join(left[-many:]))
            left = left[:-many]
            while left and left[-1] in (ARTICLES if kind == "thing" else LITTLE):
                left = left[:-1]
        return found, nearest
