"""The neural VisionLanguageModel: the compact ViLBERT's readings as answers, and an honest "I am not sure"."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import dropwhile

import numpy as np

from assistant.events import Answer, Grounding, Region, Scene
from assistant.phrases import Phrases
from assistant.understanding import itself, otherwise
from assistant.understanding.answered import Answered
from assistant.understanding.bare import asks_for_all, bare, thing_told_of
from assistant.understanding.counting import Counting
from assistant.understanding.finding import Finding
from assistant.understanding.fragments import asks_of_somebody
from assistant.understanding.from_near import WAYS, Near, none_is, surely
from assistant.understanding.indirect import Indirect
from assistant.understanding.otherwise import NAMES_OF_PERSONS, OUTDOORS, SOMEBODY, SORTS, Side, whether_there
from assistant.understanding.people import Settled, settled
from assistant.understanding.pointing import as_region, cited, marked, scene_box, tokens_of
from assistant.understanding.reading import DENIED, Readings
from assistant.understanding.saying import SURE, Saying, inner
from assistant.understanding.showing import Showing
from assistant.understanding.stating import Stated, stated
from assistant.understanding.telling import Telling
from assistant.understanding.whom import at_side
from assistant.understanding.words import Words
from assistant.understanding.written import Reader
from models.chances import sigmoid
from models.colours import NAMES as COLOURS
from models.errors import UnfitInput
from models.lexicon import article
from models.measured import Measured
from models.vilbert.explain import Explanation, explain
from models.vilbert.runtime import Fusion, Reading
from models.vilbert.tokens import CELL, PART

FOREGONE, NO_NEWS = 1.0, 0.74
"""Log odds from which the words alone let one expect a yes, and the most trust in one: such things are said to be in most pictures."""
KNOWABLE = 0.3
"""Probability that the picture can tell, below which nothing is claimed."""
UNSURE, GUESSED = 0.08, 0.6
"""Confidence below which there is no answer, and the most trust in what was asked in words that are hardly known: the network says of most
such things that they are there."""
NEEDED = 0.1
"""Chance that words are about what the camera sees, below which what is no question is none about a picture."""
THOUGHT_OF = 3e-5
"""Chance of two sides together, were there others to choose from, below which neither is said without doubt."""
UNSEEN, MISSING = 0.1, 0.9
"""Grounding that no token reaches where the thing is not in the picture, and how surely it must be denied where one does."""
LONGEST = 200
"""Words beyond which nothing is looked for in a question."""
MISSED = -4.5
"""Log odds of its being there, below which nothing is said of something."""
ASKS_WHAT = re.compile(r"(?:what|which)\b")


class Vilbert:
    def __init__(
        self, phrases: Phrases, fusion: Fusion | None = None, *, threads: int = 1, reader: Reader | None = None, near: Near | None = None
    ) -> None:
        """
        phrases: the topic `vision`
        reader:  of text, without whom the fusion guesses what is written
        near:    looks at people from near, without which the fusion guesses what they are and do
        Raises ModelError where the shipped weights are damaged.
        """
        self.fusion = fusion or Fusion(threads=threads)
        self.engine = f"vilbert {self.fusion.version}"
        self._phrases = phrases
        self.saying, self.words = Saying(phrases, self.fusion.mixing.asking.is_deed), Words(self.fusion.words, phrases)
        self.readings = Readings(self.fusion, self.words, near)
        self._showing = Showing(self.readings, self.words, self.saying, self.engine)
        self._telling = Telling(self.readings, phrases, self.saying, self.engine)
        self._counting = Counting(self.saying, self._telling, self._asked_of_near)
        self._finding = Finding(self.readings, self.saying, self._telling, self._asked_of_near)
        self._indirect = Indirect(self.readings, phrases, self.saying, self._telling, reader, self._answered, self.ground)

    # ---- the protocol

    def answer(self, question: str, scene: Scene) -> Answer:
        """Raises what the reader does, and the look from near."""
        return self._asked(question, scene).answer

    def ground(self, phrase: str, scene: Scene) -> Grounding:
        """Raises what the look from near does."""
        return self._showing.ground(phrase, scene)

    def describe(self, scene: Scene) -> Answer:
        """Raises what the look from near does."""
        return self._telling.describe(scene)

    def matches(self, text: str, scene: Scene) -> float:
        return self.readings.read(text, scene).true

    def needs_picture(self, text: str) -> float:
        try:
            return self.fusion.needs_picture(text)
        except UnfitInput:
            return 0.0

    def explain(self, question: str, scene: Scene) -> Explanation | Settled | Answer | None:
        """
        Asks again and again with parts hidden: a hundred times what an answer costs. Where a look at people from near answers, it is that;
        where it was read, the answer with its lines.
        Of the question by which `answer` answers, which need not be the one that is given; None where it reads nothing.
        """
        answered = self._asked(question, scene)
        if answered.seen or not answered.decided:
            return answered.seen
        scene = self.readings.scene_for(question, scene)
        picture = self.readings.look(scene)
        reading = self.fusion.read(picture, answered.decided)
        return explain(self.fusion, picture, answered.decided, self.readings.weighing(answered.decided, reading, scene))

    def is_guessed(self, question: str, scene: Scene) -> bool:
        """Whether the fusion answers, and neither a look at people from near nor what is written."""
        return self._asked(question, scene).seen is None

    # ---- what answers

    def _asked(self, question: str, scene: Scene) -> Answered:
        if question.count(" ") >= LONGEST:
            return Answered(self._abstain(scene, "too_many_words"))
        return self._asked_of_near(bare(self.words.put_right(question)), scene)

    def _asked_of_near(self, question: str, scene: Scene) -> Answered:
        """question: in known words"""
        return self._answered(question, self.readings.scene_for(question, scene))

    def _answered(self, question: str, scene: Scene) -> Answered:
        if of_itself := itself.told(question, lambda: Measured(scene.frame.pixels)):
            return Answered(measured := self._measured(of_itself, scene), seen=measured)
        if trouble := self.readings.unseeable(scene) or self.words.trouble(question):
            return Answered(self._abstain(scene, trouble))
        if not self.words.is_whole(question):
            return Answered(self._abstain(scene, "not_whole"))
        if statement := stated(question):
            return self._confirmed(question, statement, scene)
        if self._asks_nothing_seen(question):
            return Answered(self._abstain(scene, "cannot_tell"))
        if fragment := self.words.whole(question):
            return self._answered(fragment, scene)
        return self._counted_or_found(question, scene) or self._indirect.answered(question, scene) or self._read(question, scene)

    def _asks_nothing_seen(self, question: str) -> bool:
        """Whether it is no question about a picture, or asks what no picture tells."""
        asks = self.words.asks(question) or asks_for_all(question) or thing_told_of(question) or asks_of_somebody(question)
        no_question = not asks and self.needs_picture(question) < NEEDED
        return no_question or otherwise.untold(question) or self.words.asks_the_calendar(question)

    def _read(self, question: str, scene: Scene) -> Answered:
        """What the network reads, as far as nothing that is seen contradicts it."""
        reading = self._undenied(question, self.readings.read(question, scene), scene)
        if near := settled(question, reading.answer, scene.people, lambda phrase: marked(self.readings.read(phrase, scene), scene)):
            return Answered(self._seen(near, scene), seen=near)
        if none_is(SORTS.get(thing := otherwise.granted(question), ""), scene.people):
            return Answered(self._abstain(scene, "not_seen", a_noun=self.saying.a(thing)), whether_there(thing))
        if reading.photo and otherwise.asks_who(question) and self.readings.odds("person", scene) < DENIED:
            return Answered(self._abstain(scene, "not_seen", a_noun=self.saying.say("anybody")), SOMEBODY)
        if (two := otherwise.sides(question)) and (reading.photo or reading.answer not in {side.answer for side in two}):
            return self._one_of(two, scene, self._most_of(question, two, scene))
        if otherwise.counted(question) and not reading.answer.isdecimal():
            return Answered(self._abstain(scene, "not_sure"), question)
        if reading.knowable < KNOWABLE or reading.confidence < UNSURE or self._is_about_what_is_unseen(question, reading, scene):
            return self._not_sure(question, reading, scene)
        return self._agreeing(question, self._of_a_sort(question, reading, scene), scene)

    def _confirmed(self, said: str, statement: Stated, scene: Scene) -> Answered:
        """Whether what is stated is so; of what is not even asked, only if it is about what is seen."""
        if statement.asked or (self.words.names_something(said) and self.needs_picture(said) >= NEEDED):
            denied = self._counted_or_found(statement.question, scene, denied=True) if statement.denied else None
            return denied or self._answered(statement.question, scene)
        return Answered(self._abstain(scene, "cannot_tell"))

    def _counted_or_found(self, question: str, scene: Scene, *, denied: bool = False) -> Answered | None:
        """Of a photo: what is drawn the fusion counts and compares rightly by itself. denied: it is stated that it is not so."""
        if not self.readings.look(scene).photo:
            return None
        counted = self._counting.answered(question, scene, denied=denied)
        return counted or (None if denied else self._finding.answered(question, scene))

    def _measured(self, of_itself: itself.Told, scene: Scene) -> Answer:
        regions = (Region(of_itself.box, "", of_itself.chance),) if of_itself.box else ()
        spoken = self.saying.of_itself(of_itself.key, of_itself.answer, of_itself.chance >= SURE)
        return Answer(of_itself.answer, spoken, of_itself.chance, self.engine, regions)

    def _seen(self, near: Settled, scene: Scene) -> Answer:
        regions = tuple(as_region(scene_box(person, scene), scene) for person in near.people)
        spoken = (self.saying.way if near.answer in WAYS else self.saying.sentence)(near.answer, near.chance >= SURE)
        return Answer(self.saying.short(near.answer), spoken, round(near.chance, 3), self.engine, regions)

    def _most_of(self, question: str, two: tuple[Side, Side], scene: Scene) -> float:
        """The most trust in either, which may be the likelier of two that are both as good as ruled out: morning, by day."""
        answers = [side.answer for side in two]
        if not all(answer in self.fusion.words.answer_rows for answer in answers):
            return 1.0
        return 1.0 if self.fusion.unprompted(self.readings.look(scene), question, answers) >= THOUGHT_OF else GUESSED

    def _one_of(self, two: tuple[Side, Side], scene: Scene, most: float) -> Answered:
        """The side of which more is seen than its words alone would let one expect."""
        if two[0].of and self.readings.odds(two[0].of, scene) < DENIED:
            return Answered(self._abstain(scene, "not_seen", a_noun=self.saying.a(two[0].of)), whether_there(two[0].of))
        readings = [self.fusion.read(self.readings.look(scene), side.question) for side in two]
        seen = np.array([self.fusion.affirmed(reading) for reading in readings])
        likelier = seen - [self.fusion.affirmed(self.fusion.unseeing(side.question)) for side in two]
        best = int(np.argmax(likelier))
        reading = replace(readings[best], best=((two[best].answer, float(sigmoid(likelier[best] - likelier[1 - best]))),))
        if seen.max() < DENIED or reading.knowable < KNOWABLE:
            return Answered(self._abstain(scene, "not_sure"), two[best].question)
        return Answered(self._say(two[best].question, reading, scene, noun=two[best].noun, most=most), two[best].question)

    def _agreeing(self, question: str, reading: Reading, scene: Scene) -> Answered:
        """What agrees with whether the things are there that are asked about."""
        if not reading.photo:
            return Answered(self._say(question, reading, scene), question)
        if otherwise.somebody(question) and reading.answer == "yes" and (there := self.readings.there(SOMEBODY, scene)) < 0:
            return Answered(self._say(SOMEBODY, replace(reading, best=(("no", float(sigmoid(np.float64(-there)))),)), scene), SOMEBODY)
        if reading.answer == "no" and self.readings.found(otherwise.supposed(question) or otherwise.sought(question), scene):
            return Answered(self._say(question, replace(reading, best=(("yes", GUESSED),)), scene), question)
        if reading.answer == "yes" and self._would_be_named(question, scene):
            return Answered(self._say(question, replace(reading, best=(("no", GUESSED),)), scene), question)
        if otherwise.WEATHER.match(otherwise.plain(question)) and self.readings.there(OUTDOORS, scene) < 0:
            return Answered(self._abstain(scene, "not_sure"), OUTDOORS)
        if reading.answer.isdecimal() and reading.answer != "0" and (many := otherwise.counted(question)):
            if self.readings.odds(many, scene) < DENIED:
                return Answered(self._abstain(scene, "not_sure"), whether_there(many))
            return Answered(self._say(question, reading, scene), question)
        odds = {one: self.readings.odds(one, scene) for one in otherwise.all_granted(question)}
        thing = min(odds, key=odds.__getitem__, default="")
        doubtful = 0.0 if thing and whether_there(thing) == SOMEBODY and not scene.people else DENIED
        if not thing or (there := odds[thing]) >= doubtful:
            return Answered(self._say(question, reading, scene), question)
        if there < MISSED:
            return Answered(self._abstain(scene, "not_seen", a_noun=self._named(thing)), whether_there(thing))
        return Answered(self._say(question, reading, scene, doubted=self._named(thing)), question)

    def _not_sure(self, question: str, reading: Reading, scene: Scene) -> Answered:
        """If what it is about is not there, that is why."""
        thing = otherwise.granted(question)
        if reading.photo and thing and self.readings.odds(thing, scene) < DENIED:
            return Answered(self._abstain(scene, "not_seen", a_noun=self._named(thing)), whether_there(thing))
        return Answered(self._abstain(scene, "not_sure"), question)

    def _named(self, thing: str) -> str:
        return self.saying.say("anybody") if whether_there(thing) == SOMEBODY else self.saying.a(thing)

    def _of_a_sort(self, question: str, reading: Reading, scene: Scene) -> Reading:
        """`man` for `person` where somebody is asked for who is seen to be one."""
        if reading.answer not in NAMES_OF_PERSONS or not otherwise.asks_who(question):
            return reading
        one = at_side(question, scene.people) or (scene.people[0] if len(scene.people) == 1 else None)
        sort = surely(one) if one else ""
        return replace(reading, best=((sort, reading.confidence),)) if sort else reading

    def _undenied(self, question: str, reading: Reading, scene: Scene) -> Reading:
        """Without the things before the first that is not denied where it is asked whether they are there; as it is where all are."""
        if not (reading.photo and ASKS_WHAT.match(otherwise.plain(question))):
            return reading
        best = list(dropwhile(lambda one: self._is_denied(one[0], scene), reading.best))
        return replace(reading, best=tuple(best) or reading.best)

    def _is_denied(self, answer: str, scene: Scene) -> bool:
        return answer in self.fusion.words.name_rows and answer not in COLOURS and self.readings.odds(answer, scene) < DENIED

    def _would_be_named(self, question: str, scene: Scene) -> bool:
        """Whether something is asked for that is named by nobody who has a name for it."""
        word = self.readings.hardly_known(otherwise.sought(question), scene)
        return self.words.is_name(word)

    def _is_about_what_is_unseen(self, text: str, reading: Reading, scene: Scene) -> bool:
        """Whether the door is open can't be told where no door is."""
        states, tokens = self._phrases.section("reading")["unknowable"], tokens_of(scene)
        words = text.lower().strip(" ?.!").split()
        if not any(word in states for word in words):
            return False
        placed = np.isin(tokens.kinds, (PART, CELL)) | tokens.counted
        if not (reading.grounding[placed] >= UNSEEN).any():
            return True
        thing = otherwise.presupposed(words, states, self._phrases.section("reading")["joining"])
        if not thing or reading.answer not in ("yes", "no"):
            return False
        there, chance = self.readings.read(f"are there {thing}" if words[0] == "are" else f"is there {article(thing)}", scene).best[0]
        return there == "no" and chance >= MISSING

    # ---- saying

    def _most_news(self, question: str, reading: Reading) -> float:
        """The most trust in an answer that the words alone let one expect."""
        foregone = reading.photo and reading.answer == "yes" and self.readings.expected(question) > FOREGONE
        return NO_NEWS if foregone else 1.0

    def _say(self, question: str, reading: Reading, scene: Scene, *, noun: bool = False, doubted: str = "", most: float = 1.0) -> Answer:
        """doubted: what the question takes for granted, and may not be there; most: trust that there may be"""
        word = self.readings.hardly_known(question, scene)
        trust = min(self.fusion.trust(reading), GUESSED if word else most, self._most_news(question, reading))
        word = "" if self.words.is_name(word) else word
        certain = self.saying.sentence(reading.answer, True, noun, question)
        if doubted:
            either = reading.answer in ("yes", "no")
            spoken = self.saying.say(
                "perhaps_there", a_noun=doubted, sentence=inner(self.saying.sentence(reading.answer, not either, noun, question))
            )
        elif word:
            spoken = self.saying.say("guess", word=word, sentence=inner(certain))
        else:
            spoken = self.saying.sentence(reading.answer, trust >= SURE, noun, question)
        missing = otherwise.denies_that_it_is_there(" ".join(reading.words[1:]), reading.answer)
        regions = () if missing else cited(reading, scene)
        return Answer(self.saying.short(reading.answer), spoken, round(trust, 3), self.engine, regions, guessed=bool(word))

    def _abstain(self, scene: Scene, key: str, **slots: str) -> Answer:
        return self._telling.abstain(scene, key, **slots)
