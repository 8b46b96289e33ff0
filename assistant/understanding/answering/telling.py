"""What is seen, told: a caption, things, and what is said where nothing is answered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from assistant.events import Answer, Region, Scene
from assistant.phrases import Phrases
from assistant.understanding.answering.from_near import Settled, surely
from assistant.understanding.answering.pointing import area, as_region, rows_of_people, scene_box, tokens_of
from assistant.understanding.answering.reading import CERTAIN, Readings
from assistant.understanding.answering.saying import SURE, Saying
from assistant.understanding.answering.whom import in_a_row
from assistant.understanding.asking.there import LONGEST_CLASS, detected_as, whether_there
from models.lexicon import plural
from models.people.runtime import Person
from models.vilbert.kinds import members_of
from models.vilbert.runtime import Picture
from models.vilbert.tokens import REGION, Tokens

TRUE = 0.5
"""Probability of being true of the picture, from which a caption is said."""
SEEN = 0.4
"""Score from which a region is told of."""
UNTOLD = 0.5
"""Trust in there being nothing else: there is much that no network finds."""
MOST_NAMED = 3
"""People of whom each is told by where they are; of more how many they are."""
TELLING = frozenset(("not_sure", "unknown_words"))
"""Ways to abstain after which it helps to hear what was seen."""
ANIMAL = "animal"
COUNTED_OUT = ("", "second ", "third ")
"""How far from the end of a row somebody stands, who is told of by that."""


def classes_in(caption: str) -> frozenset[str]:
    """
    What a caption names, and the detector's classes of that; all of animals where it has a name for one that the detector has not.
    """
    words = re.findall(r"[\w'-]+", caption)
    said = [" ".join(words[place : place + many]) for place in range(len(words)) for many in range(1, LONGEST_CLASS + 1)]
    found = {detected_as(name) for name in said}.union(said)
    strange = any(name in _animals() and not detected_as(name) for name in said)
    return frozenset(found | _animals() if strange else found)


@lru_cache(maxsize=1)
def _animals() -> frozenset[str]:
    return frozenset(members_of(ANIMAL))


def place_in_row(place: int, many: int) -> str:
    """place: from the left, 0 the first. `left`, `middle`, `second right`; "" where nothing short tells which one it is"""
    if many == 1:
        return ""
    if 2 * place + 1 == many:
        return "middle"
    side, nth = ("left", place) if 2 * place + 1 < many else ("right", many - 1 - place)
    return f"{COUNTED_OUT[nth]}{side}" if nth < len(COUNTED_OUT) else ""


class Telling:
    def __init__(self, readings: Readings, phrases: Phrases, saying: Saying, engine: str) -> None:
        self._readings, self._phrases, self._saying, self.engine = readings, phrases, saying, engine

    def describe(self, scene: Scene) -> Answer:
        """The caption, and what was detected beside, with boxes. People are looked at from near."""
        scene = self._readings.near(scene)
        if trouble := self._readings.unseeable(scene):
            return self.abstain(scene, trouble)
        seen = self.believed(scene)
        caption, true = self._readings.fusion.caption(self._without(scene, seen))
        told = caption if true >= TRUE and self._saying.native else ""
        facts = self.things(seen, scene, told)
        if not told and not facts:
            return self.abstain(scene, "see_nothing")
        said = [f"{told[:1].upper()}{told[1:]}."] if told else []
        said += [self._saying.say("i_see", things=facts)] if facts else []
        confidence = true if told else float(np.mean([region.score for region in seen]))
        return Answer(told or facts, self._phrases.text(said), round(confidence, 3), self.engine, seen)

    def people(self, scene: Scene) -> Answer | None:
        """Those who are seen, by their sort: who they are no picture tells. None where nobody is."""
        seen = tuple(region for region in self.believed(scene) if region.label == "person")
        if not seen:
            return None
        told = self.things(seen, scene)
        sure = float(np.mean([region.score for region in seen]))
        return Answer(told, self._saying.say("i_see", things=told), round(sure, 3), self.engine, seen)

    def whom(self, near: Settled, regions: tuple[Region, ...], scene: Scene) -> Answer:
        """Who does something, by where they are; regions: theirs"""
        short = self.things(regions, scene) or "nobody"
        if not near.people or len(near.people) == len(scene.people) > 1:
            who = self._saying.say("all_of_them" if near.people else "none_of_them")
        elif len(near.people) > MOST_NAMED:
            number = str(len(near.people))
            return Answer(short, self._saying.sentence(number, near.chance >= SURE), round(near.chance, 3), self.engine, regions)
        else:
            who = self._saying.listed([self._one_of(person, scene) for person in in_a_row(near.people)])
        return Answer(short, self._saying.doubted("plainly", near.chance >= SURE, word=who), round(near.chance, 3), self.engine, regions)

    def _one_of(self, person: Person, scene: Scene) -> str:
        """`the man second from the left`"""
        across = in_a_row(scene.people)
        if place := place_in_row(across.index(person), len(across)):
            where = self._saying.place_named(place)
        else:
            where = self._saying.place(as_region(scene_box(person, scene), scene).box, scene.frame.size)
        return self._saying.say("one_of_them", thing=surely(person) or "person", place=where)

    def others(self, scene: Scene, people: bool) -> Answer:
        """What is seen beside what is told first; people: of them, beside the one who takes most of the picture."""
        seen = self.believed(scene)
        if people:
            persons = sorted((region for region in seen if region.label == "person"), key=lambda region: area(region.box))
            seen = tuple(persons[:-1])
        elif seen:
            first = Counter(region.label for region in seen).most_common(1)[0][0]
            seen = tuple(region for region in seen if region.label != first)
        if not seen:
            none = "nobody" if people else "nothing"
            return Answer(none, self._saying.say(f"{none}_else"), UNTOLD, self.engine)
        told = self.things(seen, scene)
        sure = float(np.mean([region.score for region in seen]))
        return Answer(told, self._saying.say("i_see", things=told), round(sure, 3), self.engine, seen)

    def abstain(self, scene: Scene, key: str, **slots: str) -> Answer:
        facts = self.things(self.believed(scene), scene) if key in TELLING else ""
        said = [self._saying.say(key, **slots), *([self._saying.say("i_see", things=facts)] if facts else [])]
        return Answer("", self._phrases.text(said), 0.0, self.engine, (), abstained=True)

    def things(self, seen: Sequence[Region], scene: Scene, told: str = "") -> str:
        """`two men and a dog`; told: the caption, whose things are not told again"""
        sorts = [surely(person) for person in scene.people]
        people = {as_region(scene_box(person, scene), scene): sort for person, sort in zip(scene.people, sorts, strict=True) if all(sorts)}
        named = [replace(region, label=people.get(region, region.label)) for region in seen]
        classes = classes_in(told)
        untold = [one for one, region in zip(named, seen, strict=True) if not {region.label, plural(region.label)} & classes]
        return self._saying.things(untold)

    def believed(self, scene: Scene) -> tuple[Region, ...]:
        """What the detector found, but for what the fusion denies."""
        found = [region for region in scene.regions if region.score >= SEEN]
        sure = {region.label for region in found if region.score >= CERTAIN or not self._readings.look(scene).photo}
        denied = {label for label in {region.label for region in found} - sure if self._readings.there(whether_there(label), scene) < 0}
        return tuple(region for region in found if region.label not in denied)

    def _without(self, scene: Scene, seen: Sequence[Region]) -> Picture:
        """The picture as if nothing had been detected that is not believed, and with people by what they are seen to be."""
        picture, labels = self._readings.look(scene), {region.label for region in seen}
        names = [self._readings.fusion.words.names[row] for row in picture.source.names[:, 0]]
        kept = [kind != REGION or name in labels for kind, name in zip(picture.source.kinds, names, strict=True)]
        known = self._named(scene)
        if all(kept) and known is picture.source:
            return picture
        return self._readings.fusion.see(known.only(np.flatnonzero(kept)))

    def _named(self, scene: Scene) -> Tokens:
        """Its tokens, those of people named by their sort where that is sure."""
        tokens = tokens_of(scene)
        rows, person = rows_of_people(scene), self._readings.fusion.words.name_rows["person"]
        sorts = [(row, surely(one)) for row, one in zip(rows, scene.people, strict=True) if surely(one) and tokens.names[row, 0] == person]
        if not sorts:
            return tokens
        names = tokens.names.copy()
        for row, sort in sorts:
            names[row, 0] = self._readings.fusion.words.name_rows[sort]
        return replace(tokens, names=names)
