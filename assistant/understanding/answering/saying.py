"""What was read, as words and sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from assistant.events import Box, Region
from assistant.phrases import Phrases
from assistant.things import things_of
from assistant.understanding.asking.people_words import NAMES_OF_PERSONS
from assistant.understanding.asking.plain import plain
from models.lexicon import is_many, place_in_picture
from models.vilbert.asking import MADE, WAY, WHO, materials
from models.vilbert.vocabulary import COLOURS, SIDES

COMPARING = re.compile(r"^who(?:s| is| are) \w+(?:er|est)\b")
SURE = 0.75
"""Trust from which an answer is said without doubt."""
MOST_KINDS = 4
"""Of things that are told of."""
PLACE = r"(?:where|(?:on |at |in )?(?:which|what) (?:side|part|corner|end|half)(?: of .+?)?)"
MANY = re.compile(rf"^{PLACE} (?:are|were|do)(?! (?:you|we|i)\b)")
THEY = re.compile(r"^(?:what colou?r )?(?:are|were) (?!there\b)")


class Saying:
    def __init__(self, phrases: Phrases, is_deed: Callable[[str], bool]) -> None:
        """phrases: the topic `vision`; is_deed: whether an answer is one."""
        self._phrases, self._is_deed = phrases, is_deed
        self._things = things_of(phrases.language)
        self.native = self._things.native
        self.a = self._things.a

    def say(self, key: str, **slots: str) -> str:
        """With `a_noun`, its `noun` is at hand, too."""
        named = {"noun": self._things.bare_noun(slots["a_noun"])} if "a_noun" in slots else {}
        return self._phrases.say(key, **slots, **named)

    def short(self, answer: str) -> str:
        """In a word of English, numbers written out."""
        if answer == "0":
            return "zero"
        return things_of("en").number(int(answer)) if answer.isdecimal() else answer

    def sentence(self, answer: str, sure: bool, noun: bool | None = None, asked: str = "") -> str:
        """
        noun:  whether it is one, whatever else it could be; None where nobody knows
        asked: the question, whose words tell how it is answered
        """
        if answer in ("yes", "no"):
            return self.say(answer if sure else f"perhaps_{answer}")
        sentence = self._as_asked(answer, re.sub("'", "", plain(asked))) or self._plainly(answer, noun)
        return self._doubted(sentence, sure)

    def way(self, side: str, sure: bool) -> str:
        """Which way somebody looks."""
        sentence = self._to(side)
        return self._doubted(sentence, sure)

    def of_itself(self, key: str, answer: str, sure: bool) -> str:
        """What is told of a picture itself. key: of its phrase; "" for what is said as any answer is"""
        if not key:
            return self.sentence(answer, sure)
        formats = self._phrases.section("formats")
        words = [formats.get(one) or (one if one[0].isdecimal() else self._things.word(one)) for one in answer.split(", ")]
        sentence = self.say(key, word=self.listed(words))
        return self._doubted(sentence, sure)

    def doubted(self, key: str, sure: bool, **slots: str) -> str:
        return self._doubted(self.say(key, **slots), sure)

    def years(self, number: int, sure: bool) -> str:
        return self._doubted(self._phrases.say("years", n=number), sure)

    def there(self, things: Sequence[str]) -> str:
        return self.say("i_see", things=self.listed([self.a(thing) for thing in things]))

    def missing(self, thing: str) -> str:
        return self.say("not_seen", a_noun=self.a(thing))

    def since(self, answer: str, sentence: str, sure: bool) -> str:
        """Yes or no, and what tells it."""
        return self.say(f"{answer}_since" if sure else f"perhaps_{answer}_since", sentence=inner(sentence))

    def this_one(self, thing: str, sure: bool) -> str:
        """One of two things that were named."""
        return self._doubted(self.say("this_one", a_noun=self.a(thing), thing=thing), sure)

    def two_numbers(self, one: int, other: int, *, sure: bool) -> str:
        return self.doubted("two_numbers", sure, one=self._number(one), other=self._number(other))

    def more(self, name: str, one: int, other: int, *, sure: bool) -> str:
        """name: of what there are more, or fewer, where `one` is the lesser"""
        key = "more_of" if one > other else "fewer_of"
        return self._doubted(self.say(key, a_noun=self.a(name), one=self._number(one), other=self._number(other)), sure)

    def as_many(self, each: int, sure: bool) -> str:
        return self.doubted("as_many" if each else "none_of_either", sure, number=self._number(each))

    def _doubted(self, sentence: str, sure: bool) -> str:
        return sentence if sure else self.say("perhaps", sentence=inner(sentence))

    def _number(self, number: int) -> str:
        """Without a noun behind it, before which 0 would be `no`, and 2 a word of its own in Chinese."""
        if not self._phrases.space:
            return str(number)
        return self._things.number(number) if number or not self.native else self.short("0")

    def together(self, sentences: Sequence[str]) -> str:
        return self._phrases.text(sentences)

    def deed(self, deed: str) -> str:
        return self._things.word(deed)

    def use(self, thing: str, deed: str, sure: bool) -> str:
        """What somebody does with it."""
        sentence = self.say("used_for", a_noun=self.a(thing), deed=self._things.word(deed))
        return self._doubted(sentence, sure)

    def _as_asked(self, answer: str, asked: str) -> str:
        """What several things are at or like, which way something points, who it is or what it is made of; "" of what is said as always."""
        if answer in self._phrases.section("ways") and WAY.search(asked):
            return self._to(answer)
        if answer in SIDES and MANY.match(asked):
            return self.say("at_place_many", place=self.place_named(answer))
        if answer in NAMES_OF_PERSONS and WHO.match(asked) and not COMPARING.match(asked):
            return self.say("whoever", a_noun=self.a(answer))
        if THEY.match(asked) and answer in COLOURS:
            return self.say("they_look", look=self._things.word(answer))
        if THEY.match(asked) and is_many(answer):
            return self.say("they_look_like", a_noun=self.a(answer))
        made = MADE.search(asked) and answer in materials()
        return self.say("looks_like", a_noun=self._things.stuff(answer)) if made else ""

    def _to(self, side: str) -> str:
        return self.say("plainly", word=self._phrases.section("ways")[side])

    def place_named(self, side: str) -> str:
        return str(self._phrases.section("places").get(side, side))

    def _plainly(self, answer: str, noun: bool | None) -> str:
        short = self.short(answer)
        if noun:
            return self.say("looks_like", a_noun=self.a(short))
        if answer.isdecimal():
            return self.say("number", number=self._things.number(int(answer))) if int(answer) else self.say("none_seen")
        if short in SIDES:
            return self.say("at_place", place=self.place_named(short))
        if short in COLOURS or short in self._phrases.section("saying")["looks"]:
            return self.say("looks", look=self._things.word(short))
        if self._is_deed(short):
            return self.say("looks_like_deed", deed=self._things.word(short))
        if noun is False or short in self._phrases.section("saying")["plainly"] or self._things.is_word(short):
            return self.say("plainly", word=self._things.word(short))
        return self.say("looks_like", a_noun=self.a(short))

    def things(self, regions: Sequence[Region]) -> str:
        """`two people and a dog`; nothing of none."""
        counts = Counter(region.label for region in regions)
        things = [self.a(label) if many == 1 else self._things.several(many, label) for label, many in counts.most_common(MOST_KINDS)]
        return self.listed(things)

    def listed(self, said: Sequence[str]) -> str:
        return "".join(said) if len(said) < 2 else self.say("and", first=self.say("comma").join(said[:-1]), last=said[-1])

    def place(self, box: Box, size: tuple[int, int]) -> str:
        """size: width and height of the picture, in which the box is given."""
        (width, height), (x0, y0, x1, y1) = size, box
        return self.place_named(place_in_picture((x0 + x1) / 2 / width, (y0 + y1) / 2 / height))


def inner(sentence: str) -> str:
    """As it goes on behind a comma."""
    return sentence if sentence.startswith("I ") else sentence[:1].lower() + sentence[1:]
