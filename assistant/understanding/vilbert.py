"""The neural VisionLanguageModel: the compact ViLBERT's readings as answers, and an honest "I am not sure"."""

from __future__ import annotations

from dataclasses import replace

from assistant.events import Answer, Grounding, Region, Scene
from assistant.phrases import Phrases
from assistant.understanding.answering import itself
from assistant.understanding.answering.answered import Answered
from assistant.understanding.answering.counting import Counting
from assistant.understanding.answering.finding import Finding
from assistant.understanding.answering.from_near import Near, Settled
from assistant.understanding.answering.from_reading import FromReading
from assistant.understanding.answering.indirect import Indirect
from assistant.understanding.answering.reading import Readings
from assistant.understanding.answering.saying import SURE, Saying
from assistant.understanding.answering.showing import Showing
from assistant.understanding.answering.telling import Telling
from assistant.understanding.answering.written import Reader
from assistant.understanding.asking.bare import asks_for_all, bare, thing_told_of
from assistant.understanding.asking.fragments import asks_of_somebody
from assistant.understanding.asking.stating import Stated, stated
from assistant.understanding.asking.there import says_it_is_not_there
from assistant.understanding.asking.words import Words, untold
from models.errors import UnfitInput
from models.measured import Measured
from models.vilbert.explain import Explanation, explain
from models.vilbert.runtime import Fusion

NEEDED = 0.1
"""Chance that words are about what the camera sees, below which what is no question is none about a picture."""
LONGEST = 200
"""Words beyond which nothing is looked for in a question."""


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
        self.saying, self.words = Saying(phrases, self.fusion.mixing.asking.is_deed), Words(self.fusion.words, phrases)
        self.readings = Readings(self.fusion, self.words, near)
        self._showing = Showing(self.readings, self.words, self.saying, self.engine)
        self._telling = Telling(self.readings, phrases, self.saying, self.engine)
        self._from_reading = FromReading(self.readings, self.words, phrases, self.saying, self._telling)
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
        Asks again and again with parts hidden: a hundred times what an answer costs. Where the fusion does not answer, it is
        what does: a look at people from near, or the answer as it was read, measured, found or described.
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
        """Whether the fusion answers, and nothing that is seen from near, read, measured, found or described."""
        return self._asked(question, scene).seen is None

    # ---- what answers

    def _asked(self, question: str, scene: Scene) -> Answered:
        if question.count(" ") >= LONGEST:
            return Answered(self._abstain(scene, "too_many_words"))
        answered = self._asked_of_near(bare(self.words.put_right(question)), scene)
        absent = says_it_is_not_there(bare(question), answered.answer.short)
        return answered.saying(replace(answered.answer, denied=True)) if absent else answered

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
        around = self._counted_or_found(question, scene) or self._indirect.answered(question, scene)
        return around or self._from_reading.answered(question, scene)

    def _asks_nothing_seen(self, question: str) -> bool:
        """Whether it is no question about a picture, or asks what no picture tells."""
        asks = self.words.asks(question) or asks_for_all(question) or thing_told_of(question) or asks_of_somebody(question)
        no_question = not asks and self.needs_picture(question) < NEEDED
        return no_question or untold(question) or self.words.asks_the_calendar(question)

    def _confirmed(self, said: str, statement: Stated, scene: Scene) -> Answered:
        """Whether what is stated is so; of what is not even asked, only if it is about what is seen."""
        if statement.asked or (self.words.names_something(said) and self.needs_picture(said) >= NEEDED):
            return (self._not_so if statement.denied and not statement.asked else self._answered)(statement.question, scene)
        return Answered(self._abstain(scene, "cannot_tell"))

    def _not_so(self, question: str, scene: Scene) -> Answered:
        """Whether it is so that it is not. A number says which one it is."""
        return self._counted_or_found(question, scene, denied=True) or self._indirect.denied(question, scene)

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

    def _abstain(self, scene: Scene, key: str, **slots: str) -> Answer:
        return self._telling.abstain(scene, key, **slots)
