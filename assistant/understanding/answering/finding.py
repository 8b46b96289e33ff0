"""What is answered from the boxes and colours of what is found."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from assistant.events import Answer, Region, Scene
from assistant.understanding.answering import boxes
from assistant.understanding.answering.answered import Answered
from assistant.understanding.answering.reading import Readings
from assistant.understanding.answering.saying import SURE, Saying, inner
from assistant.understanding.answering.telling import Telling
from assistant.understanding.asking import finds
from assistant.understanding.asking.amounts import how_many, number_of
from assistant.understanding.asking.finds import AtSide, Extreme, OfColour, Versus
from models.colours import NAMES, Painted

FAR_MORE, CLEARLY_MORE, GUESSED = 0.8, 0.65, 0.6
"""Trust in what is far more, in what is clearly more, and in what is counted otherwise than by its finds."""
FAR = 3.0
"""How clearly one is more than the other where that is sure."""
MORE = 0.1
"""How much more of a colour a thing has than the rest of the picture, where that is what is of the colour."""
FOUND = 0.6
"""Score from which a find is surely one."""


class Finding:
    def __init__(self, readings: Readings, saying: Saying, telling: Telling, ask: Callable[[str, Scene], Answered]) -> None:
        """ask: how many there are of something"""
        self._readings, self._saying, self._telling, self._ask = readings, saying, telling, ask

    def answered(self, question: str, scene: Scene) -> Answered | None:
        """None of what is not found, or not clearly so."""
        of = finds.asked(question)
        if not of:
            return None
        found = self._telling.believed(scene)
        if isinstance(of, OfColour):
            return self._of_colour(of, found, question, scene)
        if isinstance(of, Versus):
            answer = self._versus(of, found, scene)
        else:
            answer = self._extreme(of, found, scene) if isinstance(of, Extreme) else self._at_side(of, found, scene)
        return Answered(answer, seen=answer) if answer else None

    def _versus(self, of: Versus, found: Sequence[Region], scene: Scene) -> Answer | None:
        ones, others = ([region for region in found if region.label == name] for name in (of.one, of.other))
        if not ones or not others:
            return None
        pair = boxes.largest(ones), boxes.largest(others)
        more = of.most * boxes.clearly(pair[0].box, pair[1].box, of.by, scene.frame.size[1])
        if abs(more) < 1:
            return None
        trust = _trust(abs(more), pair)
        if of.whether:
            short = "yes" if more > 0 else "no"
            return self._answer(short, self._saying.sentence(short, trust >= SURE), trust, pair)
        first, last = pair if more > 0 else pair[::-1]
        return self._answer(first.label, self._saying.this_one(first.label, trust >= SURE), trust, (first, last))

    def _extreme(self, of: Extreme, found: Sequence[Region], scene: Scene) -> Answer | None:
        among = [region for region in found if region.label in of.of]
        if not of.where:
            names = dict.fromkeys(region.label for region in among)
            among = [boxes.largest([region for region in among if region.label == name]) for name in names]
        width, height = scene.frame.size
        if not (best := boxes.foremost(among, of.by, of.most, height)):
            return None
        one, ahead = best
        trust = _trust(ahead, among)
        if not of.where:
            return self._answer(one.label, self._saying.this_one(one.label, trust >= SURE), trust, (one,))
        side = boxes.side_of(one, [other for other in among if other is not one], width)
        return self._answer(side, self._saying.sentence(side, trust >= SURE), trust, (one,)) if side else None

    def _at_side(self, of: AtSide, found: Sequence[Region], scene: Scene) -> Answer | None:
        """As sure as their number is, where that is the one of the finds."""
        several = [region for region in found if region.label == of.of]
        counted = self._ask(how_many(of.noun), scene).answer
        if not several or counted.abstained:
            return None
        there = boxes.at_side(several, of.side, scene.frame.size)
        trust = counted.confidence if number_of(counted.short) == len(several) else min(counted.confidence, GUESSED)
        number = str(len(there))
        return self._answer(self._saying.short(number), self._saying.sentence(number, trust >= SURE), trust, there)

    def _of_colour(self, of: OfColour, found: Sequence[Region], question: str, scene: Scene) -> Answered | None:
        """The find that has most of it, unless what the fusion names has it: that knows more names."""
        named = "" if of.all else self._readings.read(question, scene).answer
        is_thing = bool(named) and named in self._readings.fusion.words.name_rows and named not in NAMES
        if is_thing and _stands_out(self._readings.colours_of(named, scene), of.colour):
            return None
        painted = Painted(scene.frame.pixels)
        coloured = [one for one in boxes.of_colour(found, of.colour) if _stands_out(painted.against_rest(one.box), of.colour)]
        if not coloured:
            return Answered(self._telling.abstain(scene, "not_sure"), question)
        told = coloured if of.all else coloured[:1]
        things = self._telling.things(told, scene)
        spoken = self._saying.say("perhaps", sentence=inner(self._saying.say("i_see", things=things)))
        answer = self._answer(things if of.all else told[0].label, spoken, CLEARLY_MORE, told)
        return Answered(answer, seen=answer)

    def _answer(self, short: str, spoken: str, trust: float, regions: Sequence[Region]) -> Answer:
        return Answer(short, spoken, round(trust, 3), self._telling.engine, tuple(regions))


def _trust(clearly: float, found: Sequence[Region]) -> float:
    return FAR_MORE if clearly >= FAR and all(region.score >= FOUND for region in found) else CLEARLY_MORE


def _stands_out(shares: np.ndarray, colour: str) -> bool:
    """
    shares: (2, C) of each colour in a box and in the rest of the picture
    Whether the box has a good share of it, and more than the rest: an airplane in a blue sky is not what is blue.
    """
    inside, outside = shares[:, NAMES.index(colour)]
    return bool(inside >= boxes.SHARE and inside > outside + MORE)
