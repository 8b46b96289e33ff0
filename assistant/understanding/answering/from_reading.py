"""What the network reads of a question, said as far as nothing that is seen contradicts it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import dropwhile

import numpy as np

from assistant.events import Answer, Region, Scene
from assistant.phrases import Phrases
from assistant.understanding.answering.answered import Answered
from assistant.understanding.answering.from_near import WAYS, Settled, none_is, surely
from assistant.understanding.answering.people import settled
from assistant.understanding.answering.pointing import as_region, cited, marked, scene_box, tokens_of
from assistant.understanding.answering.reading import DENIED, Readings
from assistant.understanding.answering.saying import SURE, Saying, inner
from assistant.understanding.answering.telling import Telling
from assistant.understanding.answering.whom import at_side
from assistant.understanding.asking.choices import Side, sides
from assistant.understanding.asking.granted import all_granted, granted, presupposed
from assistant.understanding.asking.people_words import NAMES_OF_PERSONS, SORTS, asks_who
from assistant.understanding.asking.plain import TAIL, plain
from assistant.understanding.asking.there import SOMEBODY, counted, denies_that_it_is_there, somebody, sought, supposed, whether_there
from assistant.understanding.asking.words import Words
from models.chances import sigmoid
from models.colours import NAMES as COLOURS
from models.lexicon import article
from models.vilbert.runtime import Reading
from models.vilbert.tokens import CELL, PART

FOREGONE, NO_NEWS = 1.0, 0.74
"""Log odds from which the words alone let one expect a yes, and the most trust in one: such things are said to be in most pictures."""
KNOWABLE = 0.3
"""Probability that the picture can tell, below which nothing is claimed."""
UNSURE, GUESSED = 0.08, 0.6
"""Confidence below which there is no answer, and the most trust in what was asked in words that are hardly known: the network says of most
such things that they are there."""
THOUGHT_OF = 3e-5
"""Chance of two sides together, were there others to choose from, below which neither is said without doubt."""
UNSEEN, MISSING = 0.1, 0.9
"""Grounding that no token reaches where the thing is not in the picture, and how surely it must be denied where one does."""
MISSED = -4.5
"""Log odds of its being there, below which nothing is said of something."""
ASKS_WHAT, ASKS_THE_WEATHER = re.compile(r"(?:what|which)\b"), re.compile(r"^(?:what|how)\b.*\bweather\b")
ASKS_WHAT_IT_IS = re.compile(rf"(?:what|which)\b(?: \w+)*? (?:is|are) (?:this|that|it|these|those)(?: \w+)?{TAIL}")
OUTDOORS = "is this outdoors"


class FromReading:
    def __init__(self, readings: Readings, words: Words, phrases: Phrases, saying: Saying, telling: Telling) -> None:
        """phrases: the topic `vision`"""
        self._readings, self._words, self._phrases, self._saying, self._telling = readings, words, phrases, saying, telling

    def answered(self, question: str, scene: Scene) -> Answered:
        reading = self._undenied(question, self._readings.read(question, scene), scene)
        if near := settled(question, reading.answer, scene.people, lambda phrase: marked(self._readings.read(phrase, scene), scene)):
            return Answered(self._seen(near, question, scene), seen=near)
        if none_is(SORTS.get(thing := granted(question), ""), scene.people):
            return Answered(self._telling.abstain(scene, "not_seen", a_noun=self._saying.a(thing)), whether_there(thing))
        if reading.photo and asks_who(question) and self._readings.odds("person", scene) < DENIED:
            return Answered(self._telling.abstain(scene, "not_seen", a_noun=self._saying.say("anybody")), SOMEBODY)
        if (two := sides(question)) and (reading.photo or reading.answer not in {side.answer for side in two}):
            return self._one_of(two, scene, self._most_of(question, two, scene))
        if counted(question) and not reading.answer.isdecimal():
            return Answered(self._telling.abstain(scene, "not_sure"), question)
        if reading.knowable < KNOWABLE or reading.confidence < UNSURE or self._is_about_what_is_unseen(question, reading, scene):
            return self._not_sure(question, reading, scene)
        return self._agreeing(question, self._of_a_sort(question, reading, scene), scene)

    def _seen(self, near: Settled, question: str, scene: Scene) -> Answer:
        regions = tuple(as_region(scene_box(person, scene), scene) for person in near.people)
        if near.names_them:
            return self._telling.whom(near, regions, scene)
        sure = near.chance >= SURE
        if near.years:
            spoken = self._saying.years(int(near.answer), sure)
            return Answer(near.answer, spoken, round(near.chance, 3), self._telling.engine, regions)
        spoken = self._saying.way(near.answer, sure) if near.answer in WAYS else self._saying.sentence(near.answer, sure, asked=question)
        return Answer(self._saying.short(near.answer), spoken, round(near.chance, 3), self._telling.engine, regions)

    def _most_of(self, question: str, two: tuple[Side, Side], scene: Scene) -> float:
        """The most trust in either, which may be the likelier of two that are both as good as ruled out: morning, by day."""
        answers = [side.answer for side in two]
        if not all(answer in self._readings.fusion.words.answer_rows for answer in answers):
            return 1.0
        return 1.0 if self._readings.fusion.unprompted(self._readings.look(scene), question, answers) >= THOUGHT_OF else GUESSED

    def _one_of(self, two: tuple[Side, Side], scene: Scene, most: float) -> Answered:
        """The side of which more is seen than its words alone would let one expect."""
        if two[0].of and self._readings.odds(two[0].of, scene) < DENIED:
            return Answered(self._telling.abstain(scene, "not_seen", a_noun=self._saying.a(two[0].of)), whether_there(two[0].of))
        readings = [self._readings.fusion.read(self._readings.look(scene), side.question) for side in two]
        seen = np.array([self._readings.fusion.affirmed(reading) for reading in readings])
        likelier = seen - [self._readings.fusion.affirmed(self._readings.fusion.unseeing(side.question)) for side in two]
        best = int(np.argmax(likelier))
        reading = replace(readings[best], best=((two[best].answer, float(sigmoid(likelier[best] - likelier[1 - best]))),))
        if seen.max() < DENIED or reading.knowable < KNOWABLE:
            return Answered(self._telling.abstain(scene, "not_sure"), two[best].question)
        return Answered(self._say(two[best].question, reading, scene, noun=two[best].noun, most=most), two[best].question)

    def _agreeing(self, question: str, reading: Reading, scene: Scene) -> Answered:
        """What agrees with whether the things are there that are asked about."""
        if not reading.photo:
            return Answered(self._say(question, reading, scene), question)
        if somebody(question) and reading.answer == "yes" and (there := self._readings.there(SOMEBODY, scene)) < 0:
            return Answered(self._say(SOMEBODY, replace(reading, best=(("no", float(sigmoid(np.float64(-there)))),)), scene), SOMEBODY)
        if reading.answer == "no" and self._readings.found(supposed(question) or sought(question), scene):
            return Answered(self._say(question, replace(reading, best=(("yes", GUESSED),)), scene), question)
        if reading.answer == "yes" and self._would_be_named(question, scene):
            return Answered(self._say(question, replace(reading, best=(("no", GUESSED),)), scene), question)
        if ASKS_THE_WEATHER.match(plain(question)) and self._readings.there(OUTDOORS, scene) < 0:
            return Answered(self._telling.abstain(scene, "not_sure"), OUTDOORS)
        if reading.answer.isdecimal() and reading.answer != "0" and (many := counted(question)):
            if self._readings.odds(many, scene) < DENIED:
                return Answered(self._telling.abstain(scene, "not_sure"), whether_there(many))
            return Answered(self._say(question, reading, scene), question)
        odds = {one: self._readings.odds(one, scene) for one in all_granted(question)}
        thing = min(odds, key=odds.__getitem__, default="")
        doubtful = 0.0 if thing and whether_there(thing) == SOMEBODY and not scene.people else DENIED
        if not thing or (there := odds[thing]) >= doubtful:
            return Answered(self._say(question, reading, scene), question)
        if there < MISSED:
            return Answered(self._telling.abstain(scene, "not_seen", a_noun=self._named(thing)), whether_there(thing))
        return Answered(self._say(question, reading, scene, doubted=self._named(thing)), question)

    def _not_sure(self, question: str, reading: Reading, scene: Scene) -> Answered:
        """If what it is about is not there, that is why."""
        thing = granted(question)
        if reading.photo and thing and self._readings.odds(thing, scene) < DENIED:
            return Answered(self._telling.abstain(scene, "not_seen", a_noun=self._named(thing)), whether_there(thing))
        return Answered(self._telling.abstain(scene, "not_sure"), question)

    def _named(self, thing: str) -> str:
        return self._saying.say("anybody") if whether_there(thing) == SOMEBODY else self._saying.a(thing)

    def _of_a_sort(self, question: str, reading: Reading, scene: Scene) -> Reading:
        """`man` for `person` where somebody is asked for who is seen to be one."""
        if reading.answer not in NAMES_OF_PERSONS or not asks_who(question):
            return reading
        one = at_side(question, scene.people) or (scene.people[0] if len(scene.people) == 1 else None)
        sort = surely(one) if one else ""
        return replace(reading, best=((sort, reading.confidence),)) if sort else reading

    def _undenied(self, question: str, reading: Reading, scene: Scene) -> Reading:
        """Without the things before the first that is not denied where it is asked whether they are there; as it is where all are."""
        if not (reading.photo and ASKS_WHAT.match(plain(question))):
            return reading
        best = list(dropwhile(lambda one: self._is_denied(one[0], scene), reading.best))
        return replace(reading, best=tuple(best) or reading.best)

    def _is_denied(self, answer: str, scene: Scene) -> bool:
        return self._is_name(answer) and self._readings.odds(answer, scene) < DENIED

    def _is_name(self, answer: str) -> bool:
        return answer in self._readings.fusion.words.name_rows and answer not in COLOURS

    def _would_be_named(self, question: str, scene: Scene) -> bool:
        """Whether something is asked for that is named by nobody who has a name for it."""
        word = self._readings.hardly_known(sought(question), scene)
        return self._words.is_name(word)

    def _is_about_what_is_unseen(self, text: str, reading: Reading, scene: Scene) -> bool:
        """Whether the door is open can't be told where no door is."""
        states, tokens = self._phrases.section("reading")["unknowable"], tokens_of(scene)
        words = text.lower().strip(" ?.!").split()
        if not any(word in states for word in words):
            return False
        placed = np.isin(tokens.kinds, (PART, CELL)) | tokens.counted
        if not (reading.grounding[placed] >= UNSEEN).any():
            return True
        thing = presupposed(words, states, self._phrases.section("reading")["joining"])
        if not thing or reading.answer not in ("yes", "no"):
            return False
        there, chance = self._readings.read(f"are there {thing}" if words[0] == "are" else f"is there {article(thing)}", scene).best[0]
        return there == "no" and chance >= MISSING

    # ---- saying

    def _most_news(self, question: str, reading: Reading) -> float:
        """The most trust in an answer that the words alone let one expect."""
        foregone = reading.photo and reading.answer == "yes" and self._readings.expected(question) > FOREGONE
        return NO_NEWS if foregone else 1.0

    def _say(
        self, question: str, reading: Reading, scene: Scene, *, noun: bool | None = None, doubted: str = "", most: float = 1.0
    ) -> Answer:
        """doubted: what the question takes for granted, and may not be there; most: trust that there may be"""
        word = self._readings.hardly_known(question, scene)
        trust = min(self._readings.fusion.trust(reading), GUESSED if word else most, self._most_news(question, reading))
        word = "" if self._words.is_name(word) else word
        certain = self._saying.sentence(reading.answer, True, noun, question)
        if doubted:
            either = reading.answer in ("yes", "no")
            spoken = self._saying.say(
                "perhaps_there", a_noun=doubted, sentence=inner(self._saying.sentence(reading.answer, not either, noun, question))
            )
        elif word:
            spoken = self._saying.say("guess", word=word, sentence=inner(certain))
        else:
            spoken = self._saying.sentence(reading.answer, trust >= SURE, noun, question)
        missing = denies_that_it_is_there(" ".join(reading.words[1:]), reading.answer)
        regions = () if missing else self._called(question, reading, cited(reading, scene))
        return Answer(self._saying.short(reading.answer), spoken, round(trust, 3), self._telling.engine, regions, guessed=bool(word))

    def _called(self, question: str, reading: Reading, regions: tuple[Region, ...]) -> tuple[Region, ...]:
        """What is asked for by what it is said to be, which a detector may call otherwise: a lemon was a clock to it."""
        asked = self._is_name(reading.answer) and ASKS_WHAT_IT_IS.fullmatch(plain(question))
        if not regions or not asked or regions[0].label == reading.answer:
            return regions
        return (replace(regions[0], label=reading.answer), *regions[1:])
