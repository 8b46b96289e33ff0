"""What is answered from how many there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.events import Answer, Scene
from assistant.understanding.answering.answered import Answered
from assistant.understanding.answering.saying import SURE, Saying
from assistant.understanding.answering.telling import Telling
from assistant.understanding.asking import amounts, choices, what_else
from assistant.understanding.asking.amounts import Amount, Compared, Sum, number_of
from assistant.understanding.asking.what_else import Else


class Counting:
    def __init__(self, saying: Saying, telling: Telling, ask: Callable[[str, Scene], Answered]) -> None:
        """ask: how many there are of something"""
        self._saying, self._telling, self._ask = saying, telling, ask

    def answered(self, question: str, scene: Scene, *, denied: bool = False) -> Answered | None:
        """denied: it is stated that it is not so. None of what no number tells."""
        if amounts.of_parts(question):
            return Answered(self._telling.abstain(scene, "not_sure"), question)
        if of_others := what_else.asked(question):
            return self._others(of_others, scene)
        if number := choices.counted(question):
            return self._ask(number, scene)
        of = amounts.asked(question)
        return self._from(of, [self._ask(one, scene) for one in of.of], denied) if of else None

    def _from(self, of: Amount | Sum | Compared, found: Sequence[Answered], denied: bool) -> Answered | None:
        if unsure := next((one for one in found if one.answer.abstained), None):
            return unsure
        counts = [count for one in found if (count := number_of(one.answer.short)) is not None]
        if len(counts) < len(found) or any(one.answer.guessed for one in found):
            return None
        least_sure = min(found, key=lambda one: one.answer.confidence)
        if isinstance(of, Amount):
            told = self._amount(of, counts, least_sure.answer, denied)
        elif isinstance(of, Sum):
            told = self._sum(of, (counts[0], counts[1]), least_sure.answer)
        else:
            told = self._compared(of, (counts[0], counts[1]), least_sure.answer, denied)
        regions = tuple(dict.fromkeys(region for one in found for region in one.answer.regions))
        return least_sure.saying(replace(told, regions=regions)) if told else None

    def _amount(self, of: Amount, counts: Sequence[int], least_sure: Answer, denied: bool) -> Answer | None:
        count = sum(counts)
        if not of.is_told_by(counts, least_sure.confidence >= SURE):
            return None
        return self._yes_or_no((of.least <= count <= of.most) != denied, self._saying.sentence(str(count), True), least_sure)

    def _sum(self, of: Sum, counts: tuple[int, int], least_sure: Answer) -> Answer:
        if of.apart:
            one, other = (self._saying.short(str(count)) for count in counts)
            spoken = self._saying.two_numbers(*counts, sure=least_sure.confidence >= SURE)
            return replace(least_sure, short=f"{one} and {other}", spoken=spoken)
        count = sum(counts)
        spoken = self._saying.sentence(str(count), least_sure.confidence >= SURE)
        return replace(least_sure, short=self._saying.short(str(count)), spoken=spoken)

    def _compared(self, of: Compared, counts: tuple[int, int], least_sure: Answer, denied: bool) -> Answer:
        one, other = counts
        if of.whether:
            return self._yes_or_no(of.whether(one, other) != denied, self._saying.two_numbers(one, other, sure=True), least_sure)
        if one == other:
            return replace(least_sure, short="the same", spoken=self._saying.as_many(one, least_sure.confidence >= SURE))
        first = (one > other) != of.fewer
        name, counts = (of.names[0], (one, other)) if first else (of.names[1], (other, one))
        return replace(least_sure, short=name, spoken=self._saying.more(name, *counts, sure=least_sure.confidence >= SURE))

    def _yes_or_no(self, so: bool, sentence: str, least_sure: Answer) -> Answer:
        short = "yes" if so else "no"
        return replace(least_sure, short=short, spoken=self._saying.since(short, sentence, least_sure.confidence >= SURE))

    def _others(self, of: Else, scene: Scene) -> Answered:
        told = self._telling.others(scene, of.people)
        if of.whether:
            short = "yes" if told.regions else "no"
            told = replace(told, short=short, spoken=self._saying.since(short, told.spoken, short == "no" or told.confidence >= SURE))
        return Answered(told, seen=told)
