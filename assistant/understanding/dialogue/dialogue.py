"""What a conversation remembers: what "it" is, what was said last, what a short follow-up leans on. Pure; time is an argument.

What is made of that: naming ("cancel it"), corrections ("no, ten minutes") and follow-ups ("and the chair").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from assistant.events import Candidate
from assistant.phrases import Phrases
from assistant.skill import Reply
from assistant.understanding.dialogue.corrections import Corrections
from assistant.understanding.dialogue.deeds import Deeds
from assistant.understanding.dialogue.follow_ups import FollowUps
from assistant.understanding.dialogue.measures import Measures
from assistant.understanding.dialogue.moment import NEVER, Moment, Names
from assistant.understanding.dialogue.naming import Naming
from assistant.understanding.dialogue.persons import Persons
from assistant.understanding.dialogue.pictures import Pictures

MOST_ACTS = 8
"""That can be taken back one after the other."""


class Dialogue:
    def __init__(self, phrases: Phrases, memory: float) -> None:
        """phrases: the topic `dialogue`; memory: seconds after which a turn is forgotten."""
        measures, deeds, persons = Measures(phrases), Deeds(phrases), Persons(phrases)
        self._pictures, self._persons = Pictures(phrases), persons
        self._naming = Naming(phrases, measures)
        self._corrections = Corrections(phrases, measures, deeds, persons)
        self._follow_ups = FollowUps(phrases, measures, deeds, persons, self._pictures)
        self._memory = memory
        self._names = Names(*(re.compile(phrases.section("follow_up").get(kind, NEVER.pattern)) for kind in ("rest", "amount", "choice")))
        self._last: Moment | None = None
        self._topic: Moment | None = None
        self._subject: Moment | None = None
        self._whole: Moment | None = None
        self._acts: tuple[Moment, ...] = ()

    def remember(self, text: str, chosen: Candidate | None, reply: Reply, time: float, doubt: Candidate | None = None) -> None:
        """
        text:  completed, as it was routed. Silence is no reply to repeat, and a turn about no thing changes no subject.
        doubt: what the reply asked about, where it asked whether that was meant
        """
        moment, answers = Moment(text, chosen, reply, time, doubt, self._names), self._answers(text)
        self._last = moment if reply.text else self._last
        self._topic = moment if moment.thing and not self._is_of_the_topic(moment, time) else self._topic
        if moment.said or (chosen and self._naming.names(chosen.skill)) or self._follow_ups.further(moment):
            corrects = self._subject is not None and self._subject.skill == moment.skill and self._corrections.corrects(moment)
            self._whole = self._whole if corrects or answers else moment
            self._subject = moment
        elif self._follow_ups.counts(moment) or self._follow_ups.asks_elsewhere(moment):
            self._whole = moment
        if self._acts and text == self._acts[-1].reply.undo.lower():
            self._acts = self._acts[:-1] or ((moment,) if reply.undo else ())
        elif reply.undo:
            self._acts = (*self._acts, moment)[-MOST_ACTS:]

    def context(self, now: float) -> Mapping[str, Any]:
        """
        `last_reply` for repeating; `asked`, the sentence that a bare answer to it completes, and `asked_by`, whose question it was;
        `confidence`, how sure it was of what it saw; `doubt`, the words and the candidate that were asked about; `undo`, a sentence and
        whose it is: what takes back the last act that can be taken back; `undo_last`, the same of what the last reply tells of, and
        `undo_corrected` of what a correction corrects; `thing` that was spoken of, and `denied`, by which question it was denied that it
        is there; `complete`, which gives the sentences that a follow-up may mean; `correct` and `named`, which make a whole sentence of a
        correction and a wish about "it", and give back what is none; `replaces`, whether a corrected sentence says the one before anew;
        `amend`, which knows what to do with a correction in the same breath; `value`, the new value that a correction says.
        """
        moments = (self._last, self._topic, self._subject, self._whole, self._acts[-1] if self._acts else None)
        last, topic, subject, whole, act = (moment if moment and now - moment.time <= self._memory else None for moment in moments)
        found: dict[str, Any] = {"amend": self._corrections.in_one_breath}
        if last:
            found |= {"last_reply": last.reply.text, "asked": last.reply.follow_up, "asked_by": last.skill}
            found |= {"value": self._corrections.value, "undo_last": (last.reply.undo, last.skill)}
        if last and last.reply.confidence is not None:
            found["confidence"] = last.reply.confidence
        if act:
            found["undo"] = (act.reply.undo, act.skill)
        if last and last.doubt:
            found["doubt"] = (last.text, last.doubt)
        if correctable := [moment for moment in (last, subject, act) if moment and (moment.said or self._persons.ask(moment))]:

            def meant(text: str) -> Moment:
                return self._corrections.meant(text, correctable)

            found |= {
                "correct": lambda text: text if self._pictures.meant(text, last, topic) else self._corrections.corrected(text, meant(text)),
                "undo_corrected": lambda text: (meant(text).reply.undo, meant(text).skill),
                "replaces": lambda text: not self._corrections.is_change(text),
            }
        if topic:
            found |= {"thing": topic.thing, "denied": topic.reply.denied}
        if last and (subject or last.looked):
            found["named"] = lambda text: self._pictures.meant(text, last, topic) or self._named(text, last, topic, subject, act)
        if whole or topic or last:

            def complete(text: str) -> tuple[str, ...]:
                return self._follow_ups.completed(self._naming.of_its_kind(text, subject) if subject else text, whole, topic, last)

            found["complete"] = complete
        return found

    def _named(self, text: str, last: Moment, topic: Moment | None, subject: Moment | None, act: Moment | None) -> str:
        """With a name for "it" and for "he"; or what takes back what was done."""
        said = self._naming.taken_back(self._placed(text, last, topic), last, act)
        return self._naming.named(said, subject, last) if subject else said

    def _placed(self, text: str, last: Moment, topic: Moment | None) -> str:
        """ "How old is he" is asked of the man on the left who was spoken of just before, though it is whole by itself."""
        return self._persons.placed(text, topic.text.lower()) if topic and last.looked else text

    def _is_of_the_topic(self, moment: Moment, now: float) -> bool:
        """Whether "it" is still what was spoken of, whatever else a detector calls what is shown for it."""
        alive = self._topic is not None and now - self._topic.time <= self._memory
        return alive and not moment.named and self._follow_ups.speaks_of_it(moment.text)

    def _answers(self, text: str) -> bool:
        """Whether it completes what the last reply asked: "yes make a list with paint" was not said so."""
        before, named, after = self._last.reply.follow_up.partition("{answer}") if self._last else ("", "", "")
        return bool(named and not before and after) and text.endswith(after.lower())
