"""`what colr is the cup` as it was meant: a typed word that nobody knows, with one letter lost, added, swapped or wrong, becomes the
likeliest word of questions about pictures. After Norvig's corrector (norvig.com/spell-correct.html).
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache

from assistant.understanding.asking.people_words import ABOUT
from models.lexicon import lexicon, plural
from models.vilbert.templates import TEMPLATES, read_freely
from models.vilbert.vocabulary import vocabulary

LEAST, LONG = 3, 6
"""Letters from which on a word is put right: where one is lost or two are swapped; and where one is too many or another one, since that
makes a word of many a rarer one."""
WORD = re.compile(r"[A-Za-z]+")
NAMED = 3
"""How often a name counts as said, besides."""
ENDINGS = ("s", "es", "ed", "d", "y", "er", "est", "ing", "ly")
OFTEN = 20
"""How often a word is said that may be meant."""
RARE = frozenset(
    "americano basset bead bleach bridle chai char cheesy commuter cornea coupe cpu crouch dessert diner dozing fading fir font fringe "
    "grasp hovering hummer larder lei looming looting moses palate pint plating plying praying robbins rotund sifting sip slitting sow "
    "spacer spitting stride stripped toddle trowel wander weaving whiten whiter".split()
)
"""Words of a dictionary that look like slips of common ones, and may be meant of a picture."""
TOGETHER = frozenset("hes shes theyre thats theres arent isnt doesnt wasnt cant".split())
"""What is said in one, without its apostrophe."""


def put_right(text: str, is_word: Callable[[str], bool]) -> str:
    """
    is_word: whether nothing need be put right of it; in small letters
    A capital within a line begins a name, which stays as it is.
    """
    return WORD.sub(lambda found: found[0] if found.start() and found[0].istitle() else _put_right(found[0], is_word), text)


def _put_right(word: str, is_word: Callable[[str], bool]) -> str:
    small = word.lower()
    if len(small) < LEAST or is_word(small) or any(stem in _said() or is_word(stem) for stem in stems(small)):
        return word
    meant = [other for other in _one_slip_from(small) if _said()[other] >= OFTEN]
    return max(meant, key=lambda other: _said()[other], default=_squeezed().get(_squeeze(small), word))


def stems(word: str) -> Iterator[str]:
    """The word, and what it may be made of: `point` of `pointy`."""
    yield word
    yield from (word[: -len(ending)] for ending in ENDINGS if word.endswith(ending) and len(word) - len(ending) >= LEAST)


def _one_slip_from(word: str) -> Iterator[str]:
    """What it may have been. The first letter is mostly right."""
    for place in range(1, len(word) + 1):
        before, after = word[:place], word[place:]
        yield from (before + letter + after for letter in string.ascii_lowercase)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        if after and len(word) >= LONG:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in string.ascii_lowercase)


@lru_cache(maxsize=1)
def _said() -> Counter[str]:
    """How often each word is said in questions about pictures."""
    freely = (text.lower() for wordings in read_freely() for text in wordings)
    named = (*vocabulary().names, *vocabulary().answers, *(word for words in lexicon()["things"].values() for word in words))
    templates = (re.sub("{.*?}", "", template.lower()) for kind in TEMPLATES.values() for template in kind)
    said = Counter(WORD.findall(" ".join((*freely, *templates))))
    said.update(RARE | TOGETHER)
    said.update(dict.fromkeys(ABOUT, OFTEN))
    for form in {form for name in named for form in (name.lower(), plural(name.lower()))}:
        said.update(WORD.findall(form) * NAMED)
    return said


def _squeeze(word: str) -> str:
    """Each letter that stands twice in a row once: what is doubled is what people are least sure of, in rare words too."""
    return re.sub(r"(.)\1+", r"\1", word)


@lru_cache(maxsize=1)
def _squeezed() -> dict[str, str]:
    """The word that is said most for each that is squeezed."""
    return {_squeeze(word): word for word, _ in reversed(_said().most_common()) if len(word) >= LONG}
