"""What sort of answer a question asks for, as far as its words say so: an animal, a material, a place, a deed, a thing other than those
that it names itself. numpy only.

The network learned it, too, but on photos, where it is unsure of everything, it would answer `what animal is this` by `forest`.

Dimension key: A answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain

import numpy as np

from models.clip.tags import groups
from models.lexicon import classes, lexicon, plural, shown_names
from models.vilbert.either import LONGEST, Either
from models.vilbert.kinds import holders, kinds, members_of, table, words_for
from models.vilbert.vocabulary import ANSWER_SORTS, COLOURS, SIDES, Vocabulary

WHAT = r"^(?:what|whats|which)"
KIND_OF = r"(?:(?:kind|sort|type|breed|species) of )?"
MADE = re.compile(rf"{WHAT} (?!.*\bcolou?rs?\b)(?:.*\b(?:made|built|build) (?:of|from|out of)$|(?:.* )?materials?\b)")
MADE_OF = re.compile(
    r"\b(?:is|are|was|were|s) (?:(?:the|this|that|these|those|my|your|our|his|her|their|a|an) )+(.+?)"
    r"(?: (?:on|in|at|by|with|near|under|above|behind|beside|next to|over) .*?)?(?: (?:made|built|build)\b.*)?$"
)
"""Its group is the thing whose material is asked for."""
PLACE = re.compile(
    rf"{WHAT} (?:is )?{KIND_OF}(?:this )?(?:place|room|location|scene)\b"
    r"|^where (?:is|was) this(?:$| (?:place|photo|picture|taken)\b)|^where are we\b"
)
TIME = re.compile(rf"{WHAT} (?:is the )?(?:time|part) of (?:the )?day\b")
WEATHER = re.compile(rf"{WHAT} (?:is )?(?:the )?weather\b|^how is the weather\b|{WHAT} (?:kind|sort) of weather\b")
DOING = re.compile(rf"{WHAT} .*\b(?:doing|up to)\b")
DOER = re.compile(
    rf"{WHAT}(?: is| are| s)? (?:(?:the|this|that|these|those|my|your|our|his|her|their|a|an|two|both) )+(.+?)"
    r"(?: (?:on|in|at|by|with|near|under|above|behind|beside|next to|of|from|over) .*)? (?:doing|up to)\b"
)
"""Its first group is who does it."""
THING = re.compile(
    rf"{WHAT} .*\b(?:on|in|inside|under|behind|beside|near|above|below|over|next to|holding|holds|carrying|wearing|throwing|eating|"
    r"riding|covered with)\b"
)
OPEN = re.compile(r"^(?:(?:in|on|at|to|from|of|with|by) )?(?:wh(?:at|ats|ich|o|os|om|ose|ere|eres|en|y)|hows?)\b(?! (?:about|if)\b)")
"""What is answered neither by yes nor by no."""
WHO = re.compile(r"^(?:(?:to|with|by) )?who(?:s|m)?\b")
BARE = r"^(?:what|whats) (?:(?:is|are|does|do|has) )?"
RESTING = re.compile(rf"{BARE}.*\b(?:sitting|standing|lying|laying|sleeping|resting|perched|sits?|stands?|lies?|lays?) on(?: top of)?$")
WORN = re.compile(rf"{BARE}.*\b(?:wearing|wears?|dressed in)$")
PEOPLE = r"(?:man|woman|boy|girl|child|kid|baby|person|guy|lady|player)"
HEAD = re.compile(rf"{BARE}(?!.*\b(?:carry|carries|carrying|holding|balancing)\b).*\bon (?:(?:his|her|their)|the .*{PEOPLE}s?) heads?$")
HOLDERS = rf"(?:i|you|we|he|she|they|somebody|someone|{PEOPLE}|{PEOPLE}s|men|women|people|children|statue|robot|clown|hands?)"
HOLDING = re.compile(
    rf"{BARE}(?!(?:in|on|under|behind|beside|near) )(?=.*\b{HOLDERS}\b).*\b(?:holding|holds?|carrying|carry|carries)"
    r"(?: up)?(?: here| there)?"
    r"(?: (?:in|with) (?:(?:one of )?(?:the|a|one|both|my|his|her|their|your|our) )?(?:left |right |other )?hands?)?$"
)
"""What somebody has in the hands."""
HELD = re.compile(
    r"^(?:what|whats)(?: is| are)?(?: there)? (?:in|inside|on)(?: of)? (?:the|a|my|his|her|their|this|that|your|our) "
    r"(?P<holder>\w+(?: (?!(?:of|on|in|at|to|with|by|near|under|beside|behind|and|or)\b)\w+){0,3})$"
)
"""What a cup holds, or a big white one."""
SIDE = re.compile(r"^(?:on |to )?(?:what|which) side(?: of .+)? (?:is|are|was|were|do|does|has|have)\b")
WAY = re.compile(
    r"^(?:in |to )?(?:what|which) (?:way|direction)\b"
    r"|^(?:to )?(?:where|(?:what|which) side)\b"
    r"(?:(?: \w+)* (?:do|does|did) (?!(?:you|we|i) (?:see|find)\b).*\b(?:point|face|look|turn|head)|"
    r".*\b(?:point|fac|look|turn|head)(?:ing|ed))"
    r"(?: to| towards?| at)?$"
)
"""Which way something points."""
WAYS = ("up", "down", "away", "front", "back", "camera")
"""What one may look to, beside the sides."""
OTHER = re.compile(
    r"\b(?:or|colou?rs?|shades?|sides?|positions?|directions?|way|areas?|weather|times?|day|season|numbers?|patterns?|mood|expression|size|shapes?|"
    r"corner|quarter|quadrant|parts?|sports?|games?|happening|going on|kind|sort|type)\b"
)
"""What may be asked of anything, in whatever words: then all answers fit."""
WHOLLY = 12.0
"""How unfit an answer is that is none of those which the question itself offers or names ("red or blue", either.py; "what animal"), or yes
where it can be none; one of the wrong sort counts as 1. So much that it is never said, however little speaks for the others."""
UNABLE = 1.5
"""The same, where it is a deed that the thing or the animal which is asked about does not do."""
ALIKE = (("inside", "indoors"), ("outside", "outdoors"))
"""Answers that are one."""
ASKED = re.compile(rf"{WHAT} (?:is )?{KIND_OF}")
HANDY = ("tool", "fruit", "vegetable", "food", "drink", "instrument", "ball", "flower")
"""Kinds of things that are held."""
ALWAYS = ("nothing", "none", "nobody", "both")
FEW = 5
"""Answers below which a sort is not known well enough."""
YES_NO_OR_NUMBER = re.compile(r"^(?:yes|no|\d+)$")


class Asking:
    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        self._members = {group: self._rows(members_of(group)) for group in kinds()}
        alike = {name: self._rows(names) for names in ALIKE for name in names}
        self._either = Either({**self._forms, **alike}, self._kind)
        named = "|".join(sorted((re.escape(word) for group in kinds() for word in words_for(group)), key=len, reverse=True))
        self._group = re.compile(rf"{WHAT} {KIND_OF}({named})\b|{WHAT}(?: is| are)? (?:this|that|these|those)(?: \w+){{0,2}} ({named})$")
        self._only_group = re.compile(rf"{WHAT} {KIND_OF}(?:{named})(?: (?:is|are|was|were|do|does|can|has|have|you)\b|$)")
        self.unfit: Callable[[Sequence[str]], np.ndarray | None] = lru_cache(maxsize=256)(self._unfit)

    def _unfit(self, pieces: Sequence[str]) -> np.ndarray | None:
        """pieces: of the question's words, a tuple. Returns (A,): how far each is no answer to it, 0 where it is; None where all may be."""
        text = spelt(pieces)
        unfit = self._of_another_sort(text)
        if not OPEN.match(text):
            return unfit
        return self._whether if unfit is None else np.maximum(unfit, self._whether)

    def _of_another_sort(self, text: str) -> np.ndarray | None:
        """(A,) as above; None where answers of all sorts may be, as far as `what` tells."""
        if choice := self._either(text):
            return WHOLLY * self._all_but(choice)
        if done := self._done_by(text):
            return UNABLE * self._all_but({*done, *self._rows(ALWAYS)})
        fitting = self._asked_for(text)
        if fitting is not None:
            named = self._only_group.search(text) or WORN.search(text)
            return (WHOLLY if named else 1) * self._all_but({*fitting, *self._rows(ALWAYS)}) if len(fitting) >= FEW else None
        return (self._no_thing | self.named_in(text)).astype(float) if is_of_things(text) else None

    def _all_but(self, fitting: Iterable[int]) -> np.ndarray:
        """(A,) 1 but for those."""
        unfit = np.ones(len(self._words.answers))
        unfit[list(fitting)] = 0
        return unfit

    @cached_property
    def _whether(self) -> np.ndarray:
        """(A,) for yes and no alone."""
        return WHOLLY * (1 - self._all_but(self._rows(("yes", "no"))))

    def _asked_for(self, text: str) -> set[int] | None:
        if WHO.match(text):
            return self._rows(table()["people"]["names"])
        if TIME.search(text):
            return self._rows(ANSWER_SORTS["times"][:5])
        if WEATHER.search(text):
            return self._rows((*ANSWER_SORTS["weather"], *groups()["sky"]))
        if SIDE.search(text):
            return self._rows(SIDES)
        if WAY.search(text):
            return self._rows((*(SIDES - {"middle"}), *WAYS))
        found = self._group.search(text)
        if OTHER.search(text.removeprefix(found[0]) if found else ASKED.sub("", text)):
            return None
        if MADE.search(text):
            return _named_last(MADE_OF.search(text), self._made) or self._rows(ANSWER_SORTS["stuff"])
        if found is None and RESTING.search(text):
            return self._rows(table()["places"]["rest"])
        if found is None and HEAD.search(text):
            return self._rows(table()["places"]["head"])
        if found is None and WORN.search(text):
            return self._members["clothing"] | self._rows(table()["places"]["worn"])
        if DOING.search(text):
            return self._deeds
        if found is None and HOLDING.search(text):
            return self._holdable - set(np.flatnonzero(self.named_in(text)).tolist())
        if (asked := HELD.match(text)) and (held := self._held_by(asked["holder"].split())):
            return held
        if PLACE.search(text):
            return self._rows((*ANSWER_SORTS["scenes"], *lexicon()["rooms"], *groups()["place"]))
        if found is None:
            return None
        word = found[1] or found[2]
        group = next(group for group in kinds() if word in words_for(group))
        return self._members[group] - self._rows([group])

    def _done_by(self, text: str) -> set[int]:
        """Rows of what the thing or the animal does that the question asks about; none for people, who do everything."""
        return _named_last(DOER.search(text), self._doers)

    def _held_by(self, words: Sequence[str]) -> set[int]:
        """Rows of what a thing of that name holds; none for what is no vessel."""
        held = (holders().get(" ".join(words[start:]), ()) for start in range(len(words)))
        return {row for group in next(filter(None, held), ()) for row in self._members[group] | self._rows((group,))}

    @cached_property
    def _doers(self) -> Mapping[str, set[int]]:
        """Rows of deeds by who does them, in either number. The first of the table counts: a bird is an animal, too."""
        return self._by_who((told["who"], self._rows(told["deeds"])) for told in table()["doers"])

    @cached_property
    def _made(self) -> Mapping[str, set[int]]:
        """Rows of materials by what is made of them, likewise."""
        return self._by_who((told["who"], self._rows(told["of"])) for told in table()["made"])

    def _by_who(self, entries: Iterable[tuple[Sequence[str], set[int]]]) -> Mapping[str, set[int]]:
        known: dict[str, set[int]] = {}
        for whose, rows in entries:
            for name in chain.from_iterable((*words_for(who), *members_of(who)) if who in kinds() else (who,) for who in whose):
                for form in (name, plural(name)):
                    known.setdefault(form, rows)
        return known

    def _kind(self, answer: str) -> str:
        """Kinds between which a question leaves no choice."""
        if answer in COLOURS:
            return "colour"
        for kind in ("sides", "times", "weather", "looks"):
            if answer in ANSWER_SORTS[kind]:
                return kind.removesuffix("s")
        return "deed" if self.is_deed(answer) else "thing"

    def is_deed(self, answer: str) -> bool:
        nouns = (
            *ANSWER_SORTS["things"],
            *ANSWER_SORTS["scenes"],
            *ANSWER_SORTS["times"],
            *lexicon()["rooms"],
            *groups()["place"],
            *shown_names(),
            *table()["nouns"]["things"],
        )
        return answer in ANSWER_SORTS["deeds"] or (answer.partition(" ")[0].endswith("ing") and answer not in nouns)

    @cached_property
    def _no_thing(self) -> np.ndarray:
        """(A,) bool: yes, no, numbers, colours, sides, the weather, deeds."""
        other = {*COLOURS, *SIDES, *groups()["sky"], *ANSWER_SORTS["weather"], *ANSWER_SORTS["times"]}
        return np.array([answer in other or self.is_deed(answer) or bool(YES_NO_OR_NUMBER.match(answer)) for answer in self._words.answers])

    @cached_property
    def handy(self) -> set[int]:
        """Rows of what is seldom in a picture but in somebody's hands: what one uses, eats or plays."""
        return self._rows(thing for things in lexicon()["uses"].values() for thing in things) | set().union(
            *(self._members[kind] for kind in HANDY)
        )

    @cached_property
    def _holdable(self) -> set[int]:
        """Rows of the things that somebody may hold."""
        told = table()["unheld"]
        members = (name for group in told["kinds"] for name in (*members_of(group), *words_for(group)))
        around = (
            *(ANSWER_SORTS[kind] for kind in ("scenes", "stuff", "looks")),
            lexicon()["rooms"],
            groups()["place"],
            table()["places"]["around"],
        )
        unheld = self._rows((*members, *chain(*around), *told["things"])) - self._rows(told["but"])
        return set(np.flatnonzero(~self._no_thing).tolist()) - unheld

    def named_in(self, text: str) -> np.ndarray:
        """(A,) bool: what the question itself names, in either number, or by another word for what the detector knows."""
        words, named = text.split(), np.zeros(len(self._words.answers), bool)
        for start in range(len(words)):
            for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
                said = " ".join(words[start:end])
                named[[*self._forms.get(said, ()), *self._classes.get(said, ())]] = True
        return named

    @cached_property
    def _classes(self) -> Mapping[str, set[int]]:
        """Answers that are the detector's classes, by all words for them."""
        return {form: self._rows(names) for form, names in classes().items()}

    @cached_property
    def _forms(self) -> Mapping[str, set[int]]:
        """Answers by how they are said, in either number."""
        forms: dict[str, set[int]] = {}
        for row, answer in enumerate(self._words.answers):
            for form in (answer, plural(answer)):
                forms.setdefault(form, set()).add(row)
        return forms

    @cached_property
    def _deeds(self) -> set[int]:
        return {row for row, answer in enumerate(self._words.answers) if self.is_deed(answer)}

    def _rows(self, answers: Iterable[str]) -> set[int]:
        return {self._words.answer_rows[answer] for answer in answers if answer in self._words.answer_rows}


@lru_cache(maxsize=1)
def materials() -> frozenset[str]:
    """What things may be made of."""
    return frozenset(chain(ANSWER_SORTS["stuff"], ("thatch",), *(made["of"] for made in table()["made"])))


def _named_last(found: re.Match[str] | None, known: Mapping[str, set[int]]) -> set[int]:
    """Rows of the longest known name with which the first group ends."""
    words = found[1].split() if found else []
    return next((rows for start in range(len(words)) if (rows := known.get(" ".join(words[start:])))), set())


def spelt(pieces: Sequence[str]) -> str:
    return " ".join(pieces).replace(" ##", "")


def is_of_things(text: str) -> bool:
    return THING.search(text) is not None and OTHER.search(ASKED.sub("", text)) is None
