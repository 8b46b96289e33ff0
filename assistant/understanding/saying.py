"""What was read, as words and sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from assistant.events import Box, Region
from assistant.phrases import Phrases
from models.lexicon import article, plural
from models.vilbert.vocabulary import COLOURS, SIDES

MOST_KINDS = 4
"""Of things that are told of."""


class Saying:
    def __init__(self, phrases: Phrases, is_deed: Callable[[str], bool]) -> None:
        """phrases: the topic `vision`; is_deed: whether an answer is one."""
        self._phrases, self._is_deed = phrases, is_deed
        self.say = phrases.say

    def short(self, answer: str) -> str:
        """In a word, numbers written out."""
        words = self._numbers
        if answer == "0":
            return "zero"
        return words[int(answer)] if answer.isdecimal() and int(answer) < len(words) else answer

    def sentence(self, answer: str, sure: bool, noun: bool = False) -> str:
        """noun: it is one, whatever else it could be."""
        if answer in ("yes", "no"):
            return self.say(answer if sure else f"perhaps_{answer}")
        sentence = self._plainly(answer, noun)
        return sentence if sure else self.say("perhaps", sentence=inner(sentence))

    def _plainly(self, answer: str, noun: bool) -> str:
        short = self.short(answer)
        if noun:
            return self.say("looks_like", a_noun=article(short))
        if answer.isdecimal():
            return self.say("number", number=short) if int(answer) else self.say("none_seen")
        if short in SIDES:
            return self.say("at_place", place=self._phrases.section("places").get(short, short))
        if short in COLOURS or short in self._phrases.section("saying")["looks"]:
            return self.say("looks", look=short)
        if short in self._phrases.section("saying")["plainly"]:
            return self.say("plainly", word=short)
        return self.say("looks_like_deed", deed=short) if self._is_deed(short) else self.say("looks_like", a_noun=article(short))

    def things(self, regions: Sequence[Region]) -> str:
        """`two people and a dog`; nothing of none."""
        counts = Counter(region.label for region in regions)
        things = [article(label) if many == 1 else self._several(label, many) for label, many in counts.most_common(MOST_KINDS)]
        return "".join(things) if len(things) < 2 else self.say("and", first=", ".join(things[:-1]), last=things[-1])

    def _several(self, label: str, many: int) -> str:
        return f"{self._numbers[many] if many < len(self._numbers) else many} {plural(label)}"

    @property
    def _numbers(self) -> Sequence[str]:
        return self._phrases.section("numbers").get("words", ())

    def place(self, box: Box, size: tuple[int, int]) -> str:
        """size: width and height of the picture, in which the box is given."""
        (width, height), (x0, y0, x1, y1) = size, box
        x, y = (x0 + x1) / 2 / width, (y0 + y1) / 2 / height
        across = "left" if x < 0.4 else "right" if x > 0.6 else ""
        down = "top" if y < 0.3 else "bottom" if y > 0.72 else ""
        side = f"{down} {across}".strip() or "middle"
        return self._phrases.section("places").get(side, side)


def inner(sentence: str) -> str:
    """As it goes on behind a comma."""
    return sentence if sentence.startswith("I ") else sentence[:1].lower() + sentence[1:]
