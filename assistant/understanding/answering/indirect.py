"""What is answered by way of something else: other questions, the picture's name, a description, or what is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.events import Answer, Grounding, Scene
from assistant.phrases import Phrases
from assistant.understanding.answering import of_a_kind
from assistant.understanding.answering.answered import Answered
from assistant.understanding.answering.detailing import Detailing, named
from assistant.understanding.answering.reading import Readings
from assistant.understanding.answering.saying import SURE, Saying
from assistant.understanding.answering.telling import Telling
from assistant.understanding.answering.written import Reader, Wanted, told, wanted
from assistant.understanding.asking import uses
from assistant.understanding.asking.bare import asks_for_all, thing_told_of
from assistant.understanding.asking.denials import affirmed
from assistant.understanding.asking.fragments import of_a_look
from assistant.understanding.asking.people_words import who_is_there
from assistant.understanding.asking.plain import plain
from assistant.understanding.asking.several import Joined, Several, several
from assistant.understanding.asking.there import is_there, sought, whether_something_is_there, whether_there
from assistant.understanding.asking.what_else import asks_for_another_name
from models.lexicon import is_many

PEOPLE = ("them", "the people", "these people", "those people", "the persons")
THERE = {"anybody": ("nobody_there", "somebody_there"), "anything": ("nothing_there", "something_there")}
"""What is said of it where it is not there, and where it is."""
Ask = Callable[[str, Scene], Answered]
Ground = Callable[[str, Scene], Grounding]


class Indirect:
    def __init__(
        self, readings: Readings, phrases: Phrases, saying: Saying, telling: Telling, reader: Reader | None, ask: Ask, ground: Ground
    ) -> None:
        """
        phrases: the topic `vision`
        ask:     another question about the same scene
        ground:  where a thing is that is told of, or on which something is written
        """
        self._readings, self._phrases, self._saying, self._telling = readings, phrases, saying, telling
        self._reader, self._ask, self._ground = reader, ask, ground

    def answered(self, question: str, scene: Scene) -> Answered | None:
        """None of what is to be read from the picture itself."""
        if who_is_there(question) and (people := self._telling.people(scene)):
            return Answered(people, seen=people)
        if asked := affirmed(question):
            return self.denied(asked, scene)
        if of_several := several(question):
            return self._of_several(of_several, scene)
        if of_what := uses.used(plain(question), self._readings.fusion.mixing.asking.is_deed):
            return self._used(of_what, scene)
        if (kind := of_a_kind.asked_for(question)) and (is_one := self._is_of_kind(kind, scene)):
            return Answered(is_one, uses.WHAT_IT_IS)
        if asks_for_another_name(question):
            return self._second_guess(scene)
        if asks_for_all(question):
            return Answered(all_of_it := self._telling.describe(scene), seen=all_of_it)
        if thing := thing_told_of(question):
            return self._detailed(thing, scene)
        if self._reader and (of := wanted(question)):
            read = self._read(of, self._reader(scene.frame), scene)
            return Answered(read, seen=read)
        return None

    def denied(self, asked: str, scene: Scene) -> Answered:
        """Whether there is none, by whether there is one."""
        found = self._ask(asked, scene)
        answer = found.answer
        if answer.abstained or answer.short not in ("yes", "no"):
            return found
        short, sure = "no" if answer.short == "yes" else "yes", answer.confidence >= SURE
        spoken = self._none_there(asked, short, sure) if whether_something_is_there(asked) else self._saying.sentence(short, sure)
        return found.saying(replace(answer, short=short, spoken=spoken))

    def _none_there(self, asked: str, short: str, sure: bool) -> str:
        """short: whether there is none"""
        none, some = next((keys for word, keys in THERE.items() if word in asked), ("none_there", "some_there"))
        thing = sought(asked)
        if some == "some_there" and asked == is_there(thing) and not is_many(thing) and " or " not in thing:
            some = "thing_there"
        return self._saying.doubted(none if short == "yes" else some, sure, a_noun=self._saying.a(thing))

    def _of_several(self, of: Several, scene: Scene) -> Answered:
        """Whether all or any of them are there, and which, where it is not all of them."""
        found = [self._ask(question, scene) for question in of.questions]
        settled = together(of.joined, [one.answer for one in found])
        if settled is None:
            return next(one for one in found if one.answer.short not in ("yes", "no"))
        short, chance, rows = settled
        said, names = [self._saying.sentence(short, chance >= SURE)], [of.things[row] for row in rows if of.things]
        if names and chance >= SURE and len(rows) < len(found):
            said.append(self._saying.missing(names[0]) if of.joined == "and" else self._saying.there(names))
        answer = replace(found[rows[0]].answer, short=short, spoken=self._phrases.text(said), confidence=chance)
        regions = tuple(dict.fromkeys(region for row in rows for region in found[row].answer.regions))
        return Answered(replace(answer, regions=regions), of.questions[rows[0]])

    def _detailed(self, thing: str, scene: Scene) -> Answered:
        """What is surely known of one thing."""
        if look := of_a_look(thing):
            return self._ask(look, scene)
        if thing in PEOPLE and (people := self._telling.people(scene)):
            return Answered(people, seen=people)
        detailing = Detailing(lambda asked: self._ask(asked, scene).answer, lambda phrase: self._ground(phrase, scene), self._saying)
        found = detailing.told(thing, scene.frame.size)
        if isinstance(found, str):
            return Answered(self._telling.abstain(scene, found, a_noun=self._saying.a(named(thing))))
        return Answered(found, seen=found)

    def _used(self, of_what: str, scene: Scene) -> Answered:
        """What a thing is for, by what it is taken for, or where it is seen: nobody can see what anything is for."""
        by_name = of_what != uses.WHAT_IT_IS
        found = self._ask(whether_there(of_what) if by_name else of_what, scene)
        seen = found.answer
        if by_name and seen.short == "no":
            return replace(found, answer=self._telling.abstain(scene, "not_seen", a_noun=self._saying.a(of_what)))
        thing = of_what if by_name else seen.short
        use = uses.use_of(thing)
        if not use or seen.abstained or seen.guessed:
            return replace(found, answer=self._telling.abstain(scene, "not_sure"))
        return replace(found, answer=replace(seen, short=use, spoken=self._saying.use(thing, use, seen.confidence >= SURE)))

    def _second_guess(self, scene: Scene) -> Answered:
        """What it may be, if it is not what it is called first."""
        first = self._ask(uses.WHAT_IT_IS, scene)
        name, chance = of_a_kind.next_name(first.answer.short, scene.names)
        if not name:
            return replace(first, answer=self._telling.abstain(scene, "not_sure"))
        spoken = self._saying.sentence(name, False, noun=True)
        return replace(first, answer=replace(first.answer, short=name, spoken=spoken, confidence=round(chance, 3), abstained=False))

    def _is_of_kind(self, kind: str, scene: Scene) -> Answer | None:
        """By what a photo is surely called; None where that does not tell."""
        found = of_a_kind.is_one(kind, scene.names) if self._readings.look(scene).photo else None
        if found is None or (kind == of_a_kind.LIVING and any(region.label == "person" for region in scene.regions)):
            return None
        is_one, chance = found
        short = "yes" if is_one else "no"
        return Answer(short, self._saying.sentence(short, chance >= SURE), round(chance, 3), self._telling.engine)

    def _read(self, of: Wanted, read: Answer, scene: Scene) -> Answer:
        """read: all that stands in the picture"""
        found = self._ground(of.thing, scene) if of.thing and read.regions else None
        answer = told(of, read, found.box if found and found.sure else None)
        if answer.short in ("yes", "no"):
            return replace(answer, spoken=self._saying.sentence(answer.short, answer.confidence >= SURE))
        if answer.abstained:
            return replace(answer, spoken=self._saying.say("cannot_tell")) if read.regions else answer
        said = of.what == "number" or len(answer.regions) < len(read.regions)
        return replace(answer, spoken=f"{answer.short.rstrip('.')}.") if said else answer


def together(joined: Joined, answers: Sequence[Answer]) -> tuple[str, float, list[int]] | None:
    """answers: for each thing. Yes or no, its chance, and the rows of the answers that make it so; None where they do not settle it."""
    rows = {short: [row for row, answer in enumerate(answers) if answer.short == short] for short in ("yes", "no")}
    settling, said = {"or": ("yes", "yes"), "and": ("no", "no"), "nor": ("yes", "no")}[joined]
    if rows[settling]:
        return said, max(answers[row].confidence for row in rows[settling]), rows[settling]
    if len(rows["yes"]) + len(rows["no"]) < len(answers):
        return None
    return ("no" if said == "yes" else "yes"), min(answer.confidence for answer in answers), [*range(len(answers))]
